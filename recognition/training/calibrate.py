"""Fits how sight and lettering are weighed, and what a share means as a probability.

Only answers of nets to plates they were not trained on are fitted on. The weight of lettering is the one of a few that
puts most labels first, among equals the one that makes them likeliest; the odds are fitted by Newton's method.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass

import numpy as np
from numpy.typing import NDArray

from recognition.tiny.weighing import Signs, Weights, shares_of, signs
from recognition.training.answers import SAME_PLACE, Answer, Answered

TRIED = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)
STEPS, TOWARDS_NOTHING = 30, 0.02  # of Newton's method; how strongly large weights are held back
CUT_OUT, DRAWN = 0.5, 0.14
"""Weights of plates no detector had to find, and of drawings: there are thousands, with more signs in them than streets
have."""

Judged = tuple[Signs, bool, float]
"""What one place showed, whether its best text is right, and how much the place counts."""


def fitted(answered: Sequence[Answered]) -> Weights:
    """The weights for these answers. A picture without a label has no plate, whatever was read there."""
    labelled = [picture for picture in answered if picture.plate]
    lettering = max(
        TRIED, key=lambda tried: (labels_first(labelled, tried), likelihood_of_labels(labelled, tried))
    )
    judged = list(judgements(answered, lettering))
    asked = np.array([(*astuple(signs), 1.0) for signs, _, _ in judged])
    right = np.array([right for _, right, _ in judged], float)
    by = _newton(asked, right, np.array([count for _, _, count in judged]))
    return Weights(lettering, *map(float, by))


def labels_first(answered: Sequence[Answered], lettering: float) -> int:
    """Of how many plates the likeliest text is the label."""
    count = 0
    for picture in answered:
        for answer in on_the_plate(picture):
            shares = shares_of(answer.reading, lettering)
            count += max(shares, key=lambda text: shares[text]) == picture.plate
    return count


def likelihood_of_labels(answered: Sequence[Answered], lettering: float) -> float:
    """Sum of the logarithms of the shares of the labels, none counting for less than one in a thousand."""
    total = 0.0
    for picture in answered:
        for answer in on_the_plate(picture):
            share = shares_of(answer.reading, lettering).get(picture.plate, 0.0)
            total += math.log(max(share, 1e-3))
    return total


def judgements(answered: Sequence[Answered], lettering: float) -> Iterator[Judged]:
    """Every place found, on a plate or not: away from the labelled plate nothing read is right."""
    for picture in answered:
        for answer in picture.answers:
            if answer.reading.texts:
                shares = shares_of(answer.reading, lettering)
                text = max(shares, key=lambda one: shares[one])
                right = answer.overlap > SAME_PLACE and text == picture.plate
                seen = signs(answer.reading, text, shares[text], answer.found.score)
                yield seen, right, _count(picture)


def _count(picture: Answered) -> float:
    if not picture.plate:
        return DRAWN
    return CUT_OUT if picture.state else 1.0


def on_the_plate(picture: Answered) -> list[Answer]:
    return [answer for answer in picture.answers if answer.overlap > SAME_PLACE and answer.reading.texts]


def _newton(
    asked: NDArray[np.float64], right: NDArray[np.float64], count: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Weights of a logistic regression, held back a little."""
    weights = np.zeros(asked.shape[1])
    for _ in range(STEPS):
        expected = 1 / (1 + np.exp(-np.clip(asked @ weights, -30, 30)))
        slope = asked.T @ (count * (right - expected)) - TOWARDS_NOTHING * weights
        bend = (asked * (count * expected * (1 - expected))[:, None]).T @ asked
        weights = weights + np.linalg.solve(bend + TOWARDS_NOTHING * np.eye(len(weights)), slope)
    return weights


@dataclass(frozen=True)
class Reliability:
    """Of the reads in one band of confidence: how many, their mean confidence, and the share that is right."""

    count: int
    said: float
    right: float


def reliability(confidence: Sequence[float], right: Sequence[bool], bands: int = 8) -> list[Reliability]:
    """Bands of about as many reads each, the least confident first."""
    order = np.argsort(np.array(confidence), kind="stable")
    said, truth = np.array(confidence)[order], np.array(right, float)[order]
    return [
        Reliability(len(band), float(said[band].mean()), float(truth[band].mean()))
        for band in np.array_split(np.arange(len(order)), bands)
        if len(band)
    ]
