"""Drawn street scenes without a plate: rough shapes and textures, no photograph."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from recognition.values import Picture

Colour = tuple[int, int, int]
Place = tuple[int, int, int, int]
"""Left, top, width, height in pixels."""


def drawn_background(random: Generator, width: int, height: int) -> Picture:
    """A blue, green, red picture of ground and sky, with cars, fences, walls and leaves in it."""
    picture = _ground(random, width, height)
    for _ in range(int(random.integers(3, 10))):
        draw = OBJECTS[int(random.integers(len(OBJECTS)))]
        wide, tall = (int(side * random.uniform(0.1, 0.7)) + 8 for side in (width, height))
        left, top = int(random.integers(-wide // 2, width)), int(random.integers(-tall // 2, height))
        draw(random, picture, (left, top, wide, tall))
    grain = cloud(random, width, height, int(random.integers(2, 40)))[:, :, None]
    return clipped(picture + grain * np.float32(random.uniform(5, 40)))


def clipped(levels: NDArray[np.float32]) -> Picture:
    """Grey levels as a picture holds them: 0 to 255, without fractions."""
    return np.asarray(np.clip(levels, 0, 255), np.uint8)


def cloud(random: Generator, width: int, height: int, cells: int) -> NDArray[np.float32]:
    """Smooth noise of mean 0 and about unit spread, with `cells` humps across the picture."""
    small = random.standard_normal((max(2, cells * height // width), cells)).astype(np.float32)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)


def any_colour(random: Generator, vivid: float = 25) -> Colour:
    """Mostly a grey, with a tint whose spread is `vivid` grey levels."""
    grey = random.uniform(10, 245)
    blue, green, red = np.clip(grey + random.normal(0, vivid, 3), 0, 255).astype(int)
    return int(blue), int(green), int(red)


def _ground(random: Generator, width: int, height: int) -> Picture:
    bands = int(random.integers(2, 5))
    edges = sorted(int(edge) for edge in random.uniform(0, height, bands - 1))
    picture = np.zeros((height, width, 3), np.float32)
    for top, bottom in zip([0, *edges], [*edges, height], strict=True):
        above, below = (np.array(any_colour(random, vivid), np.float32) for vivid in (25, 15))
        share = np.linspace(0, 0.5, bottom - top, dtype=np.float32)[:, None, None]
        rough = cloud(random, width, height, int(random.integers(20, 160)))[top:bottom, :, None]
        picture[top:bottom] = above * (1 - share) + below * share + rough * random.uniform(0, 25)
    return clipped(picture)


def car(random: Generator, picture: Picture, place: Place, paint: Colour | None = None) -> None:
    """A car from behind or before: window, lamps, grille, bumper and the niche where a plate would be."""
    left, top, wide, tall = place
    paint = paint or any_colour(random, 35)
    dark = tuple(int(part * random.uniform(0.2, 0.7)) for part in paint)
    box(picture, place, paint)
    slant = wide // 8
    window = ((left + slant, top + tall // 12), (left + wide - slant, top + tall // 12))
    sill = ((left + wide - slant // 2, top + tall // 3), (left + slant // 2, top + tall // 3))
    cv2.fillConvexPoly(picture, np.array(window + sill, np.int32), any_colour(random), cv2.LINE_AA)
    lamp = (40, 30, int(random.uniform(90, 240))) if random.random() < 0.6 else any_colour(random)
    for side in (left, left + wide - wide // 6):
        box(picture, (side, top + int(tall * 0.42), wide // 6, tall // 7), lamp)
    box(picture, (left, top + int(tall * 0.8), wide, tall // 5), any_colour(random, 10))
    if random.random() < 0.6:
        box(picture, (left + wide // 3, top + tall // 2, wide // 3, tall // 4), dark)
    if random.random() < 0.4:
        grille(random, picture, (left + wide // 4, top + int(tall * 0.4), wide // 2, tall // 7))
    for edge in (0.36, 0.62, 0.78):
        across = top + int(tall * edge)
        cv2.line(picture, (left, across), (left + wide, across), any_colour(random, 5), 1, cv2.LINE_AA)


def box(picture: Picture, place: Place, colour: tuple[int, ...]) -> None:
    """A filled rectangle."""
    left, top, wide, tall = place
    cv2.rectangle(picture, (left, top), (left + wide, top + tall), colour, -1, cv2.LINE_AA)


def grille(random: Generator, picture: Picture, place: Place) -> None:
    """Bars, level or upright, light on dark or the other way about."""
    left, top, wide, tall = place
    box(picture, place, any_colour(random, 10))
    bar, level = any_colour(random, 10), random.random() < 0.5
    step = max(2, int((tall if level else wide) / random.uniform(4, 16)))
    for at in range(0, tall if level else wide, step):
        ends = (
            ((left, top + at), (left + wide, top + at))
            if level
            else ((left + at, top), (left + at, top + tall))
        )
        cv2.line(picture, ends[0], ends[1], bar, max(1, step // 3), cv2.LINE_AA)


def _fence(random: Generator, picture: Picture, place: Place) -> None:
    left, top, wide, tall = place
    colour, step = any_colour(random, 10), int(random.integers(4, 24))
    for at in range(left, left + wide, step):
        cv2.line(picture, (at, top), (at, top + tall), colour, max(1, step // 5), cv2.LINE_AA)
    for at in (top + tall // 10, top + tall * 9 // 10):
        cv2.line(picture, (left, at), (left + wide, at), colour, max(1, step // 4), cv2.LINE_AA)


def _bricks(random: Generator, picture: Picture, place: Place) -> None:
    left, top, wide, tall = place
    box(picture, place, any_colour(random, 8))
    high = int(random.integers(4, 14))
    for row, y in enumerate(range(top, top + tall, high)):
        for x in range(left - (row % 2) * high, left + wide, 2 * high):
            box(picture, (x, y, 2 * high - 2, high - 2), any_brick(random))


def any_brick(random: Generator) -> Colour:
    """The colour of one brick."""
    return (int(random.uniform(40, 90)), int(random.uniform(60, 110)), int(random.uniform(110, 180)))


def _leaves(random: Generator, picture: Picture, place: Place) -> None:
    left, top, wide, tall = place
    for x, y in random.uniform((left, top), (left + wide, top + tall), (wide // 2, 2)).astype(int):
        green = int(random.uniform(30, 190))
        size = (int(random.integers(1, 7)), int(random.integers(1, 4)))
        cv2.ellipse(
            picture, (x, y), size, float(random.uniform(0, 180)), 0, 360, (green // 3, green, green // 2), -1
        )


def _boxes(random: Generator, picture: Picture, place: Place) -> None:
    left, top, wide, tall = place
    box(picture, place, any_colour(random, 30))
    for _ in range(int(random.integers(0, 6))):
        x, y = left + int(random.integers(wide)), top + int(random.integers(tall))
        box(picture, (x, y, wide // 5, tall // 6), any_colour(random, 30))


def _lines(random: Generator, picture: Picture, place: Place) -> None:
    ends = random.uniform((0, 0), (picture.shape[1], picture.shape[0]), (2, 2)).astype(int)
    cv2.line(
        picture,
        ends[0].tolist(),
        ends[1].tolist(),
        any_colour(random),
        int(random.integers(1, 12)),
        cv2.LINE_AA,
    )


OBJECTS: tuple[Callable[[Generator, Picture, Place], None], ...] = (
    car,
    car,
    car,
    grille,
    _fence,
    _bricks,
    _leaves,
    _leaves,
    _boxes,
    _boxes,
    _lines,
    _lines,
)
