"""A record with something in it, and a way behind the portal's back."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, create_engine, inspect
from sqlalchemy.pool import NullPool

from portal.config import Settings
from portal.ledger import Action
from portal.ledger.verify import Verification, verify
from portal.models import Kind
from portal.services.work import Told
from portal.web.system_work import open_work, system_actor

ROWS = 8
"""Rows of the record: the founding's, and those `recorded` adds."""


@pytest.fixture
def recorded(app: Flask) -> Flask:
    """An instance whose record has eight rows, each telling something else."""
    for number in range(2, ROWS + 1):
        told = Told(
            typed={"plate": f"7ABC12{number}"},
            normalised={"plate": f"7ABC12{number}", "exact": True},
            filters={"device": number},
            purpose="criminal_investigation",
            case_number=f"26-{number:04}",
            narrative="Taken from the lot behind the station.",
            on_behalf_of="nobody else",
            subject_type="search",
            subject_id=f"search-{number}",
        )
        with open_work(app, system_actor("test")) as work:
            work.note(Kind.ACT, Action.SEARCH_MADE, told, outcome="done", count=number, intent_seq=1)
    return app


@pytest.fixture
def intruder(recorded: Flask, settings: Settings) -> Iterator[Connection]:
    """Somebody who owns the database and has taken its safeguards away; each statement takes effect at once."""
    engine = create_engine(settings.owner_url or settings.database, poolclass=NullPool)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        drop_triggers(connection)
        yield connection
    engine.dispose()


def drop_triggers(connection: Connection) -> None:
    on_sqlite = connection.dialect.name == "sqlite"
    names = ("update", "delete") if on_sqlite else ("change", "truncate")
    for name in names:
        connection.exec_driver_sql(f"DROP TRIGGER ledger_no_{name}" + ("" if on_sqlite else " ON ledger"))


def columns_of_ledger(engine: Engine | Connection) -> list[str]:
    return [column["name"] for column in inspect(engine).get_columns("ledger")]


def verified(app: Flask) -> Verification:
    with app.app_context(), app.extensions["open_reading"]() as reading:
        return verify(reading, app.extensions["tools"].ledger.key)
