"""Street scenes with plates in known places.

A background, clutter with writing on it, plates turned in space, then light, weather and the camera. All sizes are
pixels of the scene itself, so that scenes for training can be made at the size the detector looks at.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.random import Generator

from recognition.training import weather
from recognition.training.backgrounds import any_colour, car, clipped
from recognition.training.clutter import Patch, any_clutter, overlay
from recognition.training.geometry import Pose, Quad, any_pose, pasted, rectangle, seen
from recognition.training.words import TRAINING, Vocabulary
from recognition.training.writing import any_font, stamped, written
from recognition.values import Picture

Box = tuple[float, float, float, float]
"""Left, top, width, height of an upright rectangle, in pixels."""

PlateSource = Callable[[Generator], tuple[Picture, str]]
"""Makes one flat plate, edge to edge, and says its text."""


@dataclass(frozen=True)
class ScenePlate:
    """A plate in a scene; `corners` is empty of meaning for a photographed plate of which only the box is known."""

    corners: Quad
    text: str
    cornered: bool = True

    @property
    def box(self) -> Box:
        """Left, top, width, height of the upright box around it."""
        low, high = self.corners.min(axis=0), self.corners.max(axis=0)
        return float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1])


@dataclass(frozen=True)
class Scene:
    """A picture (blue, green, red) and every plate in it."""

    picture: Picture
    plates: tuple[ScenePlate, ...]


@dataclass(frozen=True)
class Recipe:
    """What may happen in a scene: `night` to `overlay` are chances from 0 to 1, `widths` those of plates in pixels.

    `plates` are the chances of none, one, two and so on, `clutter` the most other things with writing on them. A plate
    is turned by up to `yaw` degrees, or by exactly `turned`, to either side. `wet_share` is how much drops cover.
    """

    widths: tuple[float, float] = (18, 280)
    yaw: float = 40
    turned: float | None = None
    plates: tuple[float, ...] = (0.15, 0.65, 0.15, 0.05)
    clutter: int = 5
    night: float = 0.15
    glare: float = 0.1
    shadow: float = 0.3
    wet: float = 0.12
    wet_share: tuple[float, float] = (0.1, 0.5)
    blur: float = 0.5
    overlay: float = 0.35
    words: Vocabulary = field(default=TRAINING)


def composed(
    random: Generator,
    background: Picture,
    source: PlateSource,
    recipe: Recipe,
    known: Sequence[ScenePlate] = (),
) -> Scene:
    """A scene on a copy of the background, which may already hold `known` plates; these are never covered."""
    picture = background.copy()
    taken: list[Box] = [plate.box for plate in known]
    for _ in range(int(random.integers(recipe.clutter + 1))):
        _add_clutter(random, picture, recipe, taken)
    plates = list(known)
    count = int(random.choice(len(recipe.plates), p=recipe.plates))
    for _ in range(max(0, count - len(known))):
        plate = _add_plate(random, picture, source, recipe, taken)
        if plate:
            plates.append(plate)
    picture = photographed(random, picture, plates, recipe)
    return Scene(picture, tuple(plates))


def photographed(
    random: Generator, picture: Picture, plates: Sequence[ScenePlate], recipe: Recipe
) -> Picture:
    """Light, weather and camera, each with the chance the recipe gives it."""
    smallest = min((plate.box[2] for plate in plates), default=60.0)
    picture = _weathered(random, picture, plates, recipe, smallest)
    if random.random() < recipe.blur:
        picture = weather.blurred(random, picture, smallest / 22)
    if random.random() < 0.3:
        picture = weather.sharpened(random, picture)
    picture = weather.noisy(random, weather.exposed(random, picture), random.uniform(0, 9))
    if random.random() < recipe.overlay:
        overlay(random, picture, recipe.words)
    if random.random() < 0.7:
        picture = weather.compressed(picture, int(random.integers(30, 96)))
    return picture


def _weathered(
    random: Generator, picture: Picture, plates: Sequence[ScenePlate], recipe: Recipe, smallest: float
) -> Picture:
    if random.random() < recipe.shadow:
        picture = weather.shadowed(random, picture)
    if random.random() < recipe.night:
        picture = weather.night(random, picture, _lit(picture, plates))
    if random.random() < recipe.glare:
        centre = plates[0].corners.mean(axis=0) if plates else random.uniform(0, picture.shape[:2][::-1])
        picture = weather.glaring(random, picture, (float(centre[0]), float(centre[1])), 1.5 * smallest)
    if random.random() < recipe.wet:
        picture = weather.wet(random, picture, random.uniform(*recipe.wet_share))
    return picture


def _lit(picture: Picture, plates: Sequence[ScenePlate]) -> weather.Field:
    lit = np.zeros(picture.shape[:2], np.float32)
    for plate in plates:
        cv2.fillConvexPoly(lit, np.round(plate.corners).astype(np.int32), 1.0, cv2.LINE_AA)
    return lit


def _add_clutter(random: Generator, picture: Picture, recipe: Recipe, taken: list[Box]) -> None:
    patch = any_clutter(random, recipe.words)
    tall, wide = patch.mask.shape
    pose = any_pose(random, (recipe.widths[0], recipe.widths[1] * 1.2), recipe.yaw)
    centre = random.uniform(0, picture.shape[1::-1])
    corners = seen(pose, (float(centre[0]), float(centre[1])), wide / tall)
    if not _meets(corners, taken):
        pasted(picture, patch, rectangle(0, 0, wide, tall), corners)


def _add_plate(
    random: Generator, picture: Picture, source: PlateSource, recipe: Recipe, taken: list[Box]
) -> ScenePlate | None:
    height, width = picture.shape[:2]
    pose = any_pose(random, (recipe.widths[0], min(recipe.widths[1], 0.9 * width, 1.7 * height)), recipe.yaw)
    if recipe.turned is not None:
        pose = replace(pose, yaw=recipe.turned * float(random.choice((-1, 1))))
    room = np.minimum((0.52 * pose.width, 0.32 * pose.width), (width / 2 - 1, height / 2 - 1))
    centre = random.uniform(room, np.array((width, height)) - room)
    corners = seen(pose, (float(centre[0]), float(centre[1])), random.uniform(1.9, 2.1))
    if _meets(corners, taken):
        return None
    if not taken and random.random() < 0.7:  # a later car would hide an earlier plate
        _add_car(random, picture, corners)
    flat, text = _at_most(source(random), 1.5 * pose.width)
    patch, inner = _held(random, _in_the_light(random, flat, picture, corners), recipe.words)
    pasted(picture, patch, inner, corners)
    plate = ScenePlate(corners, text)
    taken.append(plate.box)
    return plate


def _at_most(made: tuple[Picture, str], width: float) -> tuple[Picture, str]:
    """The flat plate no wider than is of use, which saves most of the work on it."""
    flat, text = made
    scale = width / flat.shape[1]
    if scale < 1:
        size = (max(8, round(width)), max(4, round(flat.shape[0] * scale)))
        flat = np.asarray(cv2.resize(flat, size, interpolation=cv2.INTER_AREA), np.uint8)
    return flat, text


def _add_car(random: Generator, picture: Picture, corners: Quad) -> None:
    wide = float(np.ptp(corners[:, 0])) * random.uniform(3, 6)
    tall = wide * random.uniform(0.6, 0.95)
    x, y = corners.mean(axis=0) - (wide / 2, tall * random.uniform(0.55, 0.9))
    car(random, picture, (int(x + random.normal(0, 0.04) * wide), int(y), int(wide), int(tall)))


def _in_the_light(random: Generator, flat: Picture, picture: Picture, corners: Quad) -> Picture:
    """The plate as light as its surroundings let it be, with a gentle fall-off across it."""
    gain = np.float32(random.uniform(0.4, 1.1))
    falling = np.linspace(1 - random.uniform(-0.25, 0.25), 1, flat.shape[1], dtype=np.float32)[None, :, None]
    around = picture[
        tuple(np.clip(corners.mean(axis=0)[::-1], 0, np.array(picture.shape[:2]) - 1).astype(int))
    ]
    tint = (1 + (around / max(float(around.mean()), 1.0) - 1) * random.uniform(0, 0.15)).astype(np.float32)
    return clipped(flat * falling * tint * gain + np.float32(random.uniform(0, 25)))


def _held(random: Generator, flat: Picture, words: Vocabulary) -> tuple[Patch, Quad]:
    """The plate in a holder, a dealer's frame or nothing, and where in that its own corners lie."""
    tall, wide = flat.shape[:2]
    rims = [int(tall * random.uniform(0, 0.16)) for _ in range(4)] if random.random() < 0.5 else [0] * 4
    left, top, right, bottom = rims
    colour = any_colour(random, 8)
    framed = cv2.copyMakeBorder(flat, top, bottom, left, right, cv2.BORDER_CONSTANT, value=colour)
    for rim, at in ((top, 0), (bottom, top + tall)):
        if rim > tall * 0.07 and random.random() < 0.7:
            mask = written(str(random.choice(words.cities)), int(rim * 0.7), any_font(random))
            ink = any_colour(random, 20)
            stamped(
                np.asarray(framed, np.uint8), mask, left + (wide - mask.shape[1]) // 2, at + rim // 7, ink
            )
    if random.random() < 0.25:  # a frame that covers the rim of the plate
        cover = int(tall * random.uniform(0.03, 0.1))
        cv2.rectangle(framed, (left, top), (left + wide, top + tall), colour, cover)
    inner = rectangle(left, top, left + wide, top + tall)
    return Patch(np.asarray(framed, np.uint8), np.full(framed.shape[:2], 255, np.uint8)), inner


def _meets(corners: Quad, taken: Sequence[Box]) -> bool:
    """Whether the box around the corners comes near one that is taken."""
    low, high = corners.min(axis=0) - 3, corners.max(axis=0) + 3
    return any(
        low[0] < left + wide and left < high[0] and low[1] < top + tall and top < high[1]
        for left, top, wide, tall in taken
    )


__all__ = ["PlateSource", "Pose", "Recipe", "Scene", "ScenePlate", "composed", "photographed"]
