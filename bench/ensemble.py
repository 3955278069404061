"""Fits how much the second reader of the ensemble counts, on plates the first reader was not trained on.

    python bench/ensemble.py ANSWERS FOLDER

ANSWERS is a file that `python -m recognition.training.folded` kept: what the nets of the folds said of the labelled
photographs in FOLDER and of the cut-out plates in FOLDER/crops. The plates in doubt are read again by Tesseract, which
takes some minutes. Each line then tells, for one power of the second reader's word: how many of the plates in doubt
are read right (those of the photographs, those of the cut-out plates), and the mean logarithm of the confidence the
label was given; without the states named on the plates, and with them. Power 0 is the first reader alone.
"""

import argparse
import math
import pickle
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from recognition import Candidate, Corners, Region, decode
from recognition.ensemble import CONSIDERED, in_doubt, of_states, pooled
from recognition.ocr.header import StateReader
from recognition.ocr.tesseract import TesseractReader
from recognition.pipeline import in_grey
from recognition.ranking import ranked
from recognition.rectify import flatten
from recognition.tiny import weighing
from recognition.training.answers import Answered

POWERS = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8)
LEAST = 1e-4  # confidence of a label nobody thought of
NOWHERE: Corners = ((0.0, 0.0),) * 4


@dataclass(frozen=True)
class Doubtful:
    """A plate the first reader was in doubt of: what both readers and the words on it say."""

    plate: str
    first: tuple[Candidate, ...]
    second: tuple[Candidate, ...]
    named: tuple[Region, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description="Fits the weight of the ensemble's second reader.")
    parser.add_argument("answers", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    photographs, crops = pickle.loads(options.answers.read_bytes())  # noqa: S301  # written by ourselves
    parts = (
        list(doubtful(photographs, options.folder)),
        list(doubtful(crops, options.folder / "crops")),
    )
    print(
        f"in doubt: {len(parts[0])} of {len(photographs)} photographs, {len(parts[1])} of {len(crops)} plates"
    )
    print("power  right      log  right with states      log")
    for power in POWERS:
        print(f"{power:5.2f}  {figures(parts, power, False)}  {figures(parts, power, True):>24}")


def doubtful(answered: Sequence[Answered], folder: Path) -> Iterator[Doubtful]:
    """Those whose likeliest text leaves the first reader in doubt, read again."""
    second, states = TesseractReader(), StateReader()
    for each in answered:
        first, corners = likeliest(each)
        if first and in_doubt(first, weighing.SURE):
            crop = flatten(in_grey(decode((folder / each.file).read_bytes())), corners)
            again, named = ranked(second.read_crops([crop])[0], CONSIDERED), states.states([crop])[0]
            yield Doubtful(each.plate, first, again, tuple(named))


def likeliest(answered: Answered) -> tuple[tuple[Candidate, ...], Corners]:
    """What was read at the place that an engine would give first, and its corners."""
    read = [
        (ranked(answer.reading, CONSIDERED, answer.found.score), answer.found.corners)
        for answer in answered.answers
    ]
    return max(read, key=lambda pair: pair[0][0].confidence if pair[0] else 0.0, default=((), NOWHERE))


def figures(parts: Sequence[Sequence[Doubtful]], power: float, states: bool) -> str:
    """How many of each part are read right, and the mean logarithm of the confidence of their labels."""
    weighed = [[(each.plate, together(each, power, states)) for each in part] for part in parts]
    right = "+".join(str(sum(texts[0].text == plate for plate, texts in part)) for part in weighed)
    logs = [math.log(max(dict(texts).get(plate, 0.0), LEAST)) for part in weighed for plate, texts in part]
    return f"{right:<8} {sum(logs) / max(len(logs), 1):6.3f}"


def together(each: Doubtful, power: float, states: bool) -> tuple[Candidate, ...]:
    """What both readers say, and the state where it counts."""
    texts = pooled(each.first, each.second, power)
    return of_states(texts, each.named) if states else texts


if __name__ == "__main__":
    main()
