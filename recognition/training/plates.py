"""Draws licence plates: flat, edge to edge, in colour, with the place of each character known.

The drawings follow how plates of the states are made (a name above, a slogan or county below, stickers, bolts, a
frame, an emblem between groups, stacked small letters) and not how any one of them looks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from recognition.syntax import book
from recognition.training.fonts import HEIGHT, Stamps, font_files, stamps
from recognition.training.lettering import Box, Line, any_die, set_line
from recognition.training.texts import plate_text

FONTS = Path(__file__).parent / "typefaces"
WIDTH, TALL = 400, 200  # pixels of a drawing: 12 by 6 inches
LINES_BELOW = (
    "THE OPEN ROAD|SUNNY STATE|dmv.example.gov|HARBOR COUNTY|ORANGE|LAKE|GARDEN STATE|VALLEY MOTORS|TOYOTA OF HERE"
    "|CITY FORD|Land of Rivers|Great Hills|CERRITOS AUTO|www.cars.example|DEALER SALES|555-0142|EXEMPT|TRUCK|2014"
).split("|")
SCRIPTS = (cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_COMPLEX,
           cv2.FONT_HERSHEY_SCRIPT_COMPLEX, cv2.FONT_HERSHEY_TRIPLEX)  # fmt: skip

Colour = NDArray[Any]
Canvas = NDArray[np.uint8]


@dataclass(frozen=True)
class DrawnPlate:
    """A plate of `WIDTH` x `TALL` pixels in blue, green and red; `boxes` are those of the characters of `text`."""

    picture: Canvas
    text: str
    state: str
    boxes: tuple[Box, ...]


@cache
def _fonts() -> Sequence[Path]:
    return font_files(FONTS)


@cache
def _names_of_states() -> Sequence[str]:
    return [state.name.upper() for state in book().states.values()]


def draw_plate(random: Generator, text: str | None = None) -> DrawnPlate:
    """One plate, another for each state of `random`. Raises FileNotFoundError when there are no fonts."""
    text = text or plate_text(random)
    font = stamps(_fonts()[int(random.integers(len(_fonts())))])
    ink, ground = _colours(random)
    canvas = _ground(random, ground)
    small, main = _stacked(random, text)
    line = _main_line(random, main, font)
    high = random.uniform(0.40, 0.58) * TALL
    wide = min(line.ink.shape[1] * high / HEIGHT * random.uniform(0.85, 1.1),
               (random.uniform(0.82, 0.96) - 0.09 * bool(small)) * WIDTH)  # fmt: skip
    left = (WIDTH - wide) / 2 + random.uniform(-0.02, 0.02) * WIDTH + 0.035 * WIDTH * bool(small)
    top = (TALL - high) / 2 + random.uniform(-0.07, 0.1) * TALL
    state = _words(random, canvas, ink, top, top + high)
    scale = wide / line.ink.shape[1], high / HEIGHT
    _emblems(random, canvas, [left + x * scale[0] for x in line.gaps], top, high, ink)
    _stamp(random, canvas, line, (left, top, wide, high), ink)
    boxes = [(left + x * scale[0], top, w * scale[0], high) for x, _, w, _ in line.boxes]
    if small:
        boxes[:0] = _stack(random, canvas, small, font, (max(6.0, left - 0.085 * WIDTH), top, high), ink)
    _hardware(random, canvas)
    if random.random() < 0.45:
        _frame(random, canvas, top, top + high)
    return DrawnPlate(canvas, text, state, tuple(boxes))


def _stacked(random: Generator, text: str) -> tuple[str, str]:
    """The first two or three characters set small above one another, seldom; and the rest."""
    count = 2 if random.random() < 0.7 else 3
    if len(text) >= 5 and random.random() < 0.05:
        return text[:count], text[count:]
    return "", text


def _main_line(random: Generator, text: str, font: Stamps) -> Line:
    gaps: dict[int, float] = {}
    kinds = [place for place in range(1, len(text)) if text[place].isdigit() != text[place - 1].isdigit()]
    if len(text) > 3 and random.random() < 0.6:
        place = kinds[random.integers(len(kinds))] if kinds and random.random() < 0.7 else len(text) // 2
        gaps[place] = random.uniform(0.1, 0.75)
    die = any_die(random)
    if len(text) > 7:
        die = replace(die, width=die.width * 0.85)
    return set_line(text, font, die, gaps)


def _colours(random: Generator) -> tuple[Colour, Colour]:
    """Of the ink and of the ground: dark on light four times in five, always apart in lightness."""
    light = random.uniform(150, 255, 3) if random.random() < 0.5 else random.uniform(215, 255, 1).repeat(3)
    if random.random() < 0.12:
        light = np.array((random.uniform(20, 120), random.uniform(170, 230), random.uniform(220, 255)))
    dark = random.uniform(0, 60, 1).repeat(3) if random.random() < 0.45 else random.uniform(0, 130, 3)
    if random.random() < 0.12:
        dark = np.array((random.uniform(20, 60), random.uniform(20, 50), random.uniform(120, 190)))
    pair = (dark, light) if random.random() < 0.82 else (light, dark)
    return pair[0].astype(np.float32), pair[1].astype(np.float32)


def _ground(random: Generator, colour: Colour) -> Canvas:
    canvas = np.empty((TALL, WIDTH, 3), np.float32)
    canvas[:] = colour
    if random.random() < 0.45:  # fades to another colour upwards or downwards
        other = np.clip(colour + random.uniform(-70, 40, 3), 0, 255)
        ramp = np.linspace(0, 1, TALL, dtype=np.float32)[:, None, None] ** random.uniform(0.7, 3)
        canvas = canvas * (1 - ramp) + other.astype(np.float32) * ramp
        canvas = canvas[::-1].copy() if random.random() < 0.5 else canvas
    drawn = np.clip(canvas, 0, 255).astype(np.uint8)
    if random.random() < 0.4:
        drawn = _scenery(random, drawn)
    return drawn


def _scenery(random: Generator, canvas: Canvas) -> Canvas:
    """Hills, a sun, a rainbow, blots: what lies behind the characters of many plates, faintly."""
    layer = canvas.copy()
    for _ in range(random.integers(1, 5)):
        colour = random.uniform(30, 255, 3).tolist()
        x, y = int(random.integers(0, WIDTH)), int(random.integers(0, TALL))
        kind = random.integers(4)
        if kind == 0:
            points = np.stack([np.linspace(0, WIDTH, 9), random.uniform(0.4, 1.0, 9) * TALL], 1)
            outline = np.array([*points.tolist(), (WIDTH, TALL), (0, TALL)], np.int32)
            cv2.fillPoly(layer, [outline], colour)
        elif kind == 1:
            cv2.circle(layer, (x, y), int(random.integers(10, 70)), colour, -1, cv2.LINE_AA)
        elif kind == 2:
            cv2.ellipse(layer, (WIDTH // 2, TALL), (x // 2 + 60, y + 20), 0, 180, 360, colour,
                        int(random.integers(3, 14)), cv2.LINE_AA)  # fmt: skip
        else:
            blot = np.array(random.normal((x, y), 30, (7, 2)), np.int32)
            cv2.fillPoly(layer, [cv2.convexHull(blot)], colour, cv2.LINE_AA)
    if random.random() < 0.5:
        layer = np.asarray(cv2.GaussianBlur(layer, (0, 0), random.uniform(1, 8)), np.uint8)
    share = random.uniform(0.1, 0.5)
    return np.asarray(cv2.addWeighted(layer, share, canvas, 1 - share, 0), np.uint8)


def _words(random: Generator, canvas: Canvas, ink: Colour, top: float, bottom: float) -> str:
    """The state above and something below; now and then the other way round, or nothing."""
    names = _names_of_states()
    state = names[int(random.integers(len(names)))]
    colour = ink if random.random() < 0.4 else random.uniform(0, 200, 3)
    above = state if random.random() < 0.9 else ""
    below = LINES_BELOW[random.integers(len(LINES_BELOW))] if random.random() < 0.75 else ""
    if random.random() < 0.15:
        above, below = below, above
    name = above.title() if random.random() < 0.5 else above
    _text(random, canvas, name, (2, top - 3), colour)
    _text(random, canvas, below, (bottom + 3, TALL - 3), ink if random.random() < 0.6 else colour)
    if random.random() < 0.15:  # a band behind a word, as some states print
        y = (0, int(top) - 2) if random.random() < 0.5 else (int(bottom) + 4, TALL)
        band = canvas[y[0] : y[1]]
        band[:] = np.clip(0.3 * band + 0.7 * random.uniform(0, 255, 3), 0, 255).astype(np.uint8)
    return state


def _text(random: Generator, canvas: Canvas, words: str, rows: tuple[float, float], colour: Colour) -> None:
    room = rows[1] - rows[0]
    if not words or room < 12:
        return
    face = SCRIPTS[random.integers(len(SCRIPTS))]
    (wide, high), _ = cv2.getTextSize(words, face, 1, 2)
    scale = min(room * random.uniform(0.55, 0.95) / high, WIDTH * random.uniform(0.4, 0.75) / wide)
    x = (WIDTH - wide * scale) / 2 + random.uniform(-10, 10)
    y = (rows[0] + rows[1]) / 2 + high * scale / 2
    cv2.putText(canvas, words, (int(x), int(y)), face, scale, colour.tolist(),
                max(1, round(scale * random.uniform(1, 4))), cv2.LINE_AA)  # fmt: skip


def _emblems(
    random: Generator, canvas: Canvas, middles: list[float], top: float, high: float, ink: Colour
) -> None:
    """What stands in a gap: nothing, a dot, a dash, a small picture, a sticker."""
    for x in middles:
        middle = (int(x), int(top + high * random.uniform(0.35, 0.65)))
        colour = ink.tolist() if random.random() < 0.5 else random.uniform(0, 255, 3).tolist()
        size = int(high * random.uniform(0.05, 0.16))
        kind = random.integers(6)
        if kind == 1:
            cv2.circle(canvas, middle, max(2, size // 2), colour, -1, cv2.LINE_AA)
        elif kind == 2:
            cv2.line(canvas, (middle[0] - size, middle[1]), (middle[0] + size, middle[1]), colour, 5)
        elif kind == 3:
            points = np.array(random.normal(middle, size, (7, 2)), np.int32)
            cv2.fillPoly(canvas, [cv2.convexHull(points)], colour, cv2.LINE_AA)
        elif kind >= 4:
            half = (int(high * random.uniform(0.08, 0.2)), int(high * random.uniform(0.12, 0.3)))
            for level in (-1, 1) if kind == 5 else (0,):
                _sticker(random, canvas, (middle[0] - half[0], middle[1] + level * half[1] - half[1]),
                         (2 * half[0], 2 * half[1] if level == 0 else int(1.8 * half[1])))  # fmt: skip


def _sticker(random: Generator, canvas: Canvas, corner: tuple[int, int], size: tuple[int, int]) -> None:
    (x, y), (wide, high) = corner, size
    cv2.rectangle(canvas, (x, y), (x + wide, y + high), random.uniform(60, 255, 3).tolist(), -1)
    label = str(
        random.choice(("JAN", "MAR", "JUN", "SEP", "DEC", "08", "11", "12", "14", "2009", "25", "X4"))
    )
    scale = 0.9 * wide / max(1, cv2.getTextSize(label, 0, 1, 1)[0][0])
    cv2.putText(canvas, label, (x + 1, y + int(0.7 * high)), 0, scale, random.uniform(0, 90, 3).tolist(), 1,
                cv2.LINE_AA)  # fmt: skip


def _stamp(random: Generator, canvas: Canvas, line: Line, place: Box, ink: Colour) -> None:
    """Lays the ink on the plate, its metal pressed up: a light edge on one side and a dark one on the other."""
    x, y, wide, high = (round(value) for value in place)
    x, y = max(0, x), max(0, y)
    mask = cv2.resize(line.ink, (min(wide, WIDTH - x), min(high, TALL - y)), interpolation=cv2.INTER_AREA)
    share = mask.astype(np.float32)[..., None] / 255
    under = canvas[y : y + mask.shape[0], x : x + mask.shape[1]]
    pressed = under.astype(np.float32)
    if random.random() < 0.5:
        slanting = int(random.random() < 0.15)
        relief = cv2.Sobel(cv2.GaussianBlur(mask, (0, 0), 2.5), cv2.CV_32F, slanting, 1)[..., None]
        pressed = pressed + relief * random.uniform(-0.45, 0.45)
    worn = share * random.uniform(0.75, 1.0)
    under[:] = np.clip(pressed * (1 - worn) + ink * worn, 0, 255).astype(np.uint8)


def _stack(
    random: Generator, canvas: Canvas, text: str, font: Stamps, place: tuple[float, float, float], ink: Colour
) -> list[Box]:
    """Small characters above one another, left of the others, and their boxes as if they stood side by side."""
    x, top, high = place
    step, boxes = high / len(text), []
    for row, char in enumerate(text):
        line = set_line(char, font, any_die(random), {})
        tall = step * 0.85
        wide = min(0.08 * WIDTH, line.ink.shape[1] * tall / HEIGHT)
        _stamp(random, canvas, line, (x, top + row * step, wide, tall), ink)
        boxes.append((x + row * wide / len(text), top, wide / len(text), high))
    return boxes


def _hardware(random: Generator, canvas: Canvas) -> None:
    """Stickers in corners and four bolts."""
    for x in (int(0.03 * WIDTH), int(0.85 * WIDTH)):
        for y in (int(0.04 * TALL), int(0.8 * TALL)):
            if random.random() < 0.25:
                _sticker(random, canvas, (x, y), (int(random.integers(30, 55)), int(random.integers(20, 36))))
    for across in (0.2, 0.8) if random.random() < 0.8 else ():
        for down in (0.07, 0.93):
            if random.random() < 0.6:
                middle = (int((across + random.uniform(-0.03, 0.03)) * WIDTH), int(down * TALL))
                colour = random.uniform(20, 220, 1).repeat(3).tolist()
                cv2.circle(canvas, middle, int(random.integers(4, 9)), colour, -1, cv2.LINE_AA)


def _frame(random: Generator, canvas: Canvas, top: float, bottom: float) -> None:
    """A dealer's frame: a band round the plate with words on it, which may touch the characters."""
    colour = (
        (random.uniform(0, 50, 1) if random.random() < 0.7 else random.uniform(120, 230, 1))
        .repeat(3)
        .tolist()
    )
    words = [200.0 - each for each in colour] if random.random() < 0.7 else colour
    side = int(random.uniform(0.0, 0.04) * WIDTH)
    above = int(random.uniform(0.04, 1.06) * max(top, 8.0)) if random.random() < 0.8 else 4
    below = int(random.uniform(0.04, 1.06) * max(TALL - bottom, 8.0)) if random.random() < 0.8 else 4
    for y, x in ((slice(0, above), slice(None)), (slice(TALL - below, TALL), slice(None)),
                 (slice(None), slice(0, side)), (slice(None), slice(WIDTH - side, WIDTH))):  # fmt: skip
        canvas[y, x] = colour
    said = np.array(words, np.float32)
    _text(random, canvas, LINES_BELOW[random.integers(len(LINES_BELOW))].upper(), (1, above - 1), said)
    _text(random, canvas, LINES_BELOW[random.integers(len(LINES_BELOW))], (TALL - below + 1, TALL - 2), said)
