"""How well a detector finds plates: on photographs it has not seen, and on drawn scenes.

    python -m recognition.training.evaluate_detector FOLDER

judges, on the labelled photographs in FOLDER, the drawn-only model on all of them and each fold's model on its own
fold, as `train_detector` left them; then the corners on drawn scenes, with the model that ships.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from recognition.boxes import overlap, upright
from recognition.protocols import Detector
from recognition.tiny.detector import CONVINCING, TinyDetector
from recognition.training.distractors import CONDITIONS, HardScene, hard_scenes, non_plate_scenes
from recognition.training.folds import FOLDS, camera_of
from recognition.training.photographs import Photograph, outside, photographs, within

MADE = Path(__file__).parent / "made"
FOUND = 0.5  # shared area over joint area
LIMIT = 4


@dataclass(frozen=True)
class Judged:
    """One picture: shared over joint area of each answer with the label, best score first, and the scores."""

    file: str
    overlaps: tuple[float, ...]
    scores: tuple[float, ...]


def judged(detector: Detector, taken: Iterable[Photograph]) -> list[Judged]:
    """The detector's answers to photographs against their labels."""
    made = []
    for each in taken:
        found = detector.find(each.picture, LIMIT)
        overlaps = tuple(overlap(upright(plate.corners), each.plate.box) for plate in found)
        made.append(Judged(each.file, overlaps, tuple(plate.score for plate in found)))
    return made


def report(name: str, results: Sequence[Judged]) -> str:
    """One line: recall at 1 and at 4, mean overlap of the best, and convincing answers beside the label a picture."""
    first = np.mean([bool(each.overlaps) and each.overlaps[0] > FOUND for each in results])
    among = np.mean([any(share > FOUND for share in each.overlaps) for each in results])
    mean = np.mean([max(each.overlaps, default=0.0) for each in results])
    extra = np.mean([
        sum(score >= CONVINCING and share <= FOUND for share, score in zip(each.overlaps, each.scores, strict=True))
        for each in results
    ])  # fmt: skip
    return f"{name:24} n {len(results):4}  recall@1 {first:.3f}  @4 {among:.3f}  overlap {mean:.3f}  extra {extra:.3f}"


def corner_error(detector: Detector, scenes: Iterable[HardScene]) -> tuple[float, float, int]:
    """Share of plates found; mean distance of their corners from the true ones, over the plate's width; how many."""
    distances, count = [], 0
    for scene in scenes:
        count += 1
        for plate in detector.find(scene.picture, LIMIT):
            if overlap(upright(plate.corners), scene.box) > FOUND:
                apart = np.linalg.norm(np.array(plate.corners) - np.array(scene.corners), axis=1).mean()
                distances.append(float(apart) / scene.box[2])
                break
    return len(distances) / count, float(np.mean(distances)), count


def of_file(path: Path) -> TinyDetector:
    """A detector with the weights in an ONNX file that was not released."""
    return TinyDetector(partial(cv2.dnn.readNetFromONNX, str(path)))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("photographs", type=Path)
    parser.add_argument("--drawn", type=int, default=200, help="drawn scenes a condition")
    options = parser.parse_args()
    everything = photographs(options.photographs, outside(None, FOLDS))
    lines = [report("drawn only", judged(of_file(MADE / "drawn.onnx"), everything))]
    folds = [photographs(options.photographs, within(fold, FOLDS)) for fold in range(FOLDS)]
    apart = [
        each for fold in range(FOLDS) for each in judged(of_file(MADE / f"fold-{fold}.onnx"), folds[fold])
    ]
    lines.append(report("three folds", apart))
    for camera in sorted({camera_of(each.file) for each in apart}):
        lines.append(report(f"  camera {camera}", [each for each in apart if camera_of(each.file) == camera]))
    lines.append(report("all, as trained on", judged(TinyDetector(), everything)))
    missed = [each.file for each in apart if not any(share > FOUND for share in each.overlaps)]
    lines.append(f"missed in their fold: {', '.join(missed) or 'none'}")
    for condition in CONDITIONS:
        found, error, count = corner_error(TinyDetector(), hard_scenes(options.drawn, 1, condition))
        lines.append(
            f"{condition:24} n {count:4}  found@4 {found:.3f}  corners off by {error:.4f} of the width"
        )
    empty = [TinyDetector().find(picture, LIMIT) for picture in non_plate_scenes(options.drawn, 1)]
    convincing = np.mean([sum(plate.score >= CONVINCING for plate in found) for found in empty])
    lines.append(f"{'no plate':24} n {len(empty):4}  convincing answers a picture {convincing:.3f}")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
