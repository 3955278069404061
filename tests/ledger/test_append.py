"""Appending: no gaps, whoever writes at once; no silence where it cannot be written; any text is kept."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import create_engine, select
from sqlalchemy.pool import NullPool

from portal.config import Settings
from portal.ledger import Action, LedgerUnavailable
from portal.ledger.append import HEAD_LOCK
from portal.models import Device, Kind, LedgerRow
from portal.services.work import Told
from portal.web.system_work import open_work, system_actor
from tests.ledger.conftest import verified

THREADS = 20
WEIRD = {
    "NUL": "7AB\x00C",
    "a line break": "one\r\ntwo",
    "an ANSI escape": "\x1b[2J\x1b[1;31mred",
    "a C1 control": "\x9b31m",
    "a right-to-left override": "\u202eCBA7",
    "a line separator": "one\u2028two\u2029three\x85four",
    "markup": "<script>alert(1)</script>{{7*7}}",
    "JSON": '","prev":"00","x":"\\',
    "an emoji": "\N{AUTOMOBILE}\N{ZERO WIDTH JOINER}",
    "half a character": "name-\udcff-\ud800",
}


def rows(app: Flask) -> list[LedgerRow]:
    with app.app_context(), app.extensions["open_reading"]() as reading:
        return list(reading.scalars(select(LedgerRow).order_by(LedgerRow.seq)))


def add_device(app: Flask, number: int) -> None:
    with open_work(app, system_actor("test")) as work:
        device = Device(number=number, name=f"Gate {number}", source="server", location="", in_service=True)
        work.session.add(device)
        work.record(Action.DEVICE_ADDED, device)


def test_a_rollback_leaves_no_gap(app: Flask) -> None:
    with open_work(app, system_actor("test")) as work:
        assert work.tools.ledger.append_in(work.session, [work.entry(Kind.ACT, Action.DEVICE_ADDED)]) == [2]
        work.session.rollback()
    with open_work(app, system_actor("test")) as work:
        seq = work.note(Kind.ACT, Action.SEARCH_REFUSED, outcome="x")

    assert [row.seq for row in rows(app)] == [1, seq] == [1, 2]
    assert verified(app).passes


def test_twenty_writers_at_once_leave_no_gap(app: Flask) -> None:
    together = threading.Barrier(THREADS)

    def write(number: int) -> int:
        together.wait()
        if number % 2:
            with open_work(app, system_actor(f"writer {number}")) as work:
                return work.note(Kind.ACT, Action.SEARCH_REFUSED, outcome="x")
        add_device(app, number)
        return 0

    with ThreadPoolExecutor(THREADS) as pool:
        numbers = list(pool.map(write, range(THREADS)))

    assert len(set(numbers) - {0}) == THREADS / 2
    assert [row.seq for row in rows(app)] == list(range(1, THREADS + 2))
    assert verified(app).passes


@pytest.mark.parametrize("text", WEIRD.values(), ids=WEIRD)
def test_any_text_is_kept_as_it_was_typed(app: Flask, text: str) -> None:
    told = Told(typed={"plate": text}, narrative=text, on_behalf_of=text)
    with open_work(app, system_actor("test")) as work:
        work.note(Kind.ACT, Action.SEARCH_REFUSED, told, outcome="x")

    row = rows(app)[-1]
    facts = json.loads(row.body)
    assert (facts["narrative"], facts["on_behalf_of"], facts["typed"]["plate"]) == (text, text, text)
    assert row.typed["plate"] == text
    assert b"\n" not in row.body
    assert verified(app).passes


def test_a_number_that_is_none_is_kept_as_text(app: Flask) -> None:
    with open_work(app, system_actor("test")) as work:
        work.note(Kind.ACT, Action.SEARCH_REFUSED, Told(typed={"confidence": float("nan")}), outcome="x")

    assert rows(app)[-1].typed == {"confidence": "nan"}
    assert verified(app).passes


def test_a_ledger_that_is_gone_is_said_to_be_unavailable(app: Flask, settings: Settings) -> None:
    engine = create_engine(settings.owner_url or settings.database, poolclass=NullPool)
    with engine.begin() as owner:
        owner.exec_driver_sql("ALTER TABLE ledger RENAME TO elsewhere")

    with open_work(app, system_actor("test")) as work, pytest.raises(LedgerUnavailable):
        work.note(Kind.ACT, Action.SEARCH_REFUSED, outcome="x")
    with pytest.raises(LedgerUnavailable):
        add_device(app, 1)
    with open_work(app, system_actor("test")) as work:
        assert work.session.scalars(select(Device)).all() == [], "no change without its entry"


def test_a_ledger_whose_head_stays_locked_is_unavailable_soon(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.ledger.append.LOCK_SECONDS", 1)
    engine = create_engine(settings.database, poolclass=NullPool, connect_args={})
    with engine.connect() as holder:
        if holder.dialect.name == "sqlite":
            app.extensions["open_writing"]().get_bind().dispose()
            holder.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            holder.exec_driver_sql(f"SELECT pg_advisory_xact_lock({HEAD_LOCK})")
        with open_work(app, system_actor("test")) as work, pytest.raises(LedgerUnavailable):
            work.note(Kind.ACT, Action.SEARCH_REFUSED, outcome="x")
        holder.rollback()

    with open_work(app, system_actor("test")) as work:
        assert work.note(Kind.ACT, Action.SEARCH_REFUSED, outcome="x") == 2
