"""Cuts a flattened plate into its characters, in several black and white views that must agree."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from recognition.characters import WIDEST, Boxes, Row, binarised, pieces, rows
from recognition.values import Picture

BLUR, BROADEST, BLOCKS = 1.5, 45, (61, 121)  # pixels of a crop: smoothing, widest stroke, surroundings
FULL_HEIGHT = 0.3  # of the crop: characters at least this high are a plate's main row
AGREEING = 2  # views that must see a character
SAME_PLACE, SAME_LEVEL, SAME_HEIGHT = 0.3, 0.2, (0.7, 1.4)  # in heights of the row
WITH_GAP, TOO_WIDE = 1.15, 1.4  # of a usual character: its step to the next, and what is more than one
TALLEST, FUSED = 0.7, 4.0  # of the crop's height; width over height of what may be several characters in one


@dataclass(frozen=True, slots=True)
class CutPlate:
    """The places of the characters from left to right, and the views (white on black) to take them from."""

    boxes: Boxes
    views: tuple[Picture, ...]


def cut(crop: Picture) -> CutPlate | None:
    """The characters of the plate, dark on light or light on dark, whichever makes the better rows."""
    return max((_cut(crop), _cut(np.invert(crop))), key=lambda found: found[1])[0]


def _views(crop: Picture) -> tuple[Picture, ...]:
    """Dark characters as white on black: against near and far surroundings, against the whole, and as dark strokes."""
    calm = np.asarray(cv2.GaussianBlur(crop, (0, 0), BLUR), np.uint8)
    hat = cv2.morphologyEx(
        calm, cv2.MORPH_BLACKHAT, cv2.getStructuringElement(cv2.MORPH_RECT, (BROADEST, BROADEST))
    )
    _, whole = cv2.threshold(calm, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    _, hollow = cv2.threshold(hat, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    near, far = (binarised(calm, block, dark_on_light=True) for block in BLOCKS)
    return near, far, np.asarray(whole, np.uint8), np.asarray(hollow, np.uint8)


def _cut(crop: Picture) -> tuple[CutPlate | None, float]:
    """The characters if they are dark on light, and how much the views say so."""
    views = _views(crop)
    seen = [pieces(view, TALLEST, FUSED) for view in views]
    best = (max(rows(_single(each)), key=lambda row: _centred(row, crop), default=None) for each in seen)
    found = sorted((row for row in best if row is not None), key=lambda row: -_centred(row, crop))
    if not found:
        return None, 0.0
    boxes = _agreed(found[0], seen)
    return (CutPlate(boxes, views) if len(boxes) else None), sum(_centred(row, crop) for row in found)


def _single(boxes: Boxes) -> Boxes:
    return boxes[boxes[:, 2] <= WIDEST * boxes[:, 3]]


def _centred(row: Row, crop: Picture) -> float:
    """A row counts less the farther it is from the middle, and the lower it stands."""
    middle = float(np.mean(row.boxes[:, 1] + row.boxes[:, 3] / 2)) / float(crop.shape[0])
    central = max(0.0, 1 - 2 * abs(middle - 0.5))
    high = min(1.0, row.height / (FULL_HEIGHT * float(crop.shape[0])))
    return row.score * central * high


def _agreed(row: Row, seen: Sequence[Boxes]) -> Boxes:
    """One box for each place along the row, from the first to the last on which at least two views agree."""
    boxes = np.concatenate([_parted(_along(row, each), row) for each in seen])
    boxes = boxes[np.argsort(boxes[:, 0] + boxes[:, 2] / 2)]
    middle = boxes[:, 0] + boxes[:, 2] / 2
    groups = np.split(boxes, np.flatnonzero(np.diff(middle) > SAME_PLACE * row.height) + 1)
    agreed = [number for number, group in enumerate(groups) if len(group) >= AGREEING]
    inner = groups[agreed[0] : agreed[-1] + 1] if agreed else []
    return np.array([np.median(group, axis=0) for group in inner], np.float32)


def _along(row: Row, boxes: Boxes) -> Boxes:
    """The pieces that stand on the line of the row and are as high as its characters."""
    slope, level = row.line()
    off = boxes[:, 1] + boxes[:, 3] / 2 - slope * (boxes[:, 0] + boxes[:, 2] / 2) - level
    low, high = SAME_HEIGHT
    relative = boxes[:, 3] / row.height
    return boxes[(np.abs(off) < SAME_LEVEL * row.height) & (relative > low) & (relative < high)]


def _parted(boxes: Boxes, row: Row) -> Boxes:
    """Divides what is as wide as several characters into equal parts: neighbours that run together."""
    usual = float(np.percentile(row.boxes[:, 2], 75)) * WITH_GAP
    parts: list[tuple[float, ...]] = []
    for x, y, width, height in boxes.tolist():
        count = max(1, round(width / usual)) if width > TOO_WIDE * usual else 1
        parts += [(x + index * width / count, y, width / count, height) for index in range(count)]
    return np.array(parts, np.float32).reshape(-1, 4)
