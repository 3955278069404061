"""What was seen and how plates are lettered, weighed together."""

import pytest

from recognition.tiny.weighing import FITTED, Signs, Weights, probability, weighed
from recognition.values import Candidate, Character, Reading


def reading(*texts: tuple[str, float]) -> Reading:
    raw = texts[0][0] if texts else ""
    characters = tuple(Character(char, 0.9) for char in raw)
    return Reading(
        characters, tuple((one,) for one in characters), 70.0, tuple(Candidate(*one) for one in texts)
    )


def test_lettering_decides_between_texts_seen_alike() -> None:
    candidates = weighed(reading(("7ABCI23", 0.21), ("7ABC123", 0.20)), 5)

    assert candidates[0].text == "7ABC123"


def test_what_was_seen_clearly_stands_against_lettering() -> None:
    candidates = weighed(reading(("HIKER", 0.9), ("H1KER", 0.0001)), 5)

    assert candidates[0].text == "HIKER"


def test_the_raw_reading_stays_among_few_candidates() -> None:
    texts = [("7ABCI23", 0.3), *((f"7ABC{number}23", 0.29) for number in range(9))]

    candidates = weighed(reading(*texts), 3)

    assert len(candidates) == 3
    assert candidates[-1].text == "7ABCI23"


def test_confidences_fall_from_first_to_last_and_add_up_to_no_more_than_one() -> None:
    candidates = weighed(reading(("5UVR090", 0.4), ("5UVRO90", 0.3), ("SUVR090", 0.2)), 10)

    confidences = [one.confidence for one in candidates]
    assert confidences == sorted(confidences, reverse=True)
    assert 0 < sum(confidences) <= 1 + 1e-9


def test_less_seen_is_less_sure() -> None:
    clear, faint = (weighed(reading(("5UVR090", seen)), 1)[0].confidence for seen in (0.9, 1e-6))

    assert faint < clear


@pytest.mark.parametrize("odds", [-1e6, -2.0, 0.0, 2.0, 1e6])
def test_odds_of_any_size_are_a_probability(odds: float) -> None:
    sure = probability(Signs(odds, 0.0, 0.0, 0.0, 0.0), Weights(0.5, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0))

    assert 0 <= sure <= 1
    assert (sure > 0.5) is (odds > 0)


def test_a_place_the_detector_doubts_is_less_sure() -> None:
    seen = reading(("5UVR090", 0.9), ("5UVRO90", 0.01))

    assert weighed(seen, 1, found=0.3)[0].confidence < weighed(seen, 1, found=0.9)[0].confidence


def test_nothing_seen_is_nothing_weighed() -> None:
    assert weighed(Reading((), (), 0.0), 10) == ()
    assert weighed(reading(("5UVR090", 0.4)), 0) == ()
    assert FITTED.lettering > 0
