"""How sure a read is, in words, and when it is worth a second look."""

import pytest

from portal.rules.sureness import doubts, others, percent, states


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.0, "under 1 %"),
        (0.009, "under 1 %"),
        (0.01, "1 %"),
        (0.723, "72 %"),
        (0.99, "99 %"),
        (0.9901, "over 99 %"),
        (1.0, "over 99 %"),
    ],
)
def test_no_reading_is_called_impossible_or_certain(share: float, said: str) -> None:
    assert percent(share) == said


def test_a_read_is_doubted_below_nine_in_ten_or_for_a_poor_picture() -> None:
    assert doubts(0.9, {"plate_width": 120.0}) == ()
    assert doubts(0.9, {}) == ()
    assert doubts(0.899, {}) == ("Read with 90 % certainty only.",)
    assert doubts(0.95, {"plate_width": 58.0}) == ("Seen from far: 58 px wide.",)
    assert doubts(0.5, {"plate_width": 58.0}) == (
        "Read with 50 % certainty only.",
        "Seen from far: 58 px wide.",
    )


def test_three_reasons_to_doubt_are_enough() -> None:
    poor = {"plate_width": 40.0, "sharpness": 1.0, "contrast": 0.1, "clipped": True}

    assert doubts(0.5, poor) == (
        "Read with 50 % certainty only.",
        "The plate runs out of the picture.",
        "Seen from far: 40 px wide.",
    )


def test_three_other_readings_at_most_are_worth_a_look() -> None:
    candidates = [
        ["7ABC234", 0.7],
        ["7A8C234", 0.1],
        ["1ABC234", 0.08],
        ["7ABC23", 0.05],
        ["ABC234", 0.02],
        ["7", 0.001],
    ]

    assert others("7ABC234", candidates) == [("7A8C234", 0.1), ("1ABC234", 0.08), ("7ABC23", 0.05)]
    assert others("7ABC234", candidates[4:]) == [("ABC234", 0.02)]
    assert others("7ABC234", candidates[:1]) == []
    assert others("7ABC234", []) == []


def test_a_state_is_told_with_what_says_so() -> None:
    assert states([["us-ca", 0.97, "syntax"], ["us-nv", 0.002, "header"], ["us-az", 0.1, "colour"]]) == [
        ("CA", "97 %", "by how its letters and digits are set out"),
        ("NV", "under 1 %", "by the name written on the plate"),
        ("AZ", "10 %", "colour"),
    ]
    assert states([]) == []
