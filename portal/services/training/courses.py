"""The course and its versions: 1 is the profile's, each further one was issued after something changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, NoResultFound

from portal.ledger import Action
from portal.models import Account, CourseVersion, Person
from portal.rules import RuleBroken
from portal.rules.classes import check_issue, check_retake_day
from portal.rules.training import FIRST_VERSION
from portal.services import notices
from portal.services.people import local_day
from portal.services.work import Work

CAUSES: Mapping[str, str] = {
    "law": "The law changed",
    "technology": "The technology changed",
    "policy": "The policy changed",
    "other": "The course was improved",
}


@dataclass(frozen=True)
class Item:
    """One thing the course covers."""

    key: str
    text: str
    section: str


@dataclass(frozen=True)
class Course:
    """One version of the course."""

    number: int
    items: tuple[Item, ...]
    issued_on: date | None = None
    row: CourseVersion | None = None
    """None for the course of the profile."""

    @property
    def keys(self) -> list[str]:
        return [item.key for item in self.items]


@dataclass(frozen=True)
class NewIssue:
    """A new version as it was typed. `kept` are keys of the version before; `added` sentences of its own."""

    cause: str
    reason: str
    kept: tuple[str, ...]
    added: tuple[str, ...]
    must_retake: bool = False
    retake_by: date | None = None


def versions(work: Work) -> list[Course]:
    """Every version, the oldest first."""
    first = Course(
        FIRST_VERSION,
        tuple(Item(item.key, item.text, item.section) for item in work.profile.training.items),
    )
    rows = work.session.scalars(select(CourseVersion).order_by(CourseVersion.number))
    return [first, *(as_course(work, row) for row in rows)]


def as_course(work: Work, row: CourseVersion) -> Course:
    items = tuple(Item(item["key"], item["text"], item["section"]) for item in row.items)
    return Course(row.number, items, local_day(work.profile, row.issued_at), row)


def newest(work: Work) -> Course:
    return versions(work)[-1]


def newest_on(work: Work, day: date) -> Course:
    """The newest version that was there on a day."""
    return [each for each in versions(work) if each.issued_on is None or each.issued_on <= day][-1]


def numbered(work: Work, number: int) -> Course:
    """Raises `NoResultFound`."""
    for each in versions(work):
        if each.number == number:
            return each
    raise NoResultFound


def issue(work: Work, new: NewIssue) -> CourseVersion:
    """Issues the course anew and tells everybody concerned. The items of the profile are always among its items.

    Raises `RuleBroken`.
    """
    before = newest(work)
    items = items_of(work, before, new)
    check_issue(work.profile, new.reason, [item["key"] for item in items])
    if new.must_retake:
        check_retake_day(work.profile, new.retake_by, local_day(work.profile, work.now))
    row = CourseVersion(
        number=before.number + 1,
        course=work.profile.training.course,
        items=items,
        cause=new.cause,
        reason=new.reason.strip(),
        retake_by=new.retake_by if new.must_retake else None,
        issued_at=work.now,
        issued_by_id=work.actor.person_id,
    )
    work.session.add(row)
    try:
        work.session.flush()
    except IntegrityError as error:
        work.session.rollback()
        raise RuleBroken(
            "training.issued-already",
            "Somebody has just issued this version. Reload the page.",
            work.profile.training.section,
        ) from error
    work.record(Action.COURSE_ISSUED, row)
    for person_id in concerned(work):
        tell(work, row, person_id)
    return row


def items_of(work: Work, before: Course, new: NewIssue) -> list[dict[str, Any]]:
    """What the policy asks for, what is kept of the version before, and what is new."""
    asked = {item.key for item in work.profile.training.items}
    kept = [item for item in before.items if item.key in asked or item.key in new.kept]
    number = before.number + 1
    added = [
        Item(f"v{number}-{place}", text, work.profile.training.section)
        for place, text in enumerate(new.added, start=1)
    ]
    return [{"key": item.key, "text": item.text, "section": item.section} for item in [*kept, *added]]


def concerned(work: Work) -> Sequence[str]:
    """Everybody with an account who has not left."""
    return work.session.scalars(
        select(Person.id)
        .join(Account, Account.person_id == Person.id)
        .where(~Account.disabled, func.coalesce(Person.left_at, far_ahead(work)) > work.now)
        .order_by(Person.id)
    ).all()


def far_ahead(work: Work) -> datetime:
    """Stands for a departure that is not in sight."""
    return work.now.replace(year=work.now.year + 100, day=1)


def tell(work: Work, row: CourseVersion, person_id: str) -> None:
    until = (
        f"Take it by {row.retake_by:%Y-%m-%d}: after that day older training no longer opens plate data."
        if row.retake_by
        else "Your training stays valid as it is."
    )
    notices.tell(
        work,
        person_id,
        "training",
        f"The ALPR course was issued anew: version {row.number}",
        f"{CAUSES[row.cause]}. {until}",
        path="/training/own",
        once=f"course:{row.number}:{person_id}",
    )
