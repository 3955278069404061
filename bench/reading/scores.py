"""From answers and labels to figures. Nothing here opens a file or starts an engine."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bench.reading.answers import Answer
from bench.reading.labels import Photograph
from recognition.boxes import Box, overlap
from recognition.texts import edits

FOLDED = str.maketrans("OQI", "001")
CALIFORNIAN = re.compile(r"\d[A-Z]{3}\d{3}")
WIDTHS = ((0, 76), (76, 100), (100, 150), (150, math.inf))  # pixels: from, and below
COVERAGES = (0.5, 0.7, 0.75, 0.8, 0.9)


@dataclass(frozen=True)
class Outcome:
    """What one engine made of one picture. `confidence` is that of the best text, 0 where nothing was read."""

    file: str
    plate: str
    best: str
    confidence: float
    sure: bool
    in_ten: bool
    found: bool
    width: float
    state: str = ""
    region: str = ""
    texts: tuple[tuple[str, float], ...] = ()

    @property
    def right(self) -> bool:
        return self.best == self.plate

    @property
    def right_if_folded(self) -> bool:
        return folded(self.best) == folded(self.plate)


def outcome(photograph: Photograph, answers: Sequence[Answer]) -> Outcome:
    """The best text is the first of the first plate; the others only count for top-10 and found."""
    texts = answers[0].texts if answers else ()
    best, confidence = texts[0] if texts else ("", 0.0)
    return Outcome(
        file=photograph.path.name,
        plate=photograph.plate,
        best=best,
        confidence=confidence,
        sure=bool(answers and answers[0].given),
        in_ten=photograph.plate in {text for answer in answers for text, _ in answer.texts[:10]},
        found=any(_same_place(answer.box, photograph.box) for answer in answers),
        width=photograph.box[2] if photograph.box else 0.0,
        state=photograph.state,
        region=answers[0].region if answers else "",
        texts=texts[:10],
    )


def _same_place(box: Box | None, labelled: Box | None) -> bool:
    """A plate that fills its picture cannot be missed."""
    return labelled is None or (box is not None and overlap(box, labelled) > 0.5)


def folded(text: str) -> str:
    """The text with 0, O and Q taken as one, and 1 and I: labels and plates do not keep them apart."""
    return text.translate(FOLDED)


def character_errors(outcomes: Sequence[Outcome]) -> float:
    """Edits of the best text over the length of the label, at most 1, on the mean of the pictures."""
    return mean([min(1.0, edits(each.best, each.plate) / len(each.plate)) for each in outcomes])


def interval(right: int, count: int, spread: float = 1.96) -> tuple[float, float]:
    """Wilson's interval of a share, by default the one that holds the true share in 95 of 100 cases."""
    if not count:
        return 0.0, 1.0
    share, loose = right / count, spread**2 / count
    middle = (share + loose / 2) / (1 + loose)
    half = spread * math.sqrt(share * (1 - share) / count + loose / (4 * count)) / (1 + loose)
    return max(0.0, middle - half), min(1.0, middle + half)


def precision_at(outcomes: Sequence[Outcome], coverage: float) -> float:
    """The share of right texts among the surest `coverage` of the pictures.

    Of equally sure ones the wrong count first, so that an engine that tells no confidence gains nothing.
    """
    surest = sorted(outcomes, key=lambda each: (-each.confidence, each.right))
    return mean([each.right for each in surest[: math.ceil(coverage * len(outcomes))]])


def of_california(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Those whose label is lettered as California letters passenger cars, 1AAA111."""
    return [each for each in outcomes if CALIFORNIAN.fullmatch(each.plate)]


def within(outcomes: Sequence[Outcome], low: float, high: float) -> list[Outcome]:
    """Those whose labelled plate is at least `low` and less than `high` pixels wide."""
    return [each for each in outcomes if low <= each.width < high]


def mean(values: Sequence[float]) -> float:
    """The mean; nought of nothing."""
    return sum(values) / len(values) if values else 0.0
