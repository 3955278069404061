"""What nets say of labelled pictures they were not trained on: the raw material of calibration and of the cards."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from recognition.boxes import overlap, upright, whole
from recognition.picture import decode
from recognition.protocols import Detector, Reader
from recognition.rectify import flatten
from recognition.training.flats import labelled_rows, legible
from recognition.training.folds import fold_of
from recognition.values import FoundPlate, Picture, Reading

SAME_PLACE = 0.5  # shared area over joint area from which a box is the labelled one


@dataclass(frozen=True)
class Answer:
    """One place found in a picture: how well it lies on the labelled plate, and what was read there."""

    overlap: float
    found: FoundPlate
    reading: Reading


@dataclass(frozen=True)
class Answered:
    """One labelled picture and all places found in it, as the detector orders them."""

    file: str
    plate: str
    state: str
    width: float
    answers: tuple[Answer, ...]


def of_photographs(
    folder: Path,
    folds: int,
    detector: Callable[[int], Detector],
    reader: Callable[[int], Reader],
    limit: int = 5,
) -> Iterator[Answered]:
    """Each photograph answered by the detector and the reader of its fold."""
    for row in labelled_rows(folder):
        if not legible(row["plate"]):
            continue
        fold = fold_of(row["file"], row["plate"], folds)
        image = decode((folder / row["file"]).read_bytes())
        box = (float(row["x"]), float(row["y"]), float(row["w"]), float(row["h"]))
        found = detector(fold).find(image, limit)
        readings = reader(fold).read_crops([flatten(image, plate.corners) for plate in found])
        answers = (
            Answer(overlap(upright(plate.corners), box), plate, reading)
            for plate, reading in zip(found, readings, strict=True)
        )
        yield Answered(row["file"], row["plate"], row["state"], box[2], tuple(answers))


def of_crops(folder: Path, folds: int, reader: Callable[[int], Reader]) -> Iterator[Answered]:
    """Each cut-out plate answered by the reader of its fold; the whole picture is the plate."""
    for row in labelled_rows(folder):
        if not legible(row["plate"]):
            continue
        image = decode((folder / row["file"]).read_bytes())
        corners = whole(image)
        reading = reader(fold_of(row["file"], row["plate"], folds)).read_crops([flatten(image, corners)])[0]
        answer = Answer(1.0, FoundPlate(corners, 1.0), reading)
        yield Answered(row["file"], row["plate"], row["state"], float(image.shape[1]), (answer,))


def of_pictures_without_plates(
    pictures: Iterable[Picture], detector: Detector, reader: Reader, limit: int = 5
) -> Iterator[Answered]:
    """Pictures in which nothing that is read is right."""
    for picture in pictures:
        found = detector.find(picture, limit)
        readings = reader.read_crops([flatten(picture, plate.corners) for plate in found])
        answers = (Answer(0.0, plate, reading) for plate, reading in zip(found, readings, strict=True))
        yield Answered("", "", "", 0.0, tuple(answers))
