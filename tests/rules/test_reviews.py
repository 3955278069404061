"""Periods and their days, who decides which line, what needs a reason, and when a review may be signed."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from portal.rules import RuleBroken
from portal.rules import reviews as rules
from portal.rules.reviews import Period

ZONE = ZoneInfo("America/Los_Angeles")
FOUNDED = date(2025, 1, 1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def period(text: str) -> Period:
    return Period(*map(day, text.split("/")))


@pytest.mark.parametrize(
    ("cadence", "today", "expected"),
    [
        pytest.param("monthly", "2026-02-28", "2026-02-01/2026-02-28", id="the last day of a month"),
        pytest.param("monthly", "2028-02-10", "2028-02-01/2028-02-29", id="a leap year"),
        pytest.param("monthly", "2026-12-31", "2026-12-01/2026-12-31", id="the month that ends the year"),
        pytest.param("quarterly", "2026-01-01", "2026-01-01/2026-03-31", id="the first day of the year"),
        pytest.param("quarterly", "2026-09-30", "2026-07-01/2026-09-30", id="the last day of a quarter"),
        pytest.param("quarterly", "2026-10-01", "2026-10-01/2026-12-31", id="the first day of a quarter"),
        pytest.param("half-yearly", "2026-06-30", "2026-01-01/2026-06-30", id="the first half"),
        pytest.param("half-yearly", "2026-07-01", "2026-07-01/2026-12-31", id="the second half"),
        pytest.param("yearly", "2026-11-24", "2026-01-01/2026-12-31", id="the year"),
    ],
)
def test_periods_are_those_of_the_calendar(cadence: str, today: str, expected: str) -> None:
    assert rules.period_of(cadence, day(today)) == period(expected)


@pytest.mark.parametrize(
    ("cadence", "today", "reviewed_until", "expected"),
    [
        pytest.param(
            "quarterly", "2026-12-31", "2026-09-30", None, id="the period is not over on its last day"
        ),
        pytest.param("quarterly", "2027-01-01", "2026-09-30", "2026-10-01/2026-12-31", id="the day after it"),
        pytest.param("quarterly", "2027-03-31", "2026-12-31", None, id="reviewed already"),
        pytest.param(
            "quarterly", "2027-01-01", "2026-11-20", "2026-11-21/2026-12-31", id="an extra one before"
        ),
        pytest.param("quarterly", "2027-01-01", None, "2026-10-01/2026-12-31", id="the first of all"),
        pytest.param(
            "quarterly", "2027-07-02", "2026-12-31", "2027-04-01/2027-06-30", id="the newest missed alone"
        ),
        pytest.param(
            "yearly", "2027-01-01", "2026-03-31", "2026-04-01/2026-12-31", id="from quarters to years"
        ),
        pytest.param(
            "yearly", "2027-01-01", "2026-12-31", None, id="the last quarter stands for the year's end"
        ),
    ],
)
def test_a_review_is_owed_once_its_period_is_over(
    cadence: str, today: str, reviewed_until: str | None, expected: str | None
) -> None:
    until = day(reviewed_until) if reviewed_until else None
    found = rules.owed(cadence, day(today), FOUNDED, until)
    assert found == (period(expected) if expected else None)


@pytest.mark.parametrize(
    ("founded", "is_owed"), [("2026-12-31", True), ("2027-01-01", False)], ids=["on its last day", "after it"]
)
def test_nothing_is_owed_for_a_period_before_the_founding(founded: str, is_owed: bool) -> None:
    assert bool(rules.owed("quarterly", day("2027-01-05"), day(founded), None)) == is_owed


@pytest.mark.parametrize(
    ("moment", "is_owed"),
    [
        pytest.param("2027-01-01T07:59:59", False, id="a second before midnight at the agency"),
        pytest.param("2027-01-01T08:00:00", True, id="midnight at the agency"),
        pytest.param("2026-10-01T06:59:59", False, id="a second before midnight in summer time"),
        pytest.param("2026-10-01T07:00:00", True, id="midnight in summer time"),
    ],
)
def test_the_day_is_the_agencys(moment: str, is_owed: bool) -> None:
    here = datetime.fromisoformat(moment).replace(tzinfo=UTC).astimezone(ZONE).date()
    until = (
        rules.ended_period("quarterly", here).first if is_owed else rules.ended_period("quarterly", here).last
    )
    ended = {True: day("2026-12-31"), False: day("2026-09-30")}
    if moment.startswith("2026"):
        ended = {True: day("2026-09-30"), False: day("2026-06-30")}
    assert rules.ended_period("quarterly", here).last == ended[is_owed]
    assert bool(rules.owed("quarterly", here, FOUNDED, until)) == is_owed


def test_it_is_due_thirty_days_after_it_opens_and_overdue_from_the_day_after() -> None:
    opens_on = period("2026-10-01/2026-12-31").opens_on
    due = rules.due_on(opens_on)

    assert (opens_on, due) == (day("2027-01-01"), day("2027-01-31"))
    assert not rules.is_overdue(due, signed=False, today=due)
    assert rules.is_overdue(due, signed=False, today=day("2027-02-01"))
    assert not rules.is_overdue(due, signed=True, today=day("2027-02-01"))


def test_an_extra_review_begins_where_the_last_one_ended_and_one_a_day_is_enough() -> None:
    assert rules.between("quarterly", day("2026-11-02"), None) == period("2026-10-01/2026-11-02")
    assert rules.between("quarterly", day("2026-11-02"), day("2026-09-30")) == period("2026-10-01/2026-11-02")
    assert rules.between("yearly", day("2026-11-02"), day("2026-06-30")) == period("2026-07-01/2026-11-02")
    assert refused(rules.between, "yearly", day("2026-11-02"), day("2026-11-02")) == "review.opened-today"


def refused(rule: object, *given: object, **named: object) -> str | None:
    """The code of the rule that said no; None where none did."""
    try:
        rule(*given, **named)  # type: ignore[operator]  # any rule
    except RuleBroken as broken:
        return broken.code
    return None


@pytest.mark.parametrize(
    ("person", "second", "of_reviewer", "code"),
    [
        ("other", False, False, None),
        ("other", False, True, None),
        ("me", False, True, "review.own-line"),
        ("me", True, True, "review.own-line"),
        ("other", True, True, None),
        ("other", True, False, "review.not-yours"),
    ],
)
def test_nobody_decides_their_own_and_a_second_person_only_reviewers(
    person: str, second: bool, of_reviewer: bool, code: str | None
) -> None:
    found = refused(
        rules.check_decider, person=person, decider="me", second=second, of_reviewer=of_reviewer, section="1"
    )
    assert found == code


SAID = "Works the traffic unit; confirmed with the sergeant."


@pytest.mark.parametrize(
    ("verdict", "reason", "flagged", "code"),
    [
        ("kept", "", False, None),
        ("kept", "", True, "review.no-reason"),
        ("kept", "ok", True, "review.no-reason"),
        ("kept", SAID, True, None),
        ("changed", "", False, "review.no-reason"),
        ("changed", "access", False, "review.no-reason"),
        ("changed", SAID, False, None),
        ("closed", "   ", False, "review.no-reason"),
        ("closed", SAID, True, None),
        ("closed", f"{SAID} SSN 123-45-6789", True, "reason.personal-data"),
        ("", SAID, False, "review.no-verdict"),
        ("deleted", SAID, False, "review.no-verdict"),
    ],
)
def test_what_departs_from_the_clean_needs_a_reason(
    verdict: str, reason: str, flagged: bool, code: str | None
) -> None:
    assert refused(rules.check_verdict, verdict, reason, flagged=flagged, section="466.6(d)") == code


@pytest.mark.parametrize(
    ("undecided", "statement", "code"),
    [
        (1, SAID, "review.undecided-lines"),
        (0, "", "review.no-statement"),
        (0, "ok", "review.no-statement"),
        (0, "Every account was compared with the roster.", None),
    ],
)
def test_a_review_is_signed_when_every_line_is_decided(
    undecided: int, statement: str, code: str | None
) -> None:
    assert refused(rules.check_signature, undecided=undecided, statement=statement, section="1") == code


def test_a_decision_is_taken_once_and_taken_back_once_until_the_signature() -> None:
    assert refused(rules.check_undecided, None) is None
    assert refused(rules.check_undecided, "kept") == "review.decided-already"
    assert refused(rules.check_decided, "kept") is None
    assert refused(rules.check_decided, None) == "review.undecided"
    assert refused(rules.check_unsigned, signed=False) is None
    assert refused(rules.check_unsigned, signed=True) == "review.signed"
