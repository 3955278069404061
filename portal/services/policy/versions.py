"""The versions of the adopted text: which is in force, which is still a draft, and their clauses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.models import PolicyPublication, PolicyVersion

Query = TypeVar("Query", bound=Select[Any])


NEWEST = (
    PolicyPublication.effective_on.desc(),
    PolicyPublication.published_at.desc(),
    PolicyVersion.number.desc(),
)
"""Published versions, the one effective last first; the number settles those published at the same moment."""


@dataclass(frozen=True)
class Clause:
    """One clause of a version: its id (`466.6(c)`), the section it stands in, and the adopted words."""

    id: str
    section: str
    section_title: str
    marker: str
    kind: str
    depth: int
    text: str


def clauses(version: PolicyVersion) -> Iterator[Clause]:
    """Every clause, in the order of the text."""
    for section in version.sections:
        for clause in section["clauses"]:
            yield Clause(section=section["number"], section_title=section["title"], **clause)


def in_force(session: Session, today: date) -> PolicyVersion | None:
    """The version in force on this day of the agency: of those effective by then the newest."""
    return session.scalars(newest_effective(select(PolicyVersion), today)).first()


def number_in_force(session: Session, today: date) -> int | None:
    """The number of the version in force on this day of the agency; every ledger row carries it.

    Asked in every request, so it does not load the text.
    """
    return session.scalars(newest_effective(select(PolicyVersion.number), today)).first()


def newest_effective(query: Query, today: date) -> Query:
    effective = query.join(PolicyVersion.publication).where(PolicyPublication.effective_on <= today)
    return effective.order_by(*NEWEST).limit(1)


def newest_draft(session: Session) -> PolicyVersion | None:
    """The draft imported last, if it was not discarded."""
    return next(iter(drafts(session)), None)


def judged(session: Session, today: date) -> PolicyVersion | None:
    """The version a check is about: the one in force, else the newest draft; None where no text was imported."""
    return in_force(session, today) or newest_draft(session)


def drafts(session: Session) -> Sequence[PolicyVersion]:
    """What was imported and is neither published nor discarded, newest first."""
    query = select(PolicyVersion).where(
        ~PolicyVersion.publication.has(), PolicyVersion.discarded_at.is_(None)
    )
    return session.scalars(query.order_by(PolicyVersion.number.desc())).all()


def published(session: Session) -> Sequence[PolicyVersion]:
    """Every published version, the one effective last first."""
    query = select(PolicyVersion).join(PolicyVersion.publication)
    return session.scalars(query.order_by(*NEWEST)).all()


def numbered(session: Session, number: int) -> PolicyVersion:
    """A version, published or not. Raises `NoResultFound`."""
    return session.scalars(select(PolicyVersion).where(PolicyVersion.number == number)).one()
