"""The signed review of accounts: what it looked at, what was decided of every account, by whom, and who signed."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from portal.agencies.profile import Profile
from portal.documents.annual_report import in_zone, section_mark
from portal.documents.typeset import environment, typeset
from portal.rules.review_flags import FLAGS

VERDICTS = {"kept": "Kept", "changed": "To be changed", "closed": "Closed"}

environment.filters["section"] = section_mark


@dataclass(frozen=True)
class Line:
    """One account: the facts as kept when the review opened, and the decision."""

    facts: Mapping[str, Any]
    verdict: str
    reason: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True)
class Reviewed:
    """A signed review as its document shows it.

    A copy can be held to `digest`, which is over all lines; `entry` is the number of the signature in the ledger.
    """

    period_start: date
    period_end: date
    due_on: date
    opened_at: datetime
    signed_at: datetime
    signed_by: str
    post: str
    statement: str
    lines: Sequence[Line]
    digest: str
    entry: int | None


def account_review(review: Reviewed, profile: Profile) -> bytes:
    """A signed review as a PDF; the same review gives the same bytes."""
    zone = ZoneInfo(profile.agency.time_zone)
    local = in_zone(zone)
    return typeset(
        "documents/account_review.html",
        agency=profile.agency,
        profile=profile,
        review=review,
        signed_late=review.signed_at.astimezone(zone).date() > review.due_on,
        counts=Counter(line.verdict for line in review.lines),
        flags=FLAGS,
        verdicts=VERDICTS,
        local=local,
        moment=reader(lambda kept: local(datetime.fromisoformat(kept))),
        day=reader(lambda kept: written(date.fromisoformat(kept))),
        written=written,
    )


def reader(read: Callable[[str], str]) -> Callable[[str | None], str]:
    """Says a fact kept as text; “never” where there is none."""
    return lambda kept: read(kept) if kept else "never"


def written(day: date) -> str:
    """2 January 2027."""
    return f"{day.day} {day:%B %Y}"
