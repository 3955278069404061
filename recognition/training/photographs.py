"""The labelled photographs, where they are at hand: as scenes, and as flat plates to paste.

They are read from a folder outside the repository: `labels.csv` with file, plate, x, y, w, h in pixels beside the
pictures, and the same in `crops/`, where each picture is one plate.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator

from recognition.training.flats import labelled_rows
from recognition.training.folds import fold_of
from recognition.training.geometry import rectangle
from recognition.training.scenes import PlateSource, ScenePlate
from recognition.values import Picture

NET_SIDE = 640  # pixels the detector shrinks the longer side of a picture to
MOST_ENLARGED = 2.2  # times


@dataclass(frozen=True)
class Photograph:
    """A picture (blue, green, red) and its one labelled plate."""

    file: str
    picture: Picture
    plate: ScenePlate


Wanted = Callable[[str, str], bool]
"""Says of a file and a plate whether to load it."""


def outside(fold: int | None, folds: int) -> Wanted:
    """Everything, or everything but one fold."""
    return lambda file, plate: fold is None or fold_of(file, plate, folds) != fold


def within(fold: int, folds: int) -> Wanted:
    """One fold only."""
    return lambda file, plate: fold_of(file, plate, folds) == fold


def photographs(folder: Path, wanted: Wanted) -> list[Photograph]:
    """The labelled scenes that are wanted, in the order of their labels."""
    made = []
    for row in _rows(folder, wanted):
        x, y, width, height = (float(row[side]) for side in ("x", "y", "w", "h"))
        corners = rectangle(x, y, x + width, y + height)
        made.append(
            Photograph(row["file"], _loaded(folder / row["file"]), ScenePlate(corners, row["plate"], False))
        )
    return made


def flat_plates(folder: Path, wanted: Wanted) -> PlateSource:
    """A source of the photographed flat plates that are wanted."""
    crops = folder / "crops"
    plates = [(_loaded(crops / row["file"]), row["plate"]) for row in _rows(crops, wanted)]
    return lambda random: plates[int(random.integers(len(plates)))]


def cut(random: Generator, taken: Photograph, side: int) -> tuple[Picture, ScenePlate]:
    """A square part of a photograph about as large as one of the detector's looks, and where the plate is in it."""
    height, width = taken.picture.shape[:2]
    if random.random() < 0.5:  # as the first look has it
        scale = NET_SIDE / max(height, width) * float(np.exp(random.uniform(np.log(0.6), np.log(1.8))))
    else:  # as the last look has it
        scale = float(np.exp(random.uniform(np.log(50), np.log(170)))) / taken.plate.box[2]
    scale = min(scale, MOST_ENLARGED)
    turn = np.array([(scale, 0, 0), (0, scale, 0)])
    if random.random() < 0.5:
        turn[0] = (-scale, 0, scale * width)
    corners = cv2.transform(taken.plate.corners[None], turn)[0]
    corners = rectangle(*corners.min(axis=0), *corners.max(axis=0))
    room = np.array((width * scale, height * scale)) - side
    start = random.uniform(np.minimum(0, room), np.maximum(0, room))
    if random.random() < 0.85:
        reach = np.maximum(side - np.ptp(corners, axis=0), 1)
        start = np.clip(
            corners.min(axis=0) - random.uniform(0, reach), np.minimum(0, room), np.maximum(0, room)
        )
    turn[:, 2] -= start
    kind = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return _transformed(taken.picture, turn, side, kind), ScenePlate(
        np.asarray(corners - start, np.float32), taken.plate.text, False
    )


def _transformed(
    picture: Picture, turn: np.ndarray[tuple[int, int], np.dtype[np.float64]], side: int, kind: int
) -> Picture:
    """Cuts first and shrinks then, as warping alone would leave steps in lines."""
    scale = abs(turn[0, 0])
    flipped = picture[:, ::-1] if turn[0, 0] < 0 else picture
    width = picture.shape[1]
    left = -(turn[0, 2] - (scale * width if turn[0, 0] < 0 else 0)) / scale
    top = -turn[1, 2] / scale
    low = np.array((left, top))
    span = side / scale
    first, last = np.floor(np.maximum(low, 0)).astype(int), np.ceil(low + span).astype(int)
    part = flipped[first[1] : last[1], first[0] : last[0]]
    size = [max(1, round(part.shape[at] * scale)) for at in (1, 0)]
    small = cv2.resize(np.ascontiguousarray(part), size, interpolation=kind)
    page = np.full((side, side, 3), small.mean(axis=(0, 1)), np.uint8)
    x, y = (max(0, round(-at * scale)) for at in low)
    small = small[: side - y, : side - x]
    page[y : y + small.shape[0], x : x + small.shape[1]] = small
    return page


def _rows(folder: Path, wanted: Wanted) -> Sequence[dict[str, str]]:
    return [row for row in labelled_rows(folder) if wanted(row["file"], row["plate"])]


def _loaded(path: Path) -> Picture:
    return np.asarray(cv2.imread(str(path), cv2.IMREAD_COLOR), np.uint8)
