"""What an answer may rest on, what set-up may touch, and whom the programme may be left to."""

import pytest

from portal.rules import RuleBroken
from portal.rules.setup import check_administered, check_basis, check_silence


@pytest.mark.parametrize(
    "basis", ["Government Code 34090.6", "Resolution 2026-14", "Memo of the Chief, 3 March", "Orden n.º 4"]
)
def test_a_basis_names_something_to_look_up(basis: str) -> None:
    check_basis(basis)


@pytest.mark.parametrize("basis", ["", " \n", "--", "1", "a b", "\u200b"])
def test_a_blank_or_a_mark_is_no_basis(basis: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        check_basis(basis)
    assert (broken.value.code, broken.value.field) == ("setup.no-basis", "basis")


def test_a_basis_holds_nothing_private() -> None:
    with pytest.raises(RuleBroken) as broken:
        check_basis("Letter about DOB 1 May 1970")
    assert broken.value.code == "reason.personal-data"


def test_set_up_completes_the_text_and_does_not_contradict_it() -> None:
    check_silence("audit.cadence", settled=False)
    with pytest.raises(RuleBroken) as broken:
        check_silence("audit.cadence", settled=True)
    assert broken.value.code == "setup.settled-by-text"
    assert "audit.cadence" in broken.value.message


def test_the_programme_is_left_to_somebody() -> None:
    check_administered(named=True, held=True)
    check_administered(named=False, held=False)
    with pytest.raises(RuleBroken) as broken:
        check_administered(named=True, held=False)
    assert broken.value.code == "setup.nobody-administers"
