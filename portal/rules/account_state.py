"""In which state is an account, in one word: for lists, and for what to do next."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portal.rules.accounts import DORMANT, Standing


class State(StrEnum):
    """One state an account is in; the first that applies, in this order."""

    NONE = "no account"
    LEFT = "left"
    WAITING = "waiting for permissions"
    DISABLED = "disabled"
    EXPIRED = "expired"
    DORMANT = "dormant"
    LOCKED = "locked"
    NOT_ENROLLED = "not enrolled"
    OPEN = "open"


@dataclass(frozen=True)
class Facts:
    """What decides the state. `ever_opened`: somebody has assigned its permissions at least once."""

    standing: Standing
    ever_opened: bool
    locked: bool
    enrolled: bool


def state_of(facts: Facts | None, now: datetime) -> State:
    """The state at this moment. Agrees with `rules.accounts.closed`: everything up to `DORMANT` is closed."""
    if facts is None:
        return State.NONE
    standing = facts.standing
    if standing.left_at is not None and standing.left_at <= now:
        return State.LEFT
    if standing.disabled:
        return State.DISABLED if facts.ever_opened else State.WAITING
    if standing.expires_at is not None and standing.expires_at <= now:
        return State.EXPIRED
    if now - standing.used_at >= DORMANT:
        return State.DORMANT
    if facts.locked:
        return State.LOCKED
    return State.OPEN if facts.enrolled else State.NOT_ENROLLED
