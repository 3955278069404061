"""A hold placed while a purge runs: the read is held whole, or the person is told that it is gone. Nothing between."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from portal.extensions import db
from portal.models import HeldRead, HoldItem
from portal.rules import RuleBroken
from portal.services.evidence import NewHold, place
from portal.services.retention.purge import purge
from portal.web.system_work import open_work, system_actor
from tests.clock import START
from tests.office import Member, Office
from tests.services.reads_on_file import authorise, keys_on_file, pictures_stored, reading, receive

PAST = START.replace(year=2028)
TRIALS = 12
A_MOMENT = 0.2


def hold(office: Office, detective: Member, key: int, before_commit: Callable[[], None]) -> bool:
    """Places a hold; False when the read was gone."""
    day = (PAST + timedelta(days=90)).date()
    new = NewHold("evidence", "26-1042", "Getaway car of the pharmacy robbery", day)
    try:
        with open_work(office.app, system_actor("test"), PAST) as work:
            place(office.working_as(work, detective), new, [key])
            before_commit()
    except RuleBroken as refusal:
        if refusal.code != "hold.gone":
            raise
        return False
    return True


def run_purge(app: Flask, in_chunk: Callable[[], None]) -> int:
    """Purges; `in_chunk` is called while the purge has its lock and has deleted nothing yet."""

    def go_on(_: Session) -> datetime:
        in_chunk()
        return PAST

    with open_work(app, system_actor("test"), PAST) as work:
        return purge(work, "server", go_on).reads


def nothing() -> None:
    pass


def check_whole(app: Flask, key: int, *, was_held: bool) -> None:
    with reading(app) as session:
        held = session.get(HeldRead, key)
        items = session.scalars(select(HoldItem.read_key).where(HoldItem.read_key == key)).all()
        kept = set(session.scalars(select(HeldRead.picture)))
    assert (held is not None, len(items)) == (was_held, int(was_held))
    assert pictures_stored(app) == kept
    assert keys_on_file(app) == []


def test_a_hold_asked_for_while_a_chunk_is_purged_is_told_that_the_read_is_gone(
    app: Flask, office: Office
) -> None:
    authorise(app)
    detective = office.hire("detective")
    (key,) = receive(app, START, "7ABC123")
    started: list[Future[bool]] = []

    with ThreadPoolExecutor(1) as pool:

        def hold_meanwhile() -> None:
            started.append(pool.submit(hold, office, detective, key, nothing))
            done, _ = wait(started, timeout=A_MOMENT)
            assert not done, "the hold did not wait for the purge"

        assert run_purge(app, hold_meanwhile) == 1
        assert started[0].result() is False
    check_whole(app, key, was_held=False)


@pytest.mark.control("retention.holds")
def test_a_purge_waits_for_a_hold_under_way_and_keeps_its_read(app: Flask, office: Office) -> None:
    authorise(app)
    detective = office.hire("detective")
    (key,) = receive(app, START, "7ABC123")
    started: list[Future[int]] = []

    with ThreadPoolExecutor(1) as pool:

        def purge_meanwhile() -> None:
            started.append(pool.submit(run_purge, app, nothing))
            done, _ = wait(started, timeout=A_MOMENT)
            assert not done, "the purge did not wait for the hold"

        assert hold(office, detective, key, purge_meanwhile)
        assert started[0].result() == 0
    check_whole(app, key, was_held=True)


def test_the_first_picture_of_a_month_waits_for_the_chunk_under_way_and_both_succeed(app: Flask) -> None:
    """On PostgreSQL it makes a partition, for which everybody who has looked at reads must be done."""
    authorise(app)
    receive(app, START, "7ABC123")
    arriving: list[Future[list[int]]] = []

    with ThreadPoolExecutor(1) as pool:

        def receive_meanwhile(_: object, __: object, statement: str, *___: object) -> None:
            if "FROM read" in statement and not arriving:
                arriving.append(pool.submit(receive, app, PAST, "8XYZ987"))
                done, _ = wait(arriving, timeout=A_MOMENT)
                assert not done, "the picture did not wait for the purge"

        with app.app_context():
            event.listen(db.engine, "after_cursor_execute", receive_meanwhile)
        assert run_purge(app, nothing) == 1
        keys = arriving[0].result()
    assert keys_on_file(app) == keys


@pytest.mark.control("retention.holds")
def test_whoever_comes_first_no_hold_is_without_its_read(app: Flask, office: Office) -> None:
    authorise(app)
    detective = office.hire("detective")
    for trial in range(TRIALS):
        (key,) = receive(app, START + timedelta(seconds=trial), "7ABC123")
        purged, held = race(lambda: run_purge(app, nothing), partial(hold, office, detective, key, nothing))
        assert purged != held
        check_whole(app, key, was_held=bool(held))


def race(*acts: Callable[[], int]) -> list[int]:
    """Does these at the same moment; gives what each gave."""
    together = threading.Barrier(len(acts))

    def after_the_others(act: Callable[[], int]) -> int:
        together.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result() for each in [pool.submit(after_the_others, act) for act in acts]]
