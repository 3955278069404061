"""Drawn pictures to test with: such as hold no plate, and such as hold one that is hard to see.

They share no word, no number range and no random state with the scenes the detector is trained on. The same count
and seed give the same pictures.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator

from recognition.training.backgrounds import drawn_background
from recognition.training.scenes import PlateSource, Recipe, composed
from recognition.training.words import TEST
from recognition.values import Picture

WIDTH, HEIGHT = 1280, 720
NOT_OF_TRAINING = 20_270_000  # goes before every seed; training takes small ones alone

NO_PLATE = Recipe(widths=(50, 420), plates=(1.0,), clutter=14, overlay=0.6, words=TEST)
CLEAR = Recipe(
    widths=(120, 120),
    yaw=10,
    plates=(0.0, 1.0),
    night=0,
    glare=0,
    shadow=0,
    wet=0,
    blur=0,
    overlay=0.3,
    words=TEST,
)
CONDITIONS: dict[str, Recipe] = {
    "clear": CLEAR,
    "60px": replace(CLEAR, widths=(60, 60)),
    "30deg": replace(CLEAR, turned=30),
    "night": replace(CLEAR, night=1.0, glare=0.3),
    "wet": replace(CLEAR, wet=1.0, wet_share=(0.5, 0.5)),
}
"""What makes a plate hard to see; all but the first of 120 pixels unless the name says otherwise."""


@dataclass(frozen=True)
class HardScene:
    """A picture with one plate, its text, its box (left, top, width, height) and its four corners, in pixels."""

    picture: Picture
    text: str
    box: tuple[float, float, float, float]
    corners: tuple[tuple[float, float], ...]


def non_plate_scenes(count: int, seed: int) -> Iterator[Picture]:
    """Streets with signs, telephone numbers, stickers, badges, empty frames and time stamps, but no plate."""
    for random in _states(count, seed, 0):
        yield composed(random, _street(random), _no_plate, NO_PLATE).picture


def hard_scenes(
    count: int, seed: int, condition: str, source: PlateSource | None = None
) -> Iterator[HardScene]:
    """Streets with one plate, drawn by `source`, under one of `CONDITIONS`. Raises KeyError for another."""
    recipe = CONDITIONS[condition]
    for random in _states(count, seed, 1 + list(CONDITIONS).index(condition)):
        scene = composed(random, _street(random), source or _drawn, recipe)
        plate = scene.plates[0]
        yield HardScene(
            scene.picture, plate.text, plate.box, tuple((float(x), float(y)) for x, y in plate.corners)
        )


def _states(count: int, seed: int, series: int) -> Iterator[Generator]:
    return (np.random.default_rng((NOT_OF_TRAINING, series, seed, number)) for number in range(count))


def _street(random: Generator) -> Picture:
    return drawn_background(random, WIDTH, HEIGHT)


def _no_plate(random: Generator) -> tuple[Picture, str]:
    raise AssertionError("A scene without plates asked for one.")


def _drawn(random: Generator) -> tuple[Picture, str]:
    from recognition.training.plates import draw_plate  # needs fonts, which scenes without plates do not

    plate = draw_plate(random)
    return plate.picture, plate.text
