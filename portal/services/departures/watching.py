"""What the job does for departures every hour: what must not be forgotten, and nothing that access depends on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.rules import departures as rules
from portal.services.departures import listing, steps, telling
from portal.services.departures.closing import close_account
from portal.services.departures.facts import open_points
from portal.services.work import Work


@dataclass(frozen=True)
class Watched:
    """What became of the open departures."""

    noted: int
    told: int


def watch(work: Work, go_on: Callable[[Session], datetime]) -> Watched:
    """Each departure in a transaction of its own. `go_on` renews the right to write."""
    noted = told = 0
    for departure_id in [each.id for each in listing.open_ones(work)]:
        go_on(work.session)
        departure = listing.get(work, departure_id, for_change=True)
        close_account(work, departure)
        noted += steps.settle(work, departure)
        if rules.is_overdue(departure.due_at, departure.closed_at, work.now):
            told += telling.tell_of_overdue(work, departure)
        work.session.commit()
    return Watched(noted, told)


def preview(work: Work) -> Watched:
    """How many steps would be noted now, and how many departures are overdue."""
    rows = listing.open_ones(work)
    noted = sum(
        not left and key not in steps.keys_done(row)
        for row in rows
        for key, left in open_points(work, row).items()
    )
    return Watched(noted, sum(rules.is_overdue(row.due_at, row.closed_at, work.now) for row in rows))
