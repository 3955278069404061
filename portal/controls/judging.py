"""How a check puts what it found: counts for everybody, the first ids for the administrator."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.controls.control import FIRST, Evidence
from portal.services.people import local_day
from portal.services.policy import versions
from portal.services.work import Work

EVER = datetime(1970, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=365)
"""How far back a check looks where there is too much to look at all of it each night."""


def since_in_force(work: Work) -> datetime:
    """From when acts are held to the rules in force: the first day of the text; everything before one is published.

    What was done under an older text, perhaps rightly, cannot be mended and is not judged by a newer one.
    """
    version = versions.in_force(work.session, local_day(work.profile, work.now))
    if version is None or version.publication is None:
        return EVER
    zone = ZoneInfo(work.profile.agency.time_zone)
    return datetime.combine(version.publication.effective_on, time(), zone).astimezone(UTC)


def count(session: Session, rows: Select[Any]) -> int:
    """How many rows a query gives."""
    return session.scalar(select(func.count()).select_from(rows.order_by(None).subquery())) or 0


def judge_rows(session: Session, breaking: Select[Any], kept: str, broken: str) -> Evidence:
    """Passes where the query, of ids, gives nothing; else fails with how many there are."""
    found = count(session, breaking)
    if not found:
        return Evidence("pass", kept)
    first = session.scalars(breaking.limit(FIRST))
    return Evidence("fail", tally(broken, found), found, tuple(str(each) for each in first))


def tally(what: str, number: int) -> str:
    """`Searches on file: 1,200.`, the same for one and for many."""
    return f"{what}: {number:,}." if number else f"{what}: none on file yet."


def unanswered(question: str) -> Evidence:
    """The text leaves open what the check would need: set-up asks."""
    return Evidence("unanswered", question)


def not_asked(text: str) -> Evidence:
    """The policy of this agency asks for nothing of the kind. `text` begins with “The policy”."""
    return Evidence("off", text)
