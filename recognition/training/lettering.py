"""Sets the characters of a plate: one die for all of them, a gap or an emblem between groups, small stacked letters."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator

from recognition.training.fonts import HEIGHT, Mask, Stamps

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Die:
    """How one plate's characters are made from a font's stamps."""

    width: float  # of a character to its height
    evenness: float  # 0: each as wide as the font has it; 1: all but I and 1 alike
    thickness: int  # pixels a stroke gains (or loses)
    rounding: float  # pixels of blur before the edge is drawn again; 0 leaves corners sharp
    slashed_zero: bool
    spacing: float  # between characters, in their height


@dataclass(frozen=True)
class Line:
    """A line of characters: its ink (255) on 0, and the box of each character in it."""

    ink: Mask
    boxes: tuple[Box, ...]
    gaps: tuple[float, ...]
    """x of the middle of each gap between groups."""


def any_die(random: Generator) -> Die:
    return Die(
        width=random.uniform(0.4, 0.66),
        evenness=random.choice((0.0, 0.6, 1.0), p=(0.15, 0.35, 0.5)),
        thickness=int(random.integers(-2, 7)),
        rounding=random.choice((0.0, 2.0, 4.0, 6.0), p=(0.3, 0.25, 0.25, 0.2)),
        slashed_zero=random.random() < 0.12,
        spacing=random.uniform(0.05, 0.2),
    )


def set_line(text: str, font: Stamps, die: Die, gaps: dict[int, float]) -> Line:
    """`text` in one line; `gaps` gives, before which characters, how much room there is, in heights."""
    x, pieces, boxes, middles = 0.0, [], [], []
    for place, char in enumerate(text):
        room = gaps.get(place, 0.0) * HEIGHT
        if room:
            middles.append(x + room / 2 - die.spacing * HEIGHT / 2)
            x += room
        stamp = _struck(char, font, die)
        pieces.append((round(x), stamp))
        boxes.append((float(round(x)), 0.0, float(stamp.shape[1]), float(HEIGHT)))
        x += stamp.shape[1] + die.spacing * HEIGHT
    ink = np.zeros((HEIGHT, pieces[-1][0] + pieces[-1][1].shape[1]), np.uint8)
    for left, stamp in pieces:
        ink[:, left : left + stamp.shape[1]] = stamp
    return Line(ink, tuple(boxes), tuple(middles))


def _struck(char: str, font: Stamps, die: Die) -> Mask:
    mask = font.masks[char]
    own = mask.shape[1] / HEIGHT
    usual = float(np.median([each.shape[1] for each in font.masks.values()])) / HEIGHT
    scaled = die.width * own / usual
    wide = scaled if char in "I1" else (1 - die.evenness) * scaled + die.evenness * die.width
    mask = np.asarray(cv2.resize(mask, (max(6, round(wide * HEIGHT)), HEIGHT)), np.uint8)
    if char == "0" and die.slashed_zero:
        mask = _slashed(mask)
    edge = max(0, die.thickness) + 1
    mask = np.pad(mask, ((0, 0), (edge, edge)))
    if die.thickness:
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (abs(die.thickness) + 1,) * 2)
        mask = np.asarray((cv2.dilate if die.thickness > 0 else cv2.erode)(mask, kernel), np.uint8)
    if die.rounding:
        soft = cv2.GaussianBlur(
            cv2.copyMakeBorder(mask, 8, 8, 8, 8, cv2.BORDER_CONSTANT), (0, 0), die.rounding
        )
        mask = np.clip((soft[8:-8, 8:-8].astype(np.int16) - 96) * 4, 0, 255).astype(np.uint8)
    return mask


def _slashed(mask: Mask) -> Mask:
    height, width = mask.shape
    slashed = mask.copy()
    cv2.line(slashed, (width // 5, height * 4 // 5), (width * 4 // 5, height // 5), 255, 7, cv2.LINE_AA)
    return slashed
