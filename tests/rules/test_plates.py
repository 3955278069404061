"""Plates as text: tidied, expanded into what they are confused with, searched in part."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.rules import RuleBroken
from portal.rules.plates import (
    LOOKALIKES,
    check_pattern,
    check_plate,
    is_partial,
    tidy,
    tidy_pattern,
    variants,
)

PLATES = st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=2, max_size=8)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("7abc123", "7ABC123"),
        (" 7-abc 123\n", "7ABC123"),
        ("7·ABC•123", "7ABC123"),
        ("'; DROP TABLE read; --", "DROPTABLEREAD"),
        ("%_\\", ""),
        ("\u200b7ABC\u00a0123", "7ABC123"),
        ("", ""),
    ],
)
def test_a_plate_is_kept_as_capitals_and_digits(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


def test_a_searched_plate_keeps_its_wildcards_and_nothing_else() -> None:
    assert tidy_pattern("7a?c-*%_") == "7A?C*"


@pytest.mark.parametrize("plate", ["7A", "7ABC123", "ABCDEFGH12"])
def test_two_to_ten_characters_are_a_plate(plate: str) -> None:
    check_plate(plate)


@pytest.mark.parametrize("plate", ["", "7", "ABCDEFGH123"])
def test_fewer_or_more_are_none(plate: str) -> None:
    with pytest.raises(RuleBroken, match="2 to 10 letters and digits") as refusal:
        check_plate(plate)
    assert refusal.value.field == "plate"


@pytest.mark.control("search.partial-plates")
@pytest.mark.parametrize("pattern", ["7AB*", "*ABC", "?A?B?C?", "A*B*C", "7ABC123"])
def test_three_known_characters_are_enough_to_search(pattern: str) -> None:
    check_pattern(pattern)


@pytest.mark.control("search.partial-plates")
@pytest.mark.parametrize("pattern", ["*", "?", "???????", "7A*", "*A?", "A*B", "**********", "?*?*"])
def test_a_pattern_that_fits_nearly_everything_is_refused(pattern: str) -> None:
    with pytest.raises(RuleBroken, match="at least 3 known characters"):
        check_pattern(pattern)


def test_a_pattern_longer_than_any_plate_is_refused() -> None:
    with pytest.raises(RuleBroken, match="at most 10"):
        check_pattern("ABC" + "?*" * 9)


@pytest.mark.parametrize(("pattern", "partial"), [("7ABC123", False), ("7ABC12?", True), ("7ABC*", True)])
def test_a_wildcard_makes_a_plate_partial(pattern: str, partial: bool) -> None:
    assert is_partial(pattern) is partial


def test_a_plate_without_confusable_characters_stands_for_itself_alone() -> None:
    assert variants("KLM347") == ["KLM347"]


def test_one_confusable_character_gives_each_of_its_likenesses() -> None:
    assert variants("KLM0") == ["KLM0", "KLMO", "KLMQ", "KLMD"]


def test_two_characters_at_most_are_swapped_at_once() -> None:
    found = variants("8S1")

    assert set(found) == {"8S1", "BS1", "851", "8SI", "B51", "BSI", "85I"}
    assert "B5I" not in found


@given(PLATES)
def test_a_plate_comes_first_among_its_variants_and_none_comes_twice(plate: str) -> None:
    found = variants(plate)

    assert found[0] == plate
    assert len(found) == len(set(found))


@given(PLATES)
def test_every_variant_differs_by_lookalikes_in_two_places_at_most(plate: str) -> None:
    for variant in variants(plate):
        swapped = [(a, b) for a, b in zip(plate, variant, strict=True) if a != b]
        assert len(swapped) <= 2
        assert all(any(a in group and b in group for group in LOOKALIKES) for a, b in swapped)


@given(PLATES)
def test_being_confused_is_mutual(plate: str) -> None:
    assert all(plate in variants(variant) for variant in variants(plate)[:20])
