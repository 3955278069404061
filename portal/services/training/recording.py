"""Putting training on file: one person, or everybody of a class at once, with its document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.ledger import Action
from portal.models import Completion, Person, Retraining, TrainingClass, TrainingDocument
from portal.rules import classes as rules
from portal.services.people import counting, local_day, open_orders
from portal.services.training import courses, documents, retraining
from portal.services.training.documents import Upload
from portal.services.work import Work


@dataclass(frozen=True)
class NewClass:
    """A class as it was reported: who completed what, when, with whom."""

    people: tuple[str, ...]
    held_on: date
    instructor: str
    items: tuple[str, ...]
    course_version: int
    note: str = ""


def record(work: Work, person: Person, completed_on: date) -> Completion:
    """Puts on file that the person completed the whole of the agency's course that day."""
    course = courses.newest_on(work, completed_on)
    completion = new_completion(work, person.id, completed_on, course.number, course.keys)
    work.session.add(completion)
    work.session.flush()
    work.record(Action.TRAINING_RECORDED, completion)
    retraining.settle(work, [person.id])
    return completion


def new_completion(
    work: Work, person_id: str, completed_on: date, version: int, items: Sequence[str]
) -> Completion:
    return Completion(
        person_id=person_id,
        course=work.profile.training.course,
        course_version=version,
        items=list(items),
        completed_on=completed_on,
        recorded_at=work.now,
        recorded_by=work.actor.full_name,
    )


def check(work: Work, new: NewClass) -> None:
    """Raises `RuleBroken` for a class that cannot go on file as it is told; each refusal names its field."""
    rules.check_day(work.profile, new.held_on, local_day(work.profile, work.now))
    course = courses.numbered(work, new.course_version)
    rules.check_version(work.profile, new.held_on, course.issued_on)
    rules.check_items(work.profile, covered(new, course))
    rules.check_not_own_order(work.profile, owes_retraining(work, new.people))
    rules.check_people(work.profile, new.people, on_file_that_day(work, new.people, new.held_on))


def owes_retraining(work: Work, people: Sequence[str]) -> bool:
    """Whether the person at hand is among these people and has retraining to do."""
    mine = work.actor.person_id
    return mine in people and bool(
        work.session.scalars(open_orders().where(Retraining.person_id == mine)).first()
    )


def covered(new: NewClass, course: courses.Course) -> list[str]:
    """What the class covered of this version, in the order of the course."""
    return [key for key in course.keys if key in new.items]


def on_file_that_day(work: Work, people: Sequence[str], day: date) -> list[str]:
    """The names of those who have a completion of that day on file that counts."""
    query = counting().where(Completion.completed_on == day, Completion.person_id.in_(people))
    return sorted({row.person.full_name for row in work.session.scalars(query)})


def log_class(work: Work, new: NewClass, upload: Upload | None = None) -> TrainingClass:
    """Puts the class on file with a completion for everybody in it, and its document where there is one. Commits:
    the document is stored before its row, and kept from being swept away until then.

    Raises `RuleBroken`.
    """
    check(work, new)
    with work.tools.documents.writing():
        document = documents.keep(work, upload, new.held_on) if upload else None
        held = put_on_file(work, new, document)
        work.session.commit()
    return held


def put_on_file(work: Work, new: NewClass, document: TrainingDocument | None) -> TrainingClass:
    course = courses.numbered(work, new.course_version)
    items = covered(new, course)
    held = TrainingClass(
        held_on=new.held_on,
        course_version=course.number,
        items=items,
        instructor=new.instructor,
        note=new.note,
        document_id=document.id if document else None,
        recorded_at=work.now,
        recorded_by_id=work.actor.person_id,
    )
    work.session.add(held)
    work.session.flush()
    people = work.session.scalars(select(Person.id).where(Person.id.in_(new.people)).order_by(Person.id))
    completions = [new_completion(work, person_id, new.held_on, course.number, items) for person_id in people]
    for completion in completions:
        completion.class_id = held.id
    work.session.add_all(completions)
    work.session.flush()
    stored = [document] if document else []
    work.record(Action.TRAINING_RECORDED, held, *completions, *stored, count=len(completions))
    retraining.settle(work, [completion.person_id for completion in completions])
    return held
