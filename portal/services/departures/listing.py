"""Departures as pages show them: open ones first, the most urgent on top; and those on somebody's work list."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from portal.access import Permission
from portal.models import Departure, Person
from portal.rules import departures as rules
from portal.services import people
from portal.services.posts import holdings
from portal.services.work import Work

CLOSED_SHOWN = 50


@dataclass(frozen=True)
class Leaving:
    """One departure, and how it stands at this moment."""

    departure: Departure
    done: int
    steps: int
    overdue: bool
    left: str
    """How much time is left, or how long it is overdue, in words."""

    @property
    def open(self) -> bool:
        return self.departure.closed_at is None


def told(work: Work, departure: Departure) -> Leaving:
    return Leaving(
        departure,
        len(departure.steps),
        len(rules.STEPS),
        rules.is_overdue(departure.due_at, departure.closed_at, work.now),
        rules.time_left(departure.due_at, work.now),
    )


def open_ones(work: Work) -> Sequence[Departure]:
    query = select(Departure).where(Departure.closed_at.is_(None))
    return work.session.scalars(query.order_by(Departure.due_at, Departure.id)).unique().all()


def listed(work: Work) -> list[Leaving]:
    """The open ones by the moment they are due, then the newest closed ones."""
    closed = select(Departure).where(Departure.closed_at.is_not(None))
    closed = closed.order_by(Departure.closed_at.desc(), Departure.id).limit(CLOSED_SHOWN)
    rows = [*open_ones(work), *work.session.scalars(closed).unique()]
    return [told(work, row) for row in rows]


def open_for(work: Work) -> list[Leaving]:
    """What waits for whoever may close accounts; one's own departure waits for others."""
    if not work.actor.may(Permission.ACCOUNT_CLOSE):
        return []
    return [told(work, row) for row in open_ones(work) if row.person_id != work.actor.person_id]


def get(work: Work, departure_id: str, *, for_change: bool = False) -> Departure:
    """Raises `NoResultFound`. `for_change` locks it, so that of two people at one step one waits."""
    query = select(Departure).where(Departure.id == departure_id)
    if for_change:
        query = query.with_for_update(of=Departure).execution_options(populate_existing=True)
    return work.session.scalars(query).unique().one()


def recorder(work: Work, departure: Departure) -> str:
    """Who recorded it, by name; empty where a command did."""
    known = holdings.names(work.session, [departure.recorded_by_id or ""])
    return known.get(departure.recorded_by_id or "", "")


def candidates(work: Work) -> list[tuple[Person, str]]:
    """Everybody who is with the agency and not leaving yet but the person at hand, by name, with their title."""
    leaving = select(Departure.person_id).where(Departure.closed_at.is_(None))
    query = select(Person).where(
        people.is_with_agency(work.now),
        Person.id.not_in(leaving),
        Person.id != (work.actor.person_id or ""),
    )
    found = work.session.scalars(query.order_by(Person.full_name, Person.id)).all()
    titles = people.titles_now(work)
    return [(person, titles.get(person.id) or "no title") for person in found]
