"""Public ids tell nothing, come back to what they stand for, and cannot be made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.storage.opaque import ReadIds, UnknownId

KEYS = st.integers(min_value=0, max_value=2**63 - 1)
IDS = ReadIds(bytes(range(64)))


@given(KEYS)
def test_an_id_comes_back_to_its_key(key: int) -> None:
    assert IDS.show(IDS.hide(key)) == key


@given(st.integers(min_value=-(2**62), max_value=2**62), KEYS)
def test_a_place_comes_back_to_its_time_and_key(captured_us: int, key: int) -> None:
    assert IDS.show_place(IDS.hide_place(captured_us, key)) == (captured_us, key)


def test_the_same_key_always_has_the_same_id_and_neighbours_share_nothing() -> None:
    first, second = IDS.hide(1 << 20), IDS.hide((1 << 20) + 1)

    assert first == IDS.hide(1 << 20)
    assert sum(a == b for a, b in zip(first, second, strict=True)) < len(first) / 2


@pytest.mark.parametrize("text", ["", "7", "zz", "0" * 48, "1048576", "é" * 48, "\x00", "0x12"])
def test_what_nobody_made_is_no_id(text: str) -> None:
    with pytest.raises(UnknownId):
        IDS.show(text)
    with pytest.raises(UnknownId):
        IDS.show_place(text)


def test_an_id_has_one_spelling() -> None:
    known = IDS.hide(42)
    for other in (known.upper(), f" {known}", f"{known[:2]} {known[2:]}", f"{known}00"):
        with pytest.raises(UnknownId):
            IDS.show(other)


def test_a_changed_digit_is_noticed() -> None:
    known = IDS.hide(42)
    for at, digit in enumerate(known):
        with pytest.raises(UnknownId):
            IDS.show(known[:at] + ("0" if digit != "0" else "1") + known[at + 1 :])


def test_another_installations_ids_are_unknown() -> None:
    with pytest.raises(UnknownId):
        ReadIds(bytes(64)).show(IDS.hide(42))


def test_an_id_of_a_read_is_no_place_and_a_place_no_id() -> None:
    with pytest.raises(UnknownId):
        IDS.show(IDS.hide_place(1, 42))
    with pytest.raises(UnknownId):
        IDS.show_place(IDS.hide(42))
