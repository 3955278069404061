"""Who worked with plate data and when: searches made, entries asked for, holds placed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import and_, false, func, literal, or_, select, union_all
from sqlalchemy.sql.selectable import Subquery

from portal.controls.control import Evidence, judge
from portal.controls.judging import YEAR, since_in_force, tally
from portal.models import Hold, HotlistEntry, Search
from portal.services.work import Work


@dataclass(frozen=True)
class Days:
    """Days of the agency, the first and the last included; no last day is for ever."""

    first: date
    last: date | None = None

    def within(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The first moment of these days, and the first after them."""
        after = datetime.max.replace(tzinfo=UTC)
        if self.last is not None:
            after = midnight(self.last + timedelta(days=1), zone)
        return midnight(self.first, zone), after


Allowed = Callable[[str], Sequence[Days]]
"""The days on which a person, by id, could do these acts."""


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def acts(since: datetime) -> Subquery:
    """Each act by the name the record gives it, with its person and moment."""
    made = [
        (Search.id, Search.person_id, Search.at, "search"),
        (HotlistEntry.id, HotlistEntry.requested_by_id, HotlistEntry.requested_at, "hotlist_entry"),
        (Hold.id, Hold.placed_by_id, Hold.placed_at, "hold"),
    ]
    return union_all(
        *(
            select(
                literal(f"{table}/").concat(row).label("name"), person.label("person"), at.label("at")
            ).where(at >= since)
            for row, person, at, table in made
        )
    ).subquery()


def judge_acts(work: Work, allowed: Allowed, kept: str, broken: str) -> Evidence:
    """Every act of the last year under the text in force, but those on days when its person could not do it."""
    done = acts(max(since_in_force(work), work.now - YEAR))
    zone = ZoneInfo(work.profile.agency.time_zone)
    total, offenders = 0, list[str]()
    people = select(done.c.person, func.min(done.c.at), func.max(done.c.at), func.count())
    for person, first, last, number in work.session.execute(people.group_by(done.c.person)).all():
        total += number
        spans = [days.within(zone) for days in allowed(person)]
        if not any(start <= first and last < after for start, after in spans):
            within = [and_(done.c.at >= start, done.c.at < after) for start, after in spans]
            outside = select(done.c.name).where(done.c.person == person, ~or_(false(), *within))
            offenders += work.session.scalars(outside.order_by(done.c.at))
    return judge(offenders, tally(kept, total), tally(broken, len(offenders)))
