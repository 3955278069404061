"""What an engine makes of drawn pictures it was not trained on: false reads where there is no plate, and finds where
one is hard to see.

    python -m recognition.training.evaluate_drawn --engine NAME --count 500 --hard 100
"""

import argparse
import sys
from collections.abc import Iterable, Iterator

import numpy as np

from recognition import parts
from recognition.boxes import overlap, upright
from recognition.engines import BUILT_IN, DEFAULT, OPTIONAL, engine
from recognition.pipeline import PLACES_READ, in_grey
from recognition.protocols import Detector, Engine
from recognition.training.distractors import CONDITIONS, HardScene, hard_scenes, non_plate_scenes
from recognition.training.evaluate_detector import FOUND
from recognition.values import Picture


def false_reads(reader: Engine, scenes: Iterable[Picture]) -> str:
    """Of pictures without a plate, how many gave a sure text, and how many gave anything at all."""
    answers = [reader.read(picture) for picture in scenes]
    sure = np.mean([any(read.text for read in reads) for reads in answers])
    unsure = np.mean([bool(reads) for reads in answers])
    return f"no plate  n {len(answers)}  read {sure:.4f}  read or doubted {unsure:.4f}"


def finds(name: str, detector: Detector, reader: Engine, scenes: Iterable[HardScene]) -> str:
    """Of plates under one condition: how many the detector finds, as the first or at all; of how many the engine then
    says what may stand there; and of how many the text is its first, or among ten."""
    first, among, said, exact, candidate = np.mean(
        [_found(detector, reader, scene) for scene in scenes], axis=0
    )
    return (
        f"{name:8}  found first {first:.3f}  found {among:.3f}  said something of {said:.3f}"
        f"  text {exact:.3f}  among ten {candidate:.3f}"
    )


def _found(detector: Detector, reader: Engine, scene: HardScene) -> tuple[bool, bool, bool, bool, bool]:
    plates = detector.find(in_grey(scene.picture), PLACES_READ)
    hits = [overlap(upright(plate.corners), scene.box) > FOUND for plate in plates]
    reads = reader.read(scene.picture)
    said = any(overlap(read.box, scene.box) > FOUND for read in reads)
    texts = [candidate.text for read in reads for candidate in read.candidates]
    return hits[:1] == [True], any(hits), said, texts[:1] == [scene.text], scene.text in texts


def _lines(name: str, count: int, hard: int, seed: int) -> Iterator[str]:
    reader, detector = engine(name), parts.detector((BUILT_IN | OPTIONAL)[name].detectors[0])
    yield false_reads(reader, non_plate_scenes(count, seed))
    for condition in CONDITIONS if hard else ():
        yield finds(condition, detector, reader, hard_scenes(hard, seed, condition))


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
