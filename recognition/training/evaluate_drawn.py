"""What an engine makes of drawn pictures it was not trained on: false reads where there is no plate, and finds where
one is hard to see.

    python -m recognition.training.evaluate_drawn --engine NAME --count 500 --hard 100
"""

import argparse
import sys
from collections.abc import Iterable, Iterator

import numpy as np

from recognition.boxes import overlap
from recognition.engines import DEFAULT, engine
from recognition.protocols import Engine
from recognition.training.distractors import CONDITIONS, HardScene, hard_scenes, non_plate_scenes
from recognition.training.evaluate_detector import FOUND
from recognition.values import Picture, PlateRead


def false_reads(reader: Engine, scenes: Iterable[Picture]) -> str:
    """Of pictures without a plate, how many gave a sure text, and how many gave anything at all."""
    answers = [reader.read(picture) for picture in scenes]
    sure = np.mean([any(read.text for read in reads) for reads in answers])
    unsure = np.mean([bool(reads) for reads in answers])
    return f"no plate  n {len(answers)}  read {sure:.4f}  read or doubted {unsure:.4f}"


def finds(name: str, reader: Engine, scenes: Iterable[HardScene]) -> str:
    """Of plates under one condition, how many were found, first or at all, and read, first or among ten."""
    results = [_found(reader.read(scene.picture), scene) for scene in scenes]
    first, among, exact, candidate = np.mean(results, axis=0)
    return (
        f"{name:8}  n {len(results)}  found first {first:.3f}  found {among:.3f}"
        f"  text {exact:.3f}  among ten {candidate:.3f}"
    )


def _found(reads: list[PlateRead], scene: HardScene) -> tuple[bool, bool, bool, bool]:
    hits = [overlap(read.box, scene.box) > FOUND for read in reads]
    best = reads[0].candidates[0].text if reads and reads[0].candidates else ""
    texts = [candidate.text for read in reads for candidate in read.candidates]
    return bool(hits) and hits[0], any(hits), best == scene.text, scene.text in texts


def _lines(name: str, count: int, hard: int, seed: int) -> Iterator[str]:
    reader = engine(name)
    yield false_reads(reader, non_plate_scenes(count, seed))
    for condition in CONDITIONS if hard else ():
        yield finds(condition, reader, hard_scenes(hard, seed, condition))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--engine", default=DEFAULT)
    parser.add_argument("--count", type=int, default=500, help="scenes without a plate")
    parser.add_argument("--hard", type=int, default=100, help="scenes of each condition")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for line in _lines(options.engine, options.count, options.hard, options.seed):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
