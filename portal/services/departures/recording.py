"""Recording that somebody leaves. From the effective moment no account of theirs is open, whether or not a job runs."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.ledger import Action
from portal.models import Departure, Person
from portal.rules import departures as rules
from portal.services import people
from portal.services.departures import steps, telling
from portal.services.departures.closing import close_account
from portal.services.work import Told, Work


@dataclass(frozen=True)
class NewDeparture:
    """A departure as it is told of. Without `effective_at`: at once."""

    person_id: str
    kind: str
    reason: str
    effective_at: datetime | None = None


def record(work: Work, new: NewDeparture) -> Departure:
    """Puts it on record, ends access at its moment, notes what is done already, and tells whoever closes accounts.

    Raises `RuleBroken` for oneself, somebody who has left or is leaving, a moment gone by; `NoResultFound`.
    """
    person = work.session.scalars(
        select(Person).where(Person.id == new.person_id).with_for_update(of=Person)
    ).one()
    effective = new.effective_at or work.now
    rules.check_new(
        leaver=person.id,
        recorder=work.actor.person_id,
        open_already=is_leaving(work, person.id),
        left=people.has_left(person, work.now),
    )
    rules.check_words(new.kind, new.reason)
    rules.check_moment(effective, work.now)
    departure = Departure(
        person_id=person.id,
        kind=new.kind,
        told_at=work.now,
        effective_at=effective,
        due_at=rules.due(work.now, effective),
        reason=new.reason.strip(),
        recorded_by_id=work.actor.person_id,
    )
    work.session.add(departure)
    if new.kind == rules.SEPARATED:
        person.left_at = effective
    work.session.flush()
    work.record(Action.DEPARTURE_RECORDED, departure, person, told=Told(narrative=departure.reason))
    close_account(work, departure)
    telling.tell_of_record(work, departure)
    steps.settle(work, departure)
    return departure


def is_leaving(work: Work, person_id: str) -> bool:
    query = select(Departure.id).where(Departure.person_id == person_id, Departure.closed_at.is_(None))
    return work.session.scalar(query.limit(1)) is not None
