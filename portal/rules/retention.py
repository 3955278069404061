"""When a read may be destroyed, and what must be there before anything is."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.agencies.keeping import Period, Source
from portal.rules.errors import RuleBroken


def past_minimum_at(received_at: datetime, minimum: Period, zone: str) -> datetime:
    """The moment a read received then has been kept for its minimum.

    Days are 24 hours of UTC. Years are calendar years in the agency's zone, always the later candidate: 29 February
    becomes 1 March, a wall-clock hour that comes twice is taken the second time.
    """
    if minimum.days is not None:
        return received_at + timedelta(days=minimum.days)
    local = received_at.astimezone(ZoneInfo(zone))
    year = local.year + (minimum.years or 0)
    try:
        later = local.replace(year=year)
    except ValueError:
        later = local.replace(year=year, month=3, day=1)
    return max(later.replace(fold=0).astimezone(UTC), later.replace(fold=1).astimezone(UTC))


def check_purge(source: Source, *, authorised: bool) -> Period:
    """The source's minimum. Raises `RuleBroken` where retention is unanswered, another purges, or nobody authorised."""
    if source.minimum is None:
        raise RuleBroken(
            "purge.retention-unanswered",
            f"Nothing of “{source.label}” is purged: the adopted text states no retention. "
            "Set-up must record the period and its legal basis first.",
            source.section,
        )
    if source.purged_by != "portal":
        raise RuleBroken("purge.by-vendor", f"“{source.label}” is purged by the vendor.", source.section)
    if not authorised:
        raise RuleBroken(
            "purge.no-authority",
            f"Nothing of “{source.label}” is purged: no destruction authority is on file. Record the governing body's "
            "resolution and the attorney's consent first.",
            source.basis or source.section,
        )
    return source.minimum
