"""Does the policy say what the law asks for? Each element of the law: covered, thin or missing, and by which clauses.

Judged by what the clauses are bound to, not by their words. A question the text leaves open counts as open until
set-up answers it; from then on the element is covered, dated.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.agencies.gaps import gaps
from portal.agencies.law import Element, rule_set
from portal.agencies.profile import Profile
from portal.models import PublicMeeting, SetupAnswer
from portal.services.people import local_day
from portal.services.policy import versions
from portal.services.work import Work

Standing = Literal["covered", "thin", "missing"]


@dataclass(frozen=True)
class Found:
    """How one element stands: the clauses that cover it, or that touch it where it is thin, in the order of the text.

    `answered_on` is the day of the agency on which an answer of set-up, or a record, came to cover it. `note` says in
    one sentence what is lacking or what settled it; empty where the text alone covers the element.
    """

    element: Element
    status: Standing
    clauses: tuple[str, ...]
    answered_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Grounds:
    """What a judgement rests on: the text's clauses, what is open, and what completes it."""

    controls: Mapping[str, tuple[str, ...]]
    """By clause, in the order of the text."""
    open: frozenset[str]
    settled: Mapping[str, date]
    meeting_on: date | None

    def clauses(self, controls: Collection[str]) -> tuple[str, ...]:
        """The clauses bound to any of these controls."""
        return tuple(clause for clause, bound in self.controls.items() if not set(controls).isdisjoint(bound))

    def is_open(self, element: Element) -> bool:
        return element.answer is not None and any(is_about(element.answer, key) for key in self.open)

    def settled_on(self, element: Element) -> date | None:
        """The day on which what was open came to be answered in full, or the record was made."""
        if element.record == "meeting":
            return self.meeting_on
        if element.answer is None or self.is_open(element):
            return None
        return max((day for key, day in self.settled.items() if is_about(element.answer, key)), default=None)


def completeness(
    profile: Profile,
    clause_ids: Collection[str],
    answered: Mapping[str, datetime],
    meeting_on: date | None,
) -> list[Found]:
    """Every element of the law in force, in its order, judged on these clauses of the text.

    `profile` has the answers of set-up in it, `answered` says when each was given; `meeting_on` is the day of the
    newest public meeting on record.
    """
    grounds = Grounds(
        {binding.id: binding.controls for binding in profile.clauses if binding.id in clause_ids},
        frozenset(gap.key for gap in gaps(profile)),
        {key: local_day(profile, moment) for key, moment in answered.items()},
        meeting_on,
    )
    return [judged(element, grounds) for element in rule_set().elements]


def judged(element: Element, grounds: Grounds) -> Found:
    settled_on = grounds.settled_on(element)
    if settled_on is not None:
        note = "A public meeting is on record." if element.record else "Answered in set-up."
        return Found(element, "covered", grounds.clauses(element.covered), settled_on, note)
    if (
        element.covered
        and not grounds.is_open(element)
        and all(grounds.clauses([control]) for control in element.covered)
    ):
        return Found(element, "covered", grounds.clauses(element.covered))
    counted = element.thin if grounds.is_open(element) else (*element.covered, *element.thin)
    if touching := grounds.clauses(counted):
        return Found(element, "thin", touching, note=f"Not said: {element.lacks}" if element.lacks else "")
    return Found(element, "missing", (), note=silence(element, grounds))


def silence(element: Element, grounds: Grounds) -> str:
    """What to say where nothing covers the element."""
    if element.record == "meeting":
        return "No public meeting is on record."
    if speaking := grounds.clauses(element.covered):
        return f"Left open by {' and '.join(speaking)}."
    return "The text does not speak of it."


def is_about(question: str, key: str) -> bool:
    """Whether an answer at `key` settles `question`, or part of it; `*` stands for any entry of that table."""
    return all(
        asked in ("*", given) for asked, given in zip(question.split("."), key.split("."), strict=False)
    )


def of(work: Work) -> list[Found]:
    """Completeness of the text in force, else of the newest draft, else of the text the profile was made for."""
    today = local_day(work.profile, work.now)
    version = versions.judged(work.session, today)
    bound = work.profile.bindings()
    clauses = {clause.id for clause in versions.clauses(version)} if version else set(bound)
    return completeness(work.profile, clauses, answered_at(work.session), newest_meeting(work.session, today))


def answered_at(session: Session) -> dict[str, datetime]:
    """When each question was last answered."""
    query = select(SetupAnswer.key, func.max(SetupAnswer.answered_at)).group_by(SetupAnswer.key)
    return dict(iter(session.execute(query)))


def newest_meeting(session: Session, today: date) -> date | None:
    """The day of the newest meeting held by then."""
    return session.scalar(select(func.max(PublicMeeting.held_on)).where(PublicMeeting.held_on <= today))
