"""The nets of the folds, asked about the plates each has not seen; and the nets drawn plates alone have made."""

import argparse
import pickle
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from recognition.protocols import Detector, Reader
from recognition.tiny.detector import TinyDetector
from recognition.tiny.reader import TinyReader
from recognition.training.answers import Answered, of_crops, of_photographs, of_pictures_without_plates
from recognition.training.distractors import non_plate_scenes
from recognition.training.export import export_reader
from recognition.training.folds import FOLDS
from recognition.training.real import PHOTOGRAPHS
from recognition.training.run_reader import MADE, PRETRAINED, tuned

NOTHING_SEED, NOTHING_COUNT = 1000, 2000  # other pictures than `evaluate_drawn` counts false reads on

Net = Callable[[], "cv2.dnn.Net"]


def net(model: Path) -> Net:
    """What loads a net from a file; called anew for each thread."""
    return lambda: cv2.dnn.readNetFromONNX(np.frombuffer(model.read_bytes(), np.uint8))


@cache
def reader(fold: int | None) -> Reader:
    """The reader that has not seen the fold; None: the one that has seen drawings alone."""
    weights = PRETRAINED if fold is None else tuned(fold)
    model = weights.with_suffix(".onnx")
    export_reader(weights, model)
    return TinyReader(net(model))


@cache
def detector(fold: int | None) -> Detector:
    """The detector that has not seen the fold; None: the one that has seen drawings alone."""
    return TinyDetector(net(MADE / ("drawn.onnx" if fold is None else f"fold-{fold}.onnx")))


def asked(folder: Path, drawn_alone: bool) -> tuple[list[Answered], list[Answered]]:
    """Photographs and cut-out plates, each answered by nets that have not seen it."""

    def of(fold: int) -> int | None:
        return None if drawn_alone else fold

    photographs = of_photographs(
        folder, FOLDS, lambda fold: detector(of(fold)), lambda fold: reader(of(fold))
    )
    crops = of_crops(folder / "crops", FOLDS, lambda fold: reader(of(fold)))
    return list(photographs), list(crops)


def asked_about_nothing(count: int) -> list[Answered]:
    """What the nets that ship read where no plate is, in drawings of signs, stickers and time stamps."""
    return list(
        of_pictures_without_plates(non_plate_scenes(count, NOTHING_SEED), TinyDetector(), TinyReader())
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Keeps the answers in the work folder, for `calibrate` and `figures`."""
    parser = argparse.ArgumentParser(description="Asks the nets of the folds.")
    parser.add_argument("--photographs", type=Path, default=PHOTOGRAPHS)
    folder = parser.parse_args(arguments).photographs
    cv2.setNumThreads(1)
    for name, drawn_alone in (("answers.pickle", False), ("answers-drawn.pickle", True)):
        (MADE / name).write_bytes(pickle.dumps(asked(folder, drawn_alone)))
    (MADE / "answers-nothing.pickle").write_bytes(pickle.dumps(asked_about_nothing(NOTHING_COUNT)))


if __name__ == "__main__":
    main()
