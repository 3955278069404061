"""Measures recognition engines on a folder of labelled photographs, side by side.

    python bench/recognition.py FOLDER [--engine NAME]... [--misses]

FOLDER holds the photographs and `labels.csv` with the columns file, plate, x, y, w, h. One row is printed an engine:
exact (the best string is the label), folded (with 0/O/Q and 1/I taken as one), top-10 (the label is among the first
ten strings of any plate returned), found (a returned box overlaps the labelled one by more than half), CER (edits
of the best string over the label's length, at most 1), sure (share given as read) and of those right, pictures a
second, and peak memory in MB with that of the programs it starts.
"""

import argparse
import csv
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import recognition

FOLDED = str.maketrans("OQI", "001")
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Photograph:
    path: Path
    plate: str
    box: Box


@dataclass(frozen=True)
class Outcome:
    """What one engine made of one photograph."""

    plate: str
    best: str
    sure: bool
    in_ten: bool
    found: bool


def photographs(folder: Path) -> Iterator[Photograph]:
    with (folder / "labels.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            x, y, width, height = (float(row[key]) for key in "xywh")
            yield Photograph(folder / row["file"], row["plate"], (x, y, width, height))


def outcome(photograph: Photograph, reads: Sequence[recognition.PlateRead]) -> Outcome:
    best = reads[0].candidates[0].text if reads else ""
    strings = {candidate.text for read in reads for candidate in read.candidates[:10]}
    found = any(overlap(read.box, photograph.box) > 0.5 for read in reads)
    return Outcome(photograph.plate, best, bool(reads and reads[0].text), photograph.plate in strings, found)


def overlap(one: Box, other: Box) -> float:
    """Shared area over joint area."""
    wide = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    high = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    shared = max(wide, 0.0) * max(high, 0.0)
    return shared / (one[2] * one[3] + other[2] * other[3] - shared)


def edits(one: str, other: str) -> int:
    """Insertions, deletions and exchanges that turn one text into the other (Levenshtein)."""
    row = list(range(len(other) + 1))
    for index, char in enumerate(one, 1):
        before, row[0] = row[0], index
        for place, against in enumerate(other, 1):
            before, row[place] = (
                row[place],
                min(row[place] + 1, row[place - 1] + 1, before + (char != against)),
            )
    return row[-1]


def measured(engine_name: str, folder: Path) -> tuple[list[Outcome], float, float]:
    """Outcomes, seconds (without the first, cold picture's start) and peak megabytes, in a process of its own."""
    engine = recognition.engine(engine_name)
    labelled = list(photographs(folder))
    engine.read(recognition.decode(labelled[0].path.read_bytes()))
    started = time.perf_counter()
    outcomes = [outcome(each, engine.read(recognition.decode(each.path.read_bytes()))) for each in labelled]
    spent = time.perf_counter() - started
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return outcomes, spent, sum(resource.getrusage(who).ru_maxrss for who in whose) / 1024


def row(name: str, outcomes: Sequence[Outcome], seconds: float, megabytes: float) -> str:
    count = len(outcomes)
    exact = sum(each.best == each.plate for each in outcomes) / count
    folded = sum(each.best.translate(FOLDED) == each.plate.translate(FOLDED) for each in outcomes) / count
    ten, found = sum(each.in_ten for each in outcomes) / count, sum(each.found for each in outcomes) / count
    wrong = sum(min(1.0, edits(each.best, each.plate) / len(each.plate)) for each in outcomes) / count
    sure = [each for each in outcomes if each.sure]
    right = sum(each.best == each.plate for each in sure) / max(len(sure), 1)
    return (
        f"{name:<18} {exact:6.3f} {folded:7.3f} {ten:7.3f} {found:6.3f} {wrong:6.3f}"
        f" {len(sure) / count:6.3f} {right:6.3f} {count / seconds:6.1f} {megabytes:6.0f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures recognition engines on labelled photographs.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--engine", action="append", choices=tuple(recognition.ENGINES), help="default: all")
    parser.add_argument("--misses", action="store_true", help="also list what was read wrongly")
    options = parser.parse_args()
    print(f"{'engine':<18}  exact  folded  top-10  found    CER   sure  right  img/s     MB")
    for name in options.engine or recognition.ENGINES:
        with ProcessPoolExecutor(1) as alone:
            outcomes, seconds, megabytes = alone.submit(measured, name, options.folder).result()
        print(row(name, outcomes, seconds, megabytes))
        for miss in (each for each in outcomes if options.misses and each.best != each.plate):
            print(f"  {miss.plate:<8} read as {miss.best or '-':<10} {'sure' if miss.sure else ''}")


if __name__ == "__main__":
    main()
