"""The search for texts and the likelihood of each, against counting every way along the places."""

import itertools
import math

import numpy as np
import pytest

from recognition.tiny import beam
from recognition.tiny.beam import ALPHABET, BLANK, NUMBERS

PLACES = 5
FEW = [BLANK, NUMBERS["0"], NUMBERS["1"], NUMBERS["A"]]


def seen(views: int, seed: int) -> beam.Shares:
    """Shares at five places in which only nothing, 0, 1 and A are likely."""
    scores = np.full((views, len(ALPHABET) + 1, PLACES), -12.0, np.float32)
    scores[:, FEW] = np.random.default_rng(seed).normal(0, 1.5, (views, len(FEW), PLACES))
    return beam.shares(scores)


def counted(shares: beam.Shares) -> dict[str, float]:
    """The probability of every text, by following each way along the places."""
    totals: dict[str, float] = {}
    for way in itertools.product(FEW, repeat=PLACES):
        text = "".join(ALPHABET[number - 1] for number, _ in itertools.groupby(way) if number != BLANK)
        mass = math.prod(shares[number, place] for place, number in enumerate(way))
        totals[text] = totals.get(text, 0.0) + float(mass)
    return totals


@pytest.mark.parametrize("seed", range(5))
def test_likelihood_adds_up_every_way(seed: int) -> None:
    shares = seen(2, seed)
    texts = ["", "0", "00", "01A", "AA1", "10101"]

    logs = beam.likelihoods(shares, texts)

    for view in range(2):
        truth = counted(shares[view])
        for number, text in enumerate(texts):
            assert math.exp(logs[number, view]) == pytest.approx(truth.get(text, 0.0), rel=1e-6, abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_the_likeliest_texts_are_found(seed: int) -> None:
    shares = seen(3, seed)

    for view, found in enumerate(beam.likeliest(shares, 10)):
        truth = counted(shares[view])
        best = sorted(truth, key=lambda text: -truth[text])[:5]
        assert found[0] == best[0]
        assert set(best) <= set(found)


def test_plates_searched_together_are_found_as_if_alone() -> None:
    shares = np.concatenate([seen(2, 1), seen(2, 9)])

    together = beam.likeliest(shares, 8)

    assert together == [found for one in shares for found in beam.likeliest(one[None], 8)]


def test_a_doubled_letter_needs_nothing_between() -> None:
    scores = np.full((1, len(ALPHABET) + 1, PLACES), -9.0, np.float32)
    for place, number in enumerate([NUMBERS["B"], BLANK, NUMBERS["B"], NUMBERS["B"], BLANK]):
        scores[0, number, place] = 9.0

    assert beam.likeliest(beam.shares(scores), 1) == [["BB"]]


def test_each_character_is_placed_where_it_is_seen() -> None:
    scores = np.full((1, len(ALPHABET) + 1, PLACES), -9.0, np.float32)
    for place, number in enumerate([BLANK, NUMBERS["7"], BLANK, BLANK, NUMBERS["K"]]):
        scores[0, number, place] = 9.0

    assert beam.alignment(beam.shares(scores)[0], "7K") == [1, 4]
