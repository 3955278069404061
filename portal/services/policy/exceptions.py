"""Exceptions: signed departures from what the policy says should be done, each for a reason and until its review."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal.ledger import Action
from portal.models import PolicyException
from portal.rules import exceptions as rules
from portal.services.people import local_day
from portal.services.work import Work

LISTED = 200
DUE_AHEAD = timedelta(days=14)
"""So long before its review an exception is put on the administrator's work list."""

State = Literal["in force", "due for review", "lapsed", "ended"]


@dataclass(frozen=True)
class NewException:
    """An exception as it is to be signed."""

    clause: str
    control: str
    reason: str
    review_on: date


def offered(work: Work) -> list[tuple[str, str]]:
    """What one may depart from, clause and control, in the order of the text: what the policy says *should* be done."""
    return [
        (binding.id, control)
        for binding in work.profile.clauses
        for control in binding.controls
        if binding.modality_of(control) == "should"
    ]


def check_subject(work: Work, clause: str, control: str) -> None:
    """Raises `NoResultFound` where the profile does not bind this clause to this control, `RuleBroken` where it binds
    too hard for an exception."""
    binding = work.profile.bindings().get(clause)
    if binding is None or control not in binding.controls:
        raise NoResultFound
    rules.check_clause(binding.id, binding.modality_of(control))


def sign(work: Work, new: NewException) -> PolicyException:
    """Signs an exception; one of the same clause and control that still ran is ended by it, in the same entry.

    Raises as `check_subject`, and `RuleBroken` for an empty reason or a review that is not within a year.
    """
    check_subject(work, new.clause, new.control)
    rules.check_terms(new.clause, new.reason, new.review_on, local_day(work.profile, work.now))
    earlier = running(work.session, new.clause, new.control)
    for each in earlier:
        each.ended_at = work.now
    signed = PolicyException(
        clause=new.clause,
        control=new.control,
        reason=new.reason.strip(),
        signed_by_id=work.actor.person_id,
        post=", ".join(work.actor.post_titles) or work.actor.title,
        signed_at=work.now,
        review_on=new.review_on,
    )
    work.session.add(signed)
    work.session.flush()
    work.record(Action.EXCEPTION_SIGNED, signed, *earlier)
    return signed


def running(session: Session, clause: str, control: str) -> Sequence[PolicyException]:
    """Those of this clause and control that nobody has ended, locked for change."""
    query = select(PolicyException).where(
        PolicyException.clause == clause,
        PolicyException.control == control,
        PolicyException.ended_at.is_(None),
    )
    return session.scalars(query.with_for_update(of=PolicyException)).all()


def end(work: Work, exception_id: str) -> PolicyException:
    """Ends an exception: from now on the clause is judged without it. Raises `NoResultFound`, `RuleBroken`."""
    query = select(PolicyException).where(PolicyException.id == exception_id)
    row = work.session.scalars(query.with_for_update(of=PolicyException)).one()
    rules.check_end(ended=row.ended_at is not None)
    row.ended_at = work.now
    work.record(Action.EXCEPTION_ENDED, row)
    return row


def in_force(work: Work) -> Mapping[tuple[str, str], PolicyException]:
    """What is excepted today, by clause and control; of several the one signed last."""
    query = select(PolicyException).where(
        PolicyException.ended_at.is_(None), PolicyException.review_on > local_day(work.profile, work.now)
    )
    found = work.session.scalars(query.order_by(PolicyException.signed_at))
    return {(row.clause, row.control): row for row in found}


def due(work: Work) -> Sequence[PolicyException]:
    """Exceptions whose review is due within 14 days, or past, and that nobody has ended; the next first."""
    until = local_day(work.profile, work.now) + DUE_AHEAD
    query = select(PolicyException).where(
        PolicyException.ended_at.is_(None), PolicyException.review_on <= until
    )
    return work.session.scalars(query.order_by(PolicyException.review_on, PolicyException.clause)).all()


def listed(work: Work) -> list[tuple[PolicyException, State]]:
    """The exceptions signed last, newest first, each with how it stands today."""
    query = select(PolicyException).order_by(PolicyException.signed_at.desc(), PolicyException.id)
    today = local_day(work.profile, work.now)
    return [(row, state_of(row, today)) for row in work.session.scalars(query.limit(LISTED))]


def state_of(row: PolicyException, today: date) -> State:
    if row.ended_at is not None:
        return "ended"
    if row.review_on <= today:
        return "lapsed"
    return "due for review" if row.review_on <= today + DUE_AHEAD else "in force"
