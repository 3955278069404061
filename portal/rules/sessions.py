"""How long a session lasts, and how fresh the second factor must be for an act that asks for it anew."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from portal.access import Duty

IDLE_MINUTES = 15
DISPATCH_IDLE_MINUTES = 30
"""CJIS Security Policy AC-11 allows 30 at most; those who dispatch watch more than they type."""
ABSOLUTE = timedelta(hours=12)
"""CJIS Security Policy IA-11."""
PROOF = timedelta(minutes=5)
"""How long the second factor counts as just given. IA-11 asks for it anew at privileged functions."""


class Over(StrEnum):
    """Why a session opens nothing any more."""

    ENDED = "ended"
    AGED = "aged"
    IDLE = "idle"


class Session(Protocol):
    """A session as these rules see it."""

    created_at: datetime
    active_at: datetime
    signed_in_at: datetime | None
    idle_minutes: int
    ended_at: datetime | None


def idle_minutes(duties: Iterable[Duty]) -> int:
    """How long somebody with these duties may leave the terminal alone."""
    return DISPATCH_IDLE_MINUTES if Duty.DISPATCH in duties else IDLE_MINUTES


def over(session: Session, now: datetime) -> Over | None:
    """Why the session is over; None while it lives. The boundary itself is out: 15 idle minutes end it."""
    if session.ended_at is not None:
        return Over.ENDED
    if now - session.created_at >= ABSOLUTE:
        return Over.AGED
    if now - session.active_at >= timedelta(minutes=session.idle_minutes):
        return Over.IDLE
    return None


def locks(idle_minutes: int) -> bool:
    """Whether a session of this kind is locked when it idles out, not ended: a dispatcher's console."""
    return idle_minutes == DISPATCH_IDLE_MINUTES


def is_locked(session: Session, now: datetime) -> bool:
    """Whether the session waits for its owner: it opens nothing but a bare number and the way back in."""
    complete = session.signed_in_at is not None
    return complete and locks(session.idle_minutes) and over(session, now) is Over.IDLE


def is_proved(proved_at: datetime | None, now: datetime) -> bool:
    """Whether the second factor was given just now. Five minutes to the second is too long ago."""
    return proved_at is not None and now - proved_at < PROOF
