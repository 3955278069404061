"""Classes on file: the list, and one class with who was in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.models import Completion, TrainingClass
from portal.services.training.standing import Recorded, chains
from portal.services.work import Work

LISTED = 200


@dataclass(frozen=True)
class Attended:
    """A class, and everything on file about who completed it."""

    row: TrainingClass
    records: Sequence[Recorded]

    @property
    def counting(self) -> int:
        """How many completions of it count."""
        return sum(each.counts for each in self.records)


def listed(work: Work) -> list[Attended]:
    """The newest classes first."""
    query = select(TrainingClass).options(
        selectinload(TrainingClass.completions), selectinload(TrainingClass.document)
    )
    rows = work.session.scalars(
        query.order_by(TrainingClass.held_on.desc(), TrainingClass.recorded_at.desc()).limit(LISTED)
    )
    return [Attended(row, chains(row.completions)) for row in rows]


def find(work: Work, class_id: str) -> Attended:
    """Raises `NoResultFound`."""
    query = (
        select(TrainingClass)
        .where(TrainingClass.id == class_id)
        .options(
            selectinload(TrainingClass.completions).selectinload(Completion.person),
            selectinload(TrainingClass.document),
        )
    )
    row = work.session.scalars(query).one()
    records = sorted(chains(row.completions), key=lambda each: each.completion.person.full_name)
    return Attended(row, records)
