"""Formats rank what was seen; they never overwrite it."""

import pytest

from recognition import Character, Reading, syntax
from recognition.ranking import ranked


def seen(*places: str, share: float = 0.9) -> Reading:
    """A reading; each place spells its alternatives, the likeliest first, each half as likely as the last."""
    alternatives = tuple(
        tuple(Character(char, share / 2**rank) for rank, char in enumerate(place)) for place in places
    )
    return Reading(tuple(place[0] for place in alternatives), alternatives, 40.0)


@pytest.mark.parametrize(
    ("raw", "best"),
    [("7ABCI23", "7ABC123"), ("7A8C123", "7ABC123"), ("SABC123", "5ABC123"), ("8D79B82", "8D79882")],
)
def test_what_looks_alike_is_settled_by_the_series(raw: str, best: str) -> None:
    assert ranked(seen(*raw), 10)[0].text == best


@pytest.mark.parametrize("raw", ["7ABC123", "FZRULZ", "HLOKTY1", "IIIIIII", "WW"])
def test_the_raw_reading_is_always_a_candidate(raw: str) -> None:
    for top_n in (1, 2, 10):
        candidates = ranked(seen(*raw), top_n)
        assert raw in {candidate.text for candidate in candidates}
        assert len(candidates) <= top_n


def test_pieces_of_the_frame_at_the_ends_are_left_out_where_a_series_fits() -> None:
    assert ranked(seen(*"17ABC123I"), 10)[0].text == "7ABC123"


def test_a_word_is_not_a_sure_plate() -> None:
    assert ranked(seen(*"CAIFORNIA"), 10)[0].confidence < 0.1
    assert ranked(seen(*"LFORIA"), 10)[0].confidence < 0.1


def test_confidence_falls_with_what_was_seen() -> None:
    strong, weak = (ranked(seen(*"7ABC123", share=share), 10)[0] for share in (0.9, 0.3))
    assert strong.text == weak.text
    assert strong.confidence > weak.confidence


def test_nothing_seen_has_no_candidates() -> None:
    assert ranked(Reading((), (), 0.0), 10) == ()


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("7ABC123", "us-ca"),
        ("8D79882", "us-ca"),
        ("1366026", "us-ca"),
        ("CWM2998", None),  # several states
        ("7IBC123", None),  # California never starts the letters with I
        ("7ABO123", None),
        ("7AOB123", "us-ca"),
        ("FZRULZ", None),
    ],
)
def test_the_region_is_named_only_where_the_lettering_tells(text: str, region: str | None) -> None:
    assert syntax.region(text) == region
