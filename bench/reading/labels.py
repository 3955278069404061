"""Labelled pictures: a folder with a `labels.csv` of the columns file, plate, x, y, w, h and, if known, state."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from recognition.boxes import Box


@dataclass(frozen=True)
class Photograph:
    """One picture and what is on it; without a box the whole picture is the plate. `state` is as `us-ca`, or empty."""

    path: Path
    plate: str
    box: Box | None
    state: str = ""


def photographs(folder: Path) -> Iterator[Photograph]:
    """The pictures of the folder in the order of its labels."""
    with (folder / "labels.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            state = (row.get("state") or "").lower()
            yield Photograph(folder / row["file"], row["plate"], _box(row), f"us-{state}" if state else "")


def _box(row: dict[str, str]) -> Box | None:
    if not all(row.get(side) for side in "xywh"):
        return None
    return float(row["x"]), float(row["y"]), float(row["w"]), float(row["h"])
