"""Tells, in one cheap look, whether anything the public pages tell has changed since they were made."""

import hashlib
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access import Duty
from portal.agencies.profile import Profile
from portal.models import (
    ConformanceRun,
    Person,
    PolicyPublication,
    PostHeld,
    Procedure,
    PublicMeeting,
    PurgeRun,
    SetupAnswer,
)
from portal.services import people
from portal.services.policy import versions

NEWEST = (
    SetupAnswer.answered_at,
    PolicyPublication.published_at,
    PublicMeeting.recorded_at,
    Procedure.recorded_at,
    Procedure.withdrawn_at,
    ConformanceRun.checked_at,
    PurgeRun.finished_at,
)
"""What the pages tell of; each of these rows is only ever added, or marked once."""


LOOK = select(
    *(
        each
        for column in NEWEST
        for each in (
            select(func.count(column)).scalar_subquery(),
            select(func.max(column)).scalar_subquery(),
        )
    )
)
"""How many rows there are of each kind, and the moment of the newest. Composed once: it is asked in every request."""


def state(session: Session, profile: Profile, now: datetime) -> str:
    """A digest of the day, the text in force, who is named, and the newest of all the pages tell of, answers included.

    The profile's file itself does not change while a process runs.
    """
    day = people.local_day(profile, now)
    number = versions.number_in_force(session, day)
    known = [day, number, *session.execute(LOOK).one(), *named(session, profile, now)]
    return hashlib.sha256("\n".join(map(str, known)).encode()).hexdigest()


def named(session: Session, profile: Profile, now: datetime) -> list[str]:
    """The names the pages give: those of who oversees the programme, where the policy publishes them."""
    if profile.publish.designee != "title-and-name":
        return []
    posts = profile.duties[Duty.ADMINISTRATOR].posts
    query = select(PostHeld.post, Person.full_name).join(PostHeld.person)
    rows = session.execute(query.where(PostHeld.post.in_(posts), people.held_at(PostHeld, now)))
    return sorted(f"{post}: {name}" for post, name in rows)
