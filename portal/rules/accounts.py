"""Is this account open at this moment? Expiry, dormancy and departure close it, whether or not any job runs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

DORMANT = timedelta(days=90)
"""CJIS Security Policy AC-2(3): an account unused for 90 days is disabled."""


@dataclass(frozen=True)
class Standing:
    """An account as this rule sees it. `used_at`: the last sign-in or the opening, whichever is later."""

    disabled: bool
    left_at: datetime | None
    expires_at: datetime | None
    used_at: datetime


def closed(standing: Standing, now: datetime) -> str | None:
    """Why the account is closed now, as a sentence for whoever administers it; None while it is open.

    The boundary itself is out: an account that expires at noon is closed at noon.
    """
    if standing.disabled:
        return "It is disabled."
    if standing.left_at is not None and standing.left_at <= now:
        return "Its owner has left."
    if standing.expires_at is not None and standing.expires_at <= now:
        return "It has expired."
    if now - standing.used_at >= DORMANT:
        return f"Nobody has signed in with it for {DORMANT.days} days."
    return None
