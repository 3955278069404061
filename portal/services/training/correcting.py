"""Correcting what is on file: a new row takes the place of the old one, and both stay."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.ledger import Action
from portal.models import Completion
from portal.rules import classes as rules
from portal.services.people import local_day
from portal.services.training import courses, retraining
from portal.services.training.recording import new_completion
from portal.services.work import Work


@dataclass(frozen=True)
class Correction:
    """What a completion should say. `stands` is False where this person did not complete it at all."""

    stands: bool
    completed_on: date
    items: tuple[str, ...]
    reason: str


def find(work: Work, completion_id: str) -> Completion:
    """Raises `NoResultFound`."""
    return work.session.scalars(select(Completion).where(Completion.id == completion_id)).one()


def is_corrected(work: Work, completion: Completion) -> bool:
    query = select(Completion.id).where(Completion.supersedes_id == completion.id)
    return work.session.scalar(query) is not None


def correct(work: Work, completion_id: str, correction: Correction) -> Completion:
    """Adds the row that takes the place of this one. Raises `RuleBroken`, `NoResultFound`."""
    old = find(work, completion_id)
    rules.check_not_own(work.profile, old.person_id == work.actor.person_id)
    course = courses.numbered(work, old.course_version)
    items = [key for key in course.keys if key in correction.items] if correction.stands else old.items
    day = correction.completed_on if correction.stands else old.completed_on
    rules.check_correction(
        work.profile,
        correction.reason,
        corrected_already=is_corrected(work, old),
        changes=(correction.stands, day, set(items)) != (old.stands, old.completed_on, set(old.items)),
    )
    if correction.stands:
        rules.check_day(work.profile, day, local_day(work.profile, work.now), "completed_on")
        rules.check_version(work.profile, day, course.issued_on)
        rules.check_items(work.profile, items)
    row = new_completion(work, old.person_id, day, old.course_version, items)
    row.class_id, row.supersedes_id = old.class_id, old.id
    row.stands, row.correction_reason = correction.stands, correction.reason.strip()
    add(work, row)
    return row


def add(work: Work, row: Completion) -> None:
    """Of two corrections at the same time one is kept; the other is told so."""
    work.session.add(row)
    try:
        work.session.flush()
    except IntegrityError:
        work.session.rollback()
        rules.check_correction(work.profile, row.correction_reason, corrected_already=True, changes=True)
    work.record(Action.TRAINING_CORRECTED, row)
    retraining.settle(work, [row.person_id])
