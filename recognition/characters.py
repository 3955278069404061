"""Rows of characters in a picture: what a licence plate is made of, found without any model.

A picture is turned black and white in several ways. In each, the pieces of the size of a character are strung
to rows of neighbours of like height on one straight line.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from recognition.values import Picture

Boxes = NDArray[np.float32]
"""One row a piece: x, y, width, height in pixels."""

LEAST_CONTRAST = 9  # grey levels of 255 between a character and what surrounds it
SMALLEST = 9  # pixels of character height
SPARSEST = 0.18  # share of its box that a character fills
NARROWEST, WIDEST = 0.1, 1.15  # width over height, from "1" to a wide "W"
LIKE_HEIGHT, LIKE_LEVEL, FARTHEST = 1.2, 0.3, 1.3  # between neighbours, in character heights
OFF_LINE, OFF_HEIGHT = 0.12, 0.18  # within one row, in heights of the row
STEEPEST = 0.6  # slope of a row: 31 degrees
FEWEST = 4
USUAL = {
    4: 0.5,
    5: 0.75,
    6: 1.0,
    7: 1.0,
    8: 0.8,
}  # how often plates have so many characters, against the rest


@dataclass(frozen=True, slots=True)
class Row:
    """Characters side by side, from left to right, and how well they make a line (0 to 1)."""

    boxes: Boxes
    score: float

    @property
    def height(self) -> float:
        return float(np.median(self.boxes[:, 3]))

    def line(self) -> tuple[float, float]:
        """Slope and level (at x = 0) of the straight line through the middles of the characters."""
        return _line(self.boxes)


def binarised(grey: Picture, block: int, dark_on_light: bool) -> Picture:
    """White characters on black, by comparing each pixel with its surroundings of `block` pixels (odd)."""
    kind = cv2.THRESH_BINARY_INV if dark_on_light else cv2.THRESH_BINARY
    offset = LEAST_CONTRAST if dark_on_light else -LEAST_CONTRAST
    mask = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, kind, block, offset)
    return np.asarray(mask, np.uint8)


def pieces(mask: Picture, tallest: float = 0.45, widest: float = WIDEST) -> Boxes:
    """The connected pieces that may be characters by their size and shape, sorted from left to right.

    `tallest` is the share of the picture's height that one may take, `widest` its width over its height.
    """
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    stats = stats[1:]
    width, height, area = stats[:, 2], stats[:, 3], stats[:, 4]
    shape = width / np.maximum(height, 1)
    fill = area / np.maximum(width * height, 1)
    keep = (height >= SMALLEST) & (height <= tallest * mask.shape[0])
    keep &= (shape >= NARROWEST) & (shape <= widest) & (fill >= SPARSEST)
    boxes = stats[keep, :4].astype(np.float32)
    return boxes[np.argsort(boxes[:, 0], kind="stable")]


def rows(boxes: Boxes) -> Iterator[Row]:
    """Strings the pieces to rows of at least four."""
    for chain in _chains(_next_neighbours(boxes)):
        row = _straightened(boxes[chain])
        if len(row) >= FEWEST:
            yield Row(row, _regularity(row))


def _next_neighbours(boxes: Boxes) -> NDArray[np.int64]:
    """For each piece the nearest one to its right that may be the next character, or -1."""
    x, y, width, height = boxes.T
    middle_x, middle_y = x + width / 2, y + height / 2
    following = np.full(len(boxes), -1)
    ends = np.searchsorted(x, x + width + FARTHEST * height)
    for index in range(len(boxes)):
        others = slice(index + 1, ends[index])
        tall = np.minimum(height[index], height[others])
        step = middle_x[others] - middle_x[index]
        like = np.maximum(height[index], height[others]) <= LIKE_HEIGHT * tall
        level = np.abs(middle_y[others] - middle_y[index]) <= LIKE_LEVEL * tall
        clear = (step > 0.3 * tall) & (x[others] - x[index] - width[index] > -0.15 * tall)
        possible = np.flatnonzero(like & level & clear)
        if len(possible):
            following[index] = index + 1 + possible[np.argmin(step[possible])]
    return following


def _chains(following: NDArray[np.int64]) -> Iterator[list[int]]:
    """Follows the neighbours from each piece that is nobody's neighbour; a piece is used once."""
    used = np.zeros(len(following), dtype=bool)
    for start in range(len(following)):
        chain: list[int] = []
        at = start
        while at >= 0 and not used[at]:
            used[at] = True
            chain.append(at)
            at = int(following[at])
        if len(chain) >= FEWEST:
            yield chain


def _straightened(boxes: Boxes) -> Boxes:
    """Drops, worst first, the pieces that are off the common line or of another height."""
    while len(boxes) >= FEWEST:
        height = np.median(boxes[:, 3])
        slope, level = _line(boxes)
        middle = boxes[:, :2] + boxes[:, 2:] / 2
        off_line = np.abs(middle[:, 1] - slope * middle[:, 0] - level) / height / OFF_LINE
        off = np.maximum(off_line, np.abs(boxes[:, 3] / height - 1) / OFF_HEIGHT)
        if off.max() <= 1 and abs(slope) < STEEPEST:
            return boxes
        boxes = np.delete(boxes, int(off.argmax()), axis=0)
    return boxes


def _line(boxes: Boxes) -> tuple[float, float]:
    x, y = boxes[:, 0] + boxes[:, 2] / 2, boxes[:, 1] + boxes[:, 3] / 2
    centred = x - x.mean()
    slope = float((centred * y).sum() / (centred * centred).sum())
    return slope, float(y.mean()) - slope * float(x.mean())


def _regularity(boxes: Boxes) -> float:
    """How alike the heights and steps of a row are; six or seven characters are likelier than four or ten."""
    height = np.median(boxes[:, 3])
    middle = boxes[:, 0] + boxes[:, 2] / 2
    steps = np.diff(middle) / height
    even = 1 / (1 + 4 * float(np.std(steps)))
    alike = 1 / (1 + 8 * float(np.std(boxes[:, 3] / height)))
    return even * alike * USUAL.get(len(boxes), 0.4)
