"""How long a session lasts, to the second, and when the second factor is asked anew."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from portal.access import Duty
from portal.rules import sessions, terminals
from portal.rules.sessions import Over

NOW = datetime(2026, 11, 2, 17, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@dataclass
class Kept:
    created_at: datetime = NOW
    active_at: datetime = NOW
    signed_in_at: datetime | None = NOW
    idle_minutes: int = 15
    ended_at: datetime | None = None


@pytest.mark.parametrize("minutes", [15, 30])
def test_idle_minutes_end_it_at_the_boundary(minutes: int) -> None:
    kept, boundary = Kept(idle_minutes=minutes), NOW + timedelta(minutes=minutes)

    assert sessions.over(kept, boundary - SECOND) is None
    assert sessions.over(kept, boundary) is Over.IDLE


def test_twelve_hours_end_it_however_busy() -> None:
    boundary = NOW + timedelta(hours=12)
    kept = Kept(active_at=boundary - SECOND)

    assert sessions.over(kept, boundary - SECOND) is None
    assert sessions.over(kept, boundary) is Over.AGED


def test_only_those_who_dispatch_have_thirty_minutes() -> None:
    assert sessions.idle_minutes({Duty.DISPATCH, Duty.SUPERVISOR}) == 30
    assert sessions.idle_minutes(set(Duty) - {Duty.DISPATCH}) == 15


def test_a_dispatchers_idle_console_is_locked_and_nothing_else_is() -> None:
    later = NOW + timedelta(minutes=30)

    assert sessions.is_locked(Kept(idle_minutes=30), later)
    assert not sessions.is_locked(Kept(idle_minutes=30), later - SECOND)
    assert not sessions.is_locked(Kept(), later)
    assert not sessions.is_locked(Kept(idle_minutes=30, signed_in_at=None), later)
    assert not sessions.is_locked(Kept(idle_minutes=30, ended_at=NOW), later)
    assert not sessions.is_locked(Kept(idle_minutes=30), NOW + timedelta(hours=12))


def test_a_proof_lasts_five_minutes() -> None:
    assert sessions.is_proved(NOW, NOW + timedelta(minutes=5) - SECOND)
    assert not sessions.is_proved(NOW, NOW + timedelta(minutes=5))
    assert not sessions.is_proved(None, NOW)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on an iPhone"),
        ("curl/8.0", "A browser we do not know"),
    ],
)  # fmt: skip
def test_a_terminal_is_told_in_words(agent: str, words: str) -> None:
    assert terminals.in_words(agent) == words
