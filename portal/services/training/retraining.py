"""Retraining: ordered after a violation, done by the next class, or withdrawn with a reason."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.ledger import Action
from portal.models import Completion, Person, Retraining
from portal.rules.classes import check_order, check_withdrawal
from portal.rules.training import is_whole
from portal.services import notices
from portal.services.people import as_completed, counting, issues, local_day, open_orders
from portal.services.work import Work


@dataclass(frozen=True)
class NewOrder:
    """A retraining as it was typed."""

    person_id: str
    ground: str
    reference: str
    due_on: date
    closes_access: bool


def order(work: Work, new: NewOrder) -> Retraining:
    """Orders it and tells the person. Where it closes access, plate data is closed to them from now.

    Raises `RuleBroken`, and `NoResultFound` for somebody who is not there.
    """
    course = work.profile.training
    check_order(work.profile, new.ground, new.due_on, local_day(work.profile, work.now))
    person = work.session.scalars(select(Person).where(Person.id == new.person_id)).one()
    row = Retraining(
        person_id=person.id,
        ground=new.ground.strip(),
        reference=new.reference.strip(),
        section=course.violation_section or course.section,
        closes_access=new.closes_access,
        ordered_at=work.now,
        ordered_by_id=work.actor.person_id,
        due_on=new.due_on,
    )
    work.session.add(row)
    work.session.flush()
    work.record(Action.RETRAINING_ORDERED, row)
    tell(work, row, "Retraining was ordered for you", told_of(row))
    return row


def told_of(row: Retraining) -> str:
    closed = " Plate data is closed to you until it is on file." if row.closes_access else ""
    return f"Take the ALPR course again by {row.due_on:%Y-%m-%d} ({row.section}).{closed}"


def tell(work: Work, row: Retraining, subject: str, text: str) -> None:
    notices.tell(work, row.person_id, "training", subject, text, path="/training/own")


def find(work: Work, retraining_id: str) -> Retraining:
    """Raises `NoResultFound`."""
    query = select(Retraining).where(Retraining.id == retraining_id)
    return work.session.scalars(query.options(selectinload(Retraining.ordered_by))).one()


def withdraw(work: Work, retraining_id: str, reason: str) -> Retraining:
    """Raises `RuleBroken` for one's own, a settled one, or no reason; `NoResultFound`."""
    row = work.session.scalars(
        select(Retraining).where(Retraining.id == retraining_id).with_for_update(of=Retraining)
    ).one()
    check_withdrawal(row.section, reason, is_open=is_open(row), own=row.person_id == work.actor.person_id)
    row.withdrawn_at = work.now
    row.withdrawn_reason = reason.strip()
    work.record(Action.RETRAINING_WITHDRAWN, row)
    tell(work, row, "Your retraining was withdrawn", f"It is no longer asked for ({row.section}).")
    return row


def is_open(row: Retraining) -> bool:
    return row.done_at is None and row.withdrawn_at is None


def listed(work: Work) -> Sequence[Retraining]:
    """Every retraining: the open ones first, due first; then the settled ones, newest first."""
    query = select(Retraining).options(selectinload(Retraining.ordered_by))
    rows = work.session.scalars(query.order_by(Retraining.ordered_at.desc())).all()
    waiting = sorted((row for row in rows if is_open(row)), key=lambda row: row.due_on)
    return [*waiting, *(row for row in rows if not is_open(row))]


def of_person(work: Work, person_id: str) -> Sequence[Retraining]:
    query = select(Retraining).where(Retraining.person_id == person_id)
    return work.session.scalars(
        query.options(selectinload(Retraining.ordered_by)).order_by(Retraining.ordered_at.desc())
    ).all()


def overdue(work: Work) -> Sequence[Retraining]:
    """Open retraining whose day is past."""
    today = local_day(work.profile, work.now)
    return work.session.scalars(
        open_orders().where(Retraining.due_on < today).order_by(Retraining.due_on)
    ).all()


def settle(work: Work, people: Collection[str]) -> None:
    """Holds the retraining of these people to their training on file: done by a whole completion after the order, and
    open again where a correction takes that completion away."""
    query = select(Retraining).where(Retraining.person_id.in_(people), Retraining.withdrawn_at.is_(None))
    for row in work.session.scalars(query.with_for_update(of=Retraining)).unique().all():
        done_by = completion_after(work, row)
        if done_by and row.completion_id != done_by.id:
            row.completion_id = done_by.id
            row.done_at = row.done_at or work.now
            work.record(Action.RETRAINING_DONE, row)
        elif done_by is None and row.done_at is not None:
            row.completion_id = row.done_at = None
            work.record(Action.RETRAINING_ORDERED, row)
            tell(work, row, "Your retraining is open again", told_of(row))


def completion_after(work: Work, row: Retraining) -> Completion | None:
    """The first whole completion that counts, of a day after the order, or of the same day and reported after it."""
    ordered_on = local_day(work.profile, row.ordered_at)
    query = counting().where(Completion.person_id == row.person_id, Completion.completed_on >= ordered_on)
    found = [
        each
        for each in work.session.scalars(query.order_by(Completion.completed_on, Completion.recorded_at))
        if is_whole(work.profile, as_completed(each), issues(work.session))
        and (each.completed_on > ordered_on or first_reported(work, each).recorded_at > row.ordered_at)
    ]
    return found[0] if found else None


def first_reported(work: Work, completion: Completion) -> Completion:
    """What a chain of corrections began with."""
    while completion.supersedes_id:
        completion = work.session.get_one(Completion, completion.supersedes_id)
    return completion
