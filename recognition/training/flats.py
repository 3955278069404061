"""Flat grey plates in plain surroundings: what a reader is trained on, before a camera has seen it.

A flat is `TALL` x `WIDE` pixels with the plate edge to edge in its middle, `PLATE_TALL` x `PLATE_WIDE`. It comes from a
drawing, from a cut-out plate, or from a labelled photograph.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from recognition.training.plates import WIDTH, draw_plate

PLATE_WIDE, PLATE_TALL = 200, 100
SIDE, ABOVE = 30, 20
WIDE, TALL = PLATE_WIDE + 2 * SIDE, PLATE_TALL + 2 * ABOVE
MOST_CHARACTERS = 10

Grey = NDArray[np.uint8]


@dataclass(frozen=True)
class Flat:
    """One plate; `centres` are the x of its characters in pixels, empty where nobody knows them."""

    picture: Grey
    text: str
    centres: tuple[float, ...] = ()
    state: str = ""
    file: str = ""


def drawn(random: Generator) -> Flat:
    """A drawn plate in drawn surroundings."""
    plate = draw_plate(random)
    scale = PLATE_WIDE / WIDTH
    grey = cv2.cvtColor(cv2.resize(plate.picture, (PLATE_WIDE, PLATE_TALL), interpolation=cv2.INTER_AREA),
                        cv2.COLOR_BGR2GRAY)  # fmt: skip
    centres = tuple(SIDE + (x + width / 2) * scale for x, _, width, _ in plate.boxes)
    return Flat(surrounded(np.asarray(grey, np.uint8), random), plate.text, centres, plate.state)


def surrounded(plate: Grey, random: Generator) -> Grey:
    """The plate, of any size, on a piece of bumper: one tone or two, a seam, some grain."""
    around = np.full((TALL, WIDE), random.uniform(0, 255), np.float32)
    if random.random() < 0.6:
        around[: int(random.uniform(0, TALL))] = random.uniform(0, 255)
    if random.random() < 0.3:
        around[:, : int(random.uniform(0, SIDE))] = random.uniform(0, 255)
    around = np.asarray(cv2.GaussianBlur(around, (0, 0), random.uniform(0.5, 6)), np.float32)
    around += random.normal(0, random.uniform(0, 12), around.shape).astype(np.float32)
    flat = np.clip(around, 0, 255).astype(np.uint8)
    flat[ABOVE : ABOVE + PLATE_TALL, SIDE : SIDE + PLATE_WIDE] = cv2.resize(
        plate, (PLATE_WIDE, PLATE_TALL), interpolation=cv2.INTER_AREA
    )
    return flat


def cut_out(folder: Path, random: Generator) -> list[Flat]:
    """The plates of a folder of cut-out ones, whose labels name the state."""
    flats = []
    for row in labelled_rows(folder):
        picture = cv2.imread(str(folder / row["file"]), cv2.IMREAD_GRAYSCALE)
        plate = surrounded(np.asarray(picture, np.uint8), random)
        flats.append(Flat(plate, row["plate"], (), row["state"], row["file"]))
    return [flat for flat in flats if legible(flat.text)]


def photographed(folder: Path) -> list[Flat]:
    """The plates of a folder of labelled photographs, each with what is around it there."""
    flats = []
    for row in labelled_rows(folder):
        picture = np.asarray(cv2.imread(str(folder / row["file"]), cv2.IMREAD_GRAYSCALE), np.uint8)
        x, y, width, height = (float(row[key]) for key in "xywh")
        across, down = PLATE_WIDE / width, PLATE_TALL / height
        move = np.array(((across, 0, SIDE - x * across), (0, down, ABOVE - y * down)), np.float32)
        flat = cv2.warpAffine(
            picture, move, (WIDE, TALL), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )
        flats.append(Flat(np.asarray(flat, np.uint8), row["plate"], (), "", row["file"]))
    return [flat for flat in flats if legible(flat.text)]


def legible(text: str) -> bool:
    """Whether the label is a plate's text: some are only `0` for a plate nobody could read."""
    return 2 <= len(text) <= MOST_CHARACTERS and text.isalnum()


def labelled_rows(folder: Path) -> Iterator[dict[str, str]]:
    with (folder / "labels.csv").open(newline="") as file:
        yield from csv.DictReader(file)


def save(flats: Sequence[Flat], path: Path) -> None:
    """Keeps flats in one compressed file of arrays."""
    centres = np.full((len(flats), MOST_CHARACTERS), np.nan, np.float32)
    for number, flat in enumerate(flats):
        centres[number, : len(flat.centres)] = flat.centres
    np.savez(path, pictures=np.stack([flat.picture for flat in flats]), centres=centres,
             texts=np.array([flat.text for flat in flats]), states=np.array([flat.state for flat in flats]),
             files=np.array([flat.file for flat in flats]))  # fmt: skip


def load(path: Path) -> list[Flat]:
    kept = np.load(path)
    columns = (kept[name] for name in ("pictures", "texts", "centres", "states", "files"))
    return [
        Flat(picture, str(text), tuple(x[~np.isnan(x)].tolist()), str(state), str(file))
        for picture, text, x, state, file in zip(*columns, strict=True)
    ]
