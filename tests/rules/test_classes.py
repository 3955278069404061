"""What may go on file about training, and what is refused beside its field."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from portal.agencies.profile import load
from portal.rules import RuleBroken
from portal.rules import classes as rules

TODAY = date(2026, 11, 2)
DAY = timedelta(days=1)
PROFILE = load("barstow")
REASON = "The sign-in sheet names another day."


def refused(act: Callable[..., object], *values: Any, **named: Any) -> tuple[str, str]:
    """Code and field of the refusal, or nothing."""
    try:
        act(*values, **named)
    except RuleBroken as broken:
        return broken.code, broken.field
    return "", ""


@pytest.mark.parametrize(
    ("held_on", "code"),
    [
        (TODAY, ""),
        (TODAY - DAY, ""),
        (TODAY + DAY, "training.to-come"),
        (date(2006, 11, 2), ""),
        (date(2006, 11, 1), "training.long-ago"),
    ],
)
def test_a_class_is_of_a_day_that_was(held_on: date, code: str) -> None:
    assert refused(rules.check_day, PROFILE, held_on, TODAY) == (code, "held_on" if code else "")


def test_a_class_taught_no_version_that_was_not_there_yet() -> None:
    assert refused(rules.check_version, PROFILE, TODAY, TODAY) == ("", "")
    assert refused(rules.check_version, PROFILE, TODAY, None) == ("", "")
    assert refused(rules.check_version, PROFILE, TODAY - DAY, TODAY)[0] == "training.version-to-come"


def test_nobody_goes_on_file_twice_for_one_day() -> None:
    assert refused(rules.check_people, PROFILE, ["a"], []) == ("", "")
    assert refused(rules.check_people, PROFILE, [], []) == ("training.nobody", "people")
    with pytest.raises(RuleBroken, match="On file for that day already: Jo Park, Lou Vale"):
        rules.check_people(PROFILE, ["a", "b"], ["Jo Park", "Lou Vale"])


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"%PDF-1.7 ...", "application/pdf"),
        (b"\xff\xd8\xff\xe0...", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n...", "image/png"),
        (b"", "training.empty-document"),
        (b"<html><script>", "training.kind-of-document"),
        (b" %PDF-1.7", "training.kind-of-document"),
        (b"PK\x03\x04", "training.kind-of-document"),
        (b"%PDF-" + bytes(10 * 1024 * 1024), "training.large-document"),
    ],
)
def test_a_document_is_what_its_bytes_say(data: bytes, told: str) -> None:
    if told.startswith("training."):
        assert refused(rules.kind_of_document, data) == (told, "document")
    else:
        assert rules.kind_of_document(data)[0] == told


def test_a_correction_has_a_reason_and_changes_something_that_was_not_corrected() -> None:
    def check(reason: str = REASON, *, corrected: bool = False, changes: bool = True) -> str:
        return refused(rules.check_correction, PROFILE, reason, corrected_already=corrected, changes=changes)[
            0
        ]

    assert check() == ""
    assert check("wrong") == "training.no-reason"
    assert check(corrected=True) == "training.corrected-already"
    assert check(changes=False) == "training.no-change"


def test_a_version_that_must_be_taken_leaves_time_for_it() -> None:
    assert refused(rules.check_retake_day, PROFILE, TODAY + DAY, TODAY) == ("", "")
    for day in (None, TODAY, TODAY - DAY):
        assert refused(rules.check_retake_day, PROFILE, day, TODAY) == ("course.retake-day", "retake_by")


def test_nobody_withdraws_their_own_retraining() -> None:
    def check(reason: str = REASON, *, is_open: bool = True, own: bool = False) -> str:
        return refused(rules.check_withdrawal, "466.6(e)", reason, is_open=is_open, own=own)[0]

    assert check() == ""
    assert check(own=True) == "retraining.own"
    assert check(is_open=False) == "retraining.settled"
    assert check("no") == "retraining.no-reason"


def test_retraining_has_a_ground_and_a_day_ahead() -> None:
    ground = "Searched for a neighbour without any case."

    assert refused(rules.check_order, PROFILE, ground, TODAY, TODAY) == ("", "")
    assert refused(rules.check_order, PROFILE, "", TODAY, TODAY) == ("retraining.no-ground", "ground")
    assert refused(rules.check_order, PROFILE, ground, TODAY - DAY, TODAY) == ("retraining.due-day", "due_on")
