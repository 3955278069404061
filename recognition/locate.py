"""Finds plates without a model: a plate is where several views agree on a row of characters."""

from collections.abc import Iterator

import cv2
import numpy as np

from recognition.boxes import overlap, upright, whole
from recognition.characters import Row, binarised, pieces, rows
from recognition.values import FoundPlate, Picture

LONGEST = 1280  # pixels of the longer side of the plain view; the close view is twice that
BLOCKS = (19, 41)  # pixels around a point that it is compared with
PLATE_WIDTH, PLATE_HEIGHT = 4.3, 2.15  # of the character height: what labelled US plates measure
SIDE = 1.12  # width of a plate to the length of its row, where that is longer
SAME_PLATE = 0.4  # shared area over joint area
FAINTEST = 0.3  # of the best score: what fewer views saw was never a plate on the development photographs


class LineFinder:
    """A `Detector` that looks for rows of characters in eight black and white views of the picture."""

    def find(self, image: Picture, limit: int) -> list[FoundPlate]:
        """At most `limit` plates; the score adds up over the views that see the same row."""
        grey = image if image.ndim == 2 else np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)
        found = sorted((_plate(row) for row in _all_rows(grey)), key=lambda plate: -plate.score)
        merged = _merged(found)
        return [plate for plate in merged[:limit] if plate.score >= FAINTEST * merged[0].score]


class WholePicture:
    """A `Detector` for pictures that were cut out already: the whole of each is the plate."""

    def find(self, image: Picture, limit: int) -> list[FoundPlate]:
        """One plate as large as the picture."""
        return [FoundPlate(whole(image), 1.0)][:limit]


def _all_rows(grey: Picture) -> Iterator[Row]:
    plain = min(1.0, LONGEST / max(grey.shape))
    for scale in (plain, 2 * plain):
        kind = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        view = np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=kind), np.uint8)
        for block in BLOCKS:
            for dark_on_light in (True, False):
                for row in rows(pieces(binarised(view, block, dark_on_light))):
                    yield Row(np.asarray(row.boxes / scale, np.float32), row.score)


def _plate(row: Row) -> FoundPlate:
    """The plate around a row: upright sides, upper and lower edge along the row, US proportions."""
    slope, level = row.line()
    left, right = row.boxes[0, 0], row.boxes[-1, 0] + row.boxes[-1, 2]
    middle = (left + right) / 2
    half = max(PLATE_WIDTH * row.height, SIDE * (right - left)) / 2
    up = PLATE_HEIGHT * row.height / 2

    def point(x: float, below: float) -> tuple[float, float]:
        return float(x), float(slope * x + level + below)

    west, east = middle - half, middle + half
    return FoundPlate((point(west, -up), point(east, -up), point(east, up), point(west, up)), row.score)


def _merged(found: list[FoundPlate]) -> list[FoundPlate]:
    """One answer for what several views saw in the same place, the best of them, with their scores added."""
    kept: list[FoundPlate] = []
    for plate in found:
        box = upright(plate.corners)
        same = (
            index for index, other in enumerate(kept) if overlap(box, upright(other.corners)) > SAME_PLATE
        )
        index = next(same, None)
        if index is None:
            kept.append(plate)
        else:
            kept[index] = FoundPlate(kept[index].corners, kept[index].score + plate.score)
    return sorted(kept, key=lambda plate: -plate.score)
