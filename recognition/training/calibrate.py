"""Fits how sight and lettering are weighed, and what a share means as a probability.

Only answers of nets to plates they were not trained on are fitted on. The weight of lettering is the one of a few that
makes the labels likeliest; the odds are fitted by Newton's method.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recognition.tiny.weighing import LEAST, Weights, weighed
from recognition.training.answers import SAME_PLACE, Answer, Answered

TRIED = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)
STEPS, TOWARDS_NOTHING = 30, 0.02  # of Newton's method; how strongly large weights are held back
BARE = Weights(lettering=0.0, by_share=1.0, by_sight=0.0, constant=0.0)  # the share itself


@dataclass(frozen=True)
class Judged:
    """One place read: the share of its best text, how well that was seen, and whether it is right."""

    share: float
    sight: float
    right: bool


def fitted(answered: Sequence[Answered]) -> Weights:
    """The weights for these answers."""
    lettering = max(TRIED, key=lambda tried: likelihood_of_labels(answered, tried))
    judged = list(judgements(answered, lettering))
    asked = np.array([(odds(each.share), each.sight, 1.0) for each in judged])
    by_share, by_sight, constant = _newton(asked, np.array([each.right for each in judged], float))
    return Weights(lettering, float(by_share), float(by_sight), float(constant))


def likelihood_of_labels(answered: Sequence[Answered], lettering: float) -> float:
    """Sum of the logarithms of the shares of the labels, none counting for less than one in a thousand."""
    weights = Weights(lettering, 1.0, 0.0, 0.0)
    total = 0.0
    for picture in answered:
        for answer in on_the_plate(picture):
            shares = dict(weighed(answer.reading, len(answer.reading.texts), weights))
            total += math.log(max(shares.get(picture.plate, 0.0), 1e-3))
    return total


def judgements(answered: Sequence[Answered], lettering: float) -> Iterator[Judged]:
    """Every place found, on a plate or not: away from the labelled plate nothing read is right."""
    weights = Weights(lettering, 1.0, 0.0, 0.0)
    for picture in answered:
        for answer in picture.answers:
            if not answer.reading.texts:
                continue
            ((text, share),) = weighed(answer.reading, 1, weights)
            sight = math.log(max(dict(answer.reading.texts)[text], 1e-300)) / len(text)
            yield Judged(share, sight, answer.overlap > SAME_PLACE and text == picture.plate)


def on_the_plate(picture: Answered) -> list[Answer]:
    return [answer for answer in picture.answers if answer.overlap > SAME_PLACE and answer.reading.texts]


def odds(share: float) -> float:
    """The natural logarithm of share to rest."""
    return math.log(max(share, LEAST) / max(1 - share, LEAST))


def _newton(asked: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights of a logistic regression, held back a little."""
    weights = np.zeros(asked.shape[1])
    for _ in range(STEPS):
        expected = 1 / (1 + np.exp(-np.clip(asked @ weights, -30, 30)))
        slope = asked.T @ (right - expected) - TOWARDS_NOTHING * weights
        bend = (asked * (expected * (1 - expected))[:, None]).T @ asked + TOWARDS_NOTHING * np.eye(
            len(weights)
        )
        weights = weights + np.linalg.solve(bend, slope)
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
