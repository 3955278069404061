"""Confidence as a probability: the fit finds what the answers were made with."""

from dataclasses import replace

import numpy as np
import pytest

from recognition.tiny.weighing import probability, signs
from recognition.training.answers import Answer, Answered
from recognition.training.calibrate import fitted, reliability
from recognition.training.figures import Outcome, precision, row
from recognition.values import Candidate, Character, FoundPlate, Reading

CORNERS = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


def answered(number: int, random: np.random.Generator) -> Answered:
    """A plate seen so that its best text is right as often as its share says."""
    share = random.uniform(0.5, 0.99)
    right = random.random() < share
    label = f"{number % 10}XQJ{number:04}"
    other = f"{number % 10}XQK{number:04}"
    texts = (Candidate(label if right else other, share), Candidate(other if right else label, 1 - share))
    reading = Reading(tuple(Character(char, share) for char in texts[0].text), (), 70.0, texts)
    return Answered(f"{number}.jpg", label, "", 90.0, (Answer(1.0, FoundPlate(CORNERS, 1.0), reading),))


def test_shares_that_tell_the_truth_are_believed() -> None:
    random = np.random.default_rng(1)

    weights = fitted([answered(number, random) for number in range(1500)])

    one = answered(1, random).answers[0].reading
    seen = signs(one, one.text, 0.8, 1.0)
    assert probability(seen, weights) == pytest.approx(0.8, abs=0.08)


def test_what_is_read_where_no_plate_is_counts_against_faint_finds() -> None:
    random = np.random.default_rng(2)
    plates = [answered(number, random) for number in range(300)]
    signs_on_walls = [
        replace(
            each, plate="", answers=(replace(each.answers[0], overlap=0.0, found=FoundPlate(CORNERS, 0.4)),)
        )
        for each in (answered(number, random) for number in range(300))
    ]

    assert fitted([*plates, *signs_on_walls]).by_found > 0.3


def test_bands_hold_all_reads_from_the_least_sure_on() -> None:
    bands = reliability([0.9, 0.1, 0.5, 0.7], [True, False, False, True], bands=2)

    assert [band.count for band in bands] == [2, 2]
    assert [band.right for band in bands] == [0.0, 1.0]
    assert bands[0].said < bands[1].said


def outcome(label: str, first: str, confidence: float) -> Outcome:
    return Outcome(label, first, confidence, (first,), True, first, "", 90.0)


def test_precision_counts_the_surest_first() -> None:
    outcomes = [
        outcome("A", "A", 0.9),
        outcome("B", "B", 0.8),
        outcome("C", "X", 0.2),
        outcome("D", "X", 0.1),
    ]

    assert precision(outcomes, 0.5) == 1.0
    assert precision(outcomes, 1.0) == 0.5


def test_a_row_folds_what_labels_do_not_keep_apart() -> None:
    assert row("all", [outcome("5L0D951", "5LOD951", 0.9)]).split(" | ")[2:4] == ["0.000", "1.000"]
