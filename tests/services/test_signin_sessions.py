"""Sessions end by idleness, by age, by sign-out, and with their account; the table holds nothing usable."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.models import SigninSession
from portal.services.signin.sessions import Caller, Renewal, SessionStore, hash_of
from tests.clock import Clock
from tests.office import Office
from tests.services.doing import disable

DESK = Caller("127.0.0.1", "test")
SECOND = timedelta(seconds=1)
IDLE, ABSOLUTE = timedelta(minutes=15), timedelta(hours=12)


@pytest.fixture
def store(app: Flask) -> SessionStore:
    kept: SessionStore = app.extensions["sessions"]
    return kept


def opened(store: SessionStore, clock: Clock) -> str:
    token = store.save("", {"kept": "this"}, None, DESK, clock.now)
    assert token is not None
    return token


def touch(store: SessionStore, token: str, now: datetime) -> None:
    """As a request does: what it found is what it goes by."""
    found = store.find(token, now)
    assert found
    store.touch(found, now)


def test_a_session_ends_after_fifteen_idle_minutes_to_the_second(store: SessionStore, clock: Clock) -> None:
    token = opened(store, clock)

    assert store.find(token, clock.now + IDLE - SECOND) is not None
    assert store.find(token, clock.now + IDLE) is None


def test_a_session_ends_after_twelve_hours_however_busy(store: SessionStore, clock: Clock) -> None:
    token, began = opened(store, clock), clock.now
    while clock.now < began + ABSOLUTE - timedelta(minutes=10):
        touch(store, token, clock.move(minutes=10))

    assert store.find(token, began + ABSOLUTE - SECOND) is not None
    assert store.find(token, began + ABSOLUTE) is None


def test_activity_is_noted_once_a_minute_at_most(store: SessionStore, clock: Clock) -> None:
    token, began = opened(store, clock), clock.now
    touch(store, token, began + timedelta(seconds=59))
    assert store.find(token, began + IDLE) is None

    touch(store, token, began + timedelta(seconds=60))
    assert store.find(token, began + IDLE) is not None


@pytest.mark.control("security.safeguards", "security.clets-grade")
def test_the_table_holds_no_usable_token(app: Flask, store: SessionStore, clock: Clock) -> None:
    token = opened(store, clock)

    with app.extensions["open_reading"]() as session:
        row = session.scalars(select(SigninSession)).one()
    assert row.id_hash == hash_of(token) != token
    assert len(token) >= 43  # 256 random bits
    assert store.find(row.id_hash, clock.now) is None
    assert store.find("", clock.now) is None


def test_a_new_id_takes_the_data_along_and_leaves_the_old_one_dead(
    office: Office, store: SessionStore, clock: Clock
) -> None:
    member = office.hire("patrol_officer")
    old = opened(store, clock)
    new = store.save(hash_of(old), {"kept": "this"}, Renewal(member.account_id, False), DESK, clock.now)

    assert new is not None
    assert store.find(old, clock.now) is None
    found = store.find(new, clock.now)
    assert found is not None
    assert (found.account_id, found.complete, found.data) == (member.account_id, False, {"kept": "this"})


def test_a_disabled_account_has_no_session_any_more(
    office: Office, store: SessionStore, clock: Clock
) -> None:
    member = office.hire("patrol_officer")
    token = store.save("", {}, Renewal(member.account_id, True), DESK, clock.now)
    assert token is not None
    assert store.find(token, clock.now) is not None

    disable(office, member)

    assert store.find(token, clock.now) is None


def test_an_ended_session_stays_ended_and_only_dead_ones_are_swept(store: SessionStore, clock: Clock) -> None:
    ended, idle = opened(store, clock), opened(store, clock)
    store.end(hash_of(ended), clock.now)
    assert store.find(ended, clock.now) is None
    alive = opened(store, clock)
    clock.move(minutes=10)
    touch(store, alive, clock.now)
    clock.move(minutes=5, seconds=1)

    assert store.find(idle, clock.now) is None
    assert store.sweep(clock.now) == 2
    assert store.find(alive, clock.now) is not None
    assert store.sweep(clock.now) == 0
