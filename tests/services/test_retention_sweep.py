"""What a process that died left behind is found and removed, and nothing else is."""

import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, select

from portal.config import Settings
from portal.extensions import db
from portal.ledger import Action
from portal.models import Kind, LedgerRow, PurgeRun
from portal.services.evidence import NewHold, place
from portal.services.retention.sweep import count_orphans, sweep_pictures
from portal.storage import new_picture_id
from portal.web.system_work import open_work, system_actor
from tests.clock import START, Clock
from tests.office import Office, days_ahead
from tests.services.reads_on_file import (
    authorise,
    keys_on_file,
    pictures_of,
    pictures_stored,
    purge_at,
    reading,
    receive,
)

PAST = START.replace(year=2028)
DIES_AFTER_THE_ROWS = """
import os, sys
from datetime import datetime
from sqlalchemy import event
from portal import create_app
from portal.config import Settings
from portal.services.retention.purge import purge
from portal.web.system_work import open_work, system_actor

now = datetime.fromisoformat(sys.argv[2])
app = create_app(Settings.model_validate_json(sys.argv[1]))
with open_work(app, system_actor("test"), now) as work:
    event.listen(work.session, "after_commit", lambda _: os._exit(9))
    purge(work, "server", lambda _: now)
"""


def sweep(app: Flask) -> int:
    with open_work(app, system_actor("sweep-pictures")) as work:
        return sweep_pictures(work, lambda _: work.now)


def sweeps_on_record(app: Flask) -> list[int | None]:
    query = select(LedgerRow.count).where(LedgerRow.action == "retention.pictures-swept")
    with reading(app) as session:
        return list(session.scalars(query.order_by(LedgerRow.seq)))


def test_a_picture_without_a_row_is_removed_and_told_of(app: Flask) -> None:
    store = app.extensions["tools"].store
    kept = pictures_of(app, receive(app, START, "7ABC123"))
    with store.writing():
        store.put(new_picture_id(), b"a picture whose row was never committed")

    with open_work(app, system_actor("test")) as work:
        assert count_orphans(work) == 1
    assert sweep(app) == 1

    assert pictures_stored(app) == kept
    assert sweeps_on_record(app) == [1]


def leave_pictures(app: Flask, count: int) -> None:
    store = app.extensions["tools"].store
    with store.writing():
        for _ in range(count):
            store.put(new_picture_id(), b"a picture whose row was never committed")


def test_while_candidates_are_listed_others_put_their_accesses_on_record(app: Flask) -> None:
    leave_pictures(app, 1)
    noted: list[int] = []
    with open_work(app, system_actor("sweep-pictures")) as work:
        access = work.entry(Kind.ACCESS, Action.PICTURES_SWEPT, outcome="intent")

        def note_access(_: object, __: object, statement: str, *___: object) -> None:
            if "held_read" in statement and not noted:
                noted.append(0)
                noted[0] = work.tools.ledger.append_now(access)

        event.listen(db.engine, "after_cursor_execute", note_access)
        assert sweep_pictures(work, lambda _: work.now) == 1
    assert noted[0] > 0


def test_many_pictures_without_a_row_go_in_chunks_each_told_of(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.services.retention.sweep.CHUNK", 2)
    leave_pictures(app, 5)

    assert sweep(app) == 5

    assert pictures_stored(app) == set()
    assert sweeps_on_record(app) == [2, 2, 1]


def test_a_sweep_that_finds_nothing_leaves_no_entry(app: Flask) -> None:
    receive(app, START, "7ABC123")

    assert sweep(app) == 0
    assert sweeps_on_record(app) == []


def test_a_file_that_was_never_finished_is_removed(app: Flask, settings: Settings) -> None:
    receive(app, START, "7ABC123")
    (folder,) = (each for each in settings.pictures.iterdir() if each.is_dir())
    unfinished = folder / f".{new_picture_id()}.abc.part"
    unfinished.write_bytes(b"half")

    sweep(app)

    assert not unfinished.exists()
    assert len(pictures_stored(app)) == 1


def test_the_picture_of_a_held_read_is_no_orphan(app: Flask, office: Office, clock: Clock) -> None:
    authorise(app)
    keys = receive(app, START, "7ABC123")
    picture = pictures_of(app, keys)
    detective = office.hire("detective")
    with open_work(app, system_actor("test")) as work:
        new = NewHold("evidence", "26-1042", "Getaway car of the pharmacy robbery", days_ahead(clock, 90))
        place(office.working_as(work, detective), new, keys)
    purge_at(app, PAST)

    assert sweep(app) == 0
    assert pictures_stored(app) == picture


def test_a_death_between_rows_and_pictures_is_healed_by_the_sweep(app: Flask, settings: Settings) -> None:
    authorise(app)
    receive(app, START, "7ABC123")
    receive(app, START, "8XYZ987")

    died = subprocess.run(
        [sys.executable, "-c", DIES_AFTER_THE_ROWS, settings.model_dump_json(), PAST.isoformat()],
        cwd=Path(__file__).parents[2],
        check=False,
    )

    assert died.returncode == 9
    assert (keys_on_file(app), len(pictures_stored(app))) == ([], 2)
    with reading(app) as session:
        assert session.scalars(select(PurgeRun.reads)).one() == 2

    assert sweep(app) == 2
    assert pictures_stored(app) == set()
