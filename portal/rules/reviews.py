"""When are accounts reviewed, who decides which line, and when may a review be signed? Days are the agency's own."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from portal.rules.errors import RuleBroken
from portal.rules.reasons import check_private, has_meaning

Verdict = Literal["kept", "changed", "closed"]
VERDICTS: tuple[Verdict, ...] = ("kept", "changed", "closed")

MONTHS = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}
"""How long a period is; each begins in January or a whole number of periods later."""
DAYS_TO_SIGN = 30
"""How long a review may stay unsigned from the day it opens. No text gives a number: ours."""
SHORTEST_STATEMENT = 20
"""Characters of what the reviewer signs, so that it is a sentence. Ours."""


@dataclass(frozen=True)
class Period:
    """The days a review is of, the last included."""

    first: date
    last: date

    @property
    def opens_on(self) -> date:
        """A period is reviewed once it is over: from the day after its last."""
        return self.last + timedelta(days=1)


def period_of(cadence: str, day: date) -> Period:
    """The calendar month, quarter, half-year or year this day lies in."""
    months = MONTHS[cadence]
    start = (day.month - 1) // months * months + 1
    first = date(day.year, start, 1)
    following = date(day.year + (start + months > 12), (start + months - 1) % 12 + 1, 1)
    return Period(first, following - timedelta(days=1))


def ended_period(cadence: str, today: date) -> Period:
    """The newest period that is over."""
    return period_of(cadence, period_of(cadence, today).first - timedelta(days=1))


def owed(cadence: str, today: date, founded_on: date, reviewed_until: date | None) -> Period | None:
    """The period whose review must be opened now, if none covers it; `reviewed_until`: the last day any review covers.

    A portal owes nothing for periods that were over before it was founded. Where the rhythm has changed, a period
    begins after what was reviewed already.
    """
    period = ended_period(cadence, today)
    if period.last < founded_on or (reviewed_until is not None and reviewed_until >= period.last):
        return None
    return after(period, reviewed_until)


def between(cadence: str, today: date, reviewed_until: date | None) -> Period:
    """A review between two of the schedule, which comes all the same. Raises `RuleBroken` on a day that has one."""
    if reviewed_until is not None and reviewed_until >= today:
        raise RuleBroken(
            "review.opened-today",
            "The accounts were reviewed up to today already. Another review can be opened tomorrow.",
        )
    return after(Period(period_of(cadence, today).first, today), reviewed_until)


def after(period: Period, reviewed_until: date | None) -> Period:
    if reviewed_until is None or reviewed_until < period.first:
        return period
    return Period(reviewed_until + timedelta(days=1), period.last)


def due_on(opens_on: date) -> date:
    """The last day on which it may be signed without being overdue."""
    return opens_on + timedelta(days=DAYS_TO_SIGN)


def is_overdue(due: date, *, signed: bool, today: date) -> bool:
    return not signed and today > due


def check_decider(*, person: str, decider: str, second: bool, of_reviewer: bool, section: str) -> None:
    """Raises `RuleBroken` for one's own line, and where a second person decides more than a reviewer's own."""
    if person == decider:
        raise RuleBroken(
            "review.own-line",
            "Nobody reviews their own account. Another reviewer decides this line, or whoever audits or receives the "
            "annual report.",
            section,
        )
    if second and not of_reviewer:
        raise RuleBroken(
            "review.not-yours",
            "You decide the lines of those who review accounts, as they may not. All others are for the account "
            "reviewer.",
            section,
        )


def check_verdict(verdict: str, reason: str, *, flagged: bool, section: str) -> None:
    """Raises `RuleBroken` for an unknown verdict, or for one that needs a reason and has none."""
    if verdict not in VERDICTS:
        raise RuleBroken("review.no-verdict", "Choose keep, change or close.", section, "verdict")
    if (verdict != "kept" or flagged) and not has_meaning(reason):
        wanted = {
            "kept": "Something stands out in this account. Say in your own words why it stays as it is.",
            "changed": "Say in your own words what must be changed, and why.",
            "closed": "Say in your own words why this account is closed.",
        }
        raise RuleBroken("review.no-reason", wanted[verdict], section, "reason")
    check_private(reason, section, "reason")


def check_undecided(verdict: str | None) -> None:
    """Raises `RuleBroken` for a line that somebody has decided."""
    if verdict is not None:
        raise RuleBroken(
            "review.decided-already", f"This line is decided: {verdict}. Take that back first to decide anew."
        )


def check_decided(verdict: str | None) -> None:
    """Raises `RuleBroken` where there is no decision to take back."""
    if verdict is None:
        raise RuleBroken("review.undecided", "This line is not decided, so there is nothing to take back.")


def check_unsigned(*, signed: bool) -> None:
    """Raises `RuleBroken` for any change of a review that is signed."""
    if signed:
        raise RuleBroken(
            "review.signed", "This review is signed and never changes. What is new belongs into the next one."
        )


def check_signature(*, undecided: int, statement: str, section: str) -> None:
    """Raises `RuleBroken` while a line is undecided, or for a statement that says nothing."""
    if undecided:
        raise RuleBroken(
            "review.undecided-lines",
            f"{undecided} {'line is' if undecided == 1 else 'lines are'} not decided yet. Every account is decided "
            "before the review is signed.",
            section,
            "statement",
        )
    if len(statement.strip()) < SHORTEST_STATEMENT or not has_meaning(statement):
        raise RuleBroken("review.no-statement", "Say in a sentence what you sign for.", section, "statement")
