"""Whoever closes accounts is told of a departure at once, and again when it is overdue."""

from datetime import datetime
from zoneinfo import ZoneInfo

from portal.access import GRANTS, Permission
from portal.models import Departure
from portal.services import notices
from portal.services.setup.golive import carriers
from portal.services.work import Work

TOPIC = "departure"


def tell_of_record(work: Work, departure: Departure) -> None:
    """AC-2(h): account managers hear of it within a day; here at once. Who recorded it knows already."""
    when = clock(work, departure.effective_at)
    due = clock(work, departure.due_at)
    text = f"Access ends by itself, {when}. Finish every step by {due}."
    for person_id in closers(work) - {work.actor.person_id}:
        tell(work, departure, person_id, "recorded", "leaves: work the check-list", text)


def tell_of_overdue(work: Work, departure: Departure) -> int:
    """Gives how many were told; nobody is told twice."""
    text = f"Its check-list was due by {clock(work, departure.due_at)}. Finish the steps that are still open."
    what = "has left: the check-list is overdue"
    return sum(tell(work, departure, each, "overdue", what, text) for each in closers(work))


def tell(work: Work, departure: Departure, person_id: str, occasion: str, what: str, text: str) -> bool:
    if person_id == departure.person_id:
        return False
    notice = notices.tell(
        work,
        person_id,
        TOPIC,
        f"{departure.person.full_name} {what}"[:120],
        text,
        path=f"/people/departures/{departure.id}",
        once=f"{TOPIC}:{departure.id}:{occasion}:{person_id}",
    )
    return notice is not None


def closers(work: Work) -> set[str]:
    """The people with an account in use who may close accounts now."""
    carried = carriers(work)
    return set().union(
        *(persons for duty, persons in carried.items() if Permission.ACCOUNT_CLOSE in GRANTS[duty])
    )


def clock(work: Work, moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(work.profile.agency.time_zone)):%Y-%m-%d %H:%M %Z}"
