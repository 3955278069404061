"""The picture in words: each measure on the right side of its limits, old and odd rows shown as far as they go."""

from typing import Any

import pytest

from portal.rules.picture_quality import SCALES, cautions, judged

GOOD = {
    "plate_width": 120.0,
    "character_height": 28.0,
    "contrast": 0.8,
    "sharpness": 180.0,
    "tilt": 1.0,
    "clipped": False,
    "glare": 0.01,
}


@pytest.mark.parametrize(
    ("measure", "value", "figure", "word"),
    [
        ("plate_width", 76.0, "76 px", "wide enough"),
        ("plate_width", 75.9, "76 px", "rather narrow"),
        ("plate_width", 60.0, "60 px", "rather narrow"),
        ("plate_width", 58.2, "58 px", "narrow"),
        ("sharpness", 20, "20", "sharp enough"),
        ("sharpness", 19, "19", "soft"),
        ("sharpness", 9.5, "10", "blurred"),
        ("contrast", 0.5, "0.50 of 1", "clear"),
        ("contrast", 0.3, "0.30 of 1", "weak"),
        ("contrast", 0.29, "0.29 of 1", "faint"),
        ("tilt", 6.0, "6°", "level"),
        ("tilt", -8.0, "8°", "tilted"),
        ("tilt", -12.4, "12°", "strongly tilted"),
        ("glare", 0.1, "10 %", "none that matters"),
        ("glare", 0.2, "20 %", "some"),
        ("glare", 0.31, "31 %", "strong"),
    ],
)
def test_a_measure_is_put_in_words_with_its_figure(
    measure: str, value: float, figure: str, word: str
) -> None:
    (only,) = judged({measure: value})

    assert (only.figure, only.word) == (figure, word)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ()),
        ({"plate_width": 70.0, "sharpness": 15.0, "contrast": 0.4, "tilt": 7.0, "glare": 0.2}, ()),
        ({"plate_width": 58.2}, ("Seen from far: 58 px wide.",)),
        ({"sharpness": 3.0}, ("The plate is blurred.",)),
        ({"contrast": 0.1}, ("The characters hardly stand out.",)),
        ({"tilt": -11.0}, ("The plate is tilted by 11°.",)),
        ({"glare": 0.4}, ("Light has burnt out 40 % of the plate.",)),
        ({"clipped": True}, ("The plate runs out of the picture.",)),
        (
            {"clipped": True, "plate_width": 40.0},
            ("The plate runs out of the picture.", "Seen from far: 40 px wide."),
        ),
    ],
)
def test_only_what_is_poor_is_worth_a_caution(changes: dict[str, Any], said: tuple[str, ...]) -> None:
    assert cautions(GOOD | changes) == said


def test_every_measure_is_shown_and_what_a_row_lacks_is_not() -> None:
    assert [each.label for each in judged(GOOD)] == [
        "Edge of the picture",
        *(scale.label for scale in SCALES.values()),
    ]
    without_glare = {name: value for name, value in GOOD.items() if name != "glare"}
    assert "Glare" not in [each.label for each in judged(without_glare)]
    for odd in ({}, {"overall": 0.5}, {"overall": None}, {"glare": "much", "tilt": None, "clipped": "no"}):
        assert judged(odd) == ()


@pytest.mark.parametrize("odd", [None, True, "much", [], float("nan"), float("-inf")])
@pytest.mark.parametrize("measure", SCALES)
def test_what_is_no_number_is_left_out(measure: str, odd: object) -> None:
    shown = [each.label for each in judged(GOOD | {measure: odd})]

    assert shown == [each.label for each in judged(GOOD) if each.label != SCALES[measure].label]
