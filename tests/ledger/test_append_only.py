"""With the portal's own credentials nothing that was recorded can be changed or taken away."""

import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from portal.database import prepare
from tests.ledger.conftest import verified

TABLES = ("ledger", "hotlist_decision", "hit_step")
"""What migrations.grants holds to be append-only, written out so that a shorter list there fails here."""
ROWS = {
    "hotlist_decision": (
        "INSERT INTO person (id, employee_number, full_name, organisation) VALUES"
        " ('p1', '1', 'A', ''), ('p2', '2', 'B', '')",
        "INSERT INTO hotlist_entry (id, plate, state, kind, reason, case_number, no_case_reason, narrative,"
        " requested_by_id, requested_at, chain, step) VALUES"
        " ('e1', '7ABC123', 'CA', 'stolen-vehicle', '', '', '', '', 'p1', '2026-01-01 00:00:00', 'patrol', 0)",
        "INSERT INTO hotlist_decision (id, entry_id, requested_by_id, decided_by_id, verdict, decided_at, post,"
        " section, seen, note) VALUES ('1', 'e1', 'p1', 'p2', 'approved', '2026-01-01 00:00:00', '', '', '', '')",
    ),
    "hit_step": (
        "INSERT INTO hit (id, read_key, entry_id, plate, match, device_name, location, captured_at, raised_at) VALUES"
        " ('h1', 1, 'e1', '7ABC123', 'exact', '', '', '2026-01-01 00:00:00', '2026-01-01 00:00:00')",
        "INSERT INTO hit_step (id, hit_id, step, outcome, note, at, user_name, full_name) VALUES"
        " ('1', 'h1', 'a', 'done', '', '2026-01-01 00:00:00', '', '')",
    ),
}
"""One row for each of the further tables, and what it refers to."""


@pytest.fixture
def credentials(recorded: Flask) -> Connection:
    """A connection as the portal makes it: its role, its pragmas. Each statement stands alone."""
    engine = create_engine(recorded.config["SQLALCHEMY_DATABASE_URI"], poolclass=NullPool)
    prepare(engine)
    with engine.connect() as connection:
        for statements in ROWS.values():
            for statement in statements:
                connection.exec_driver_sql(statement)
        connection.commit()
        yield connection
        connection.rollback()
    engine.dispose()


@pytest.mark.control("log.criminal-history")
@pytest.mark.parametrize("table", TABLES)
def test_no_row_can_be_changed_or_taken_away(recorded: Flask, credentials: Connection, table: str) -> None:
    key = "seq" if table == "ledger" else "id"
    statements = [
        f"UPDATE {table} SET {key} = {key}",
        f"DELETE FROM {table}",
        f"DROP TABLE {table}",
    ]
    for statement in statements if credentials.dialect.name == "postgresql" else statements[:2]:
        with pytest.raises(DBAPIError, match=r"append-only|permission denied|must be owner"):
            credentials.exec_driver_sql(statement)
        credentials.rollback()

    assert credentials.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() > 0
    assert verified(recorded).passes


@pytest.mark.control("log.criminal-history")
@pytest.mark.parametrize("table", TABLES)
def test_no_row_can_be_replaced_by_inserting_over_it(credentials: Connection, table: str) -> None:
    key = "seq" if table == "ledger" else "id"
    if credentials.dialect.name == "sqlite":
        statement = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    else:
        conflict = f"ON CONFLICT ({key}) DO UPDATE SET {key} = EXCLUDED.{key}"
        statement = f"INSERT INTO {table} SELECT * FROM {table} {conflict}"
    with pytest.raises(DBAPIError, match=r"append-only|permission denied"):
        credentials.exec_driver_sql(statement)


@pytest.mark.control("log.criminal-history")
@pytest.mark.parametrize("table", TABLES)
def test_the_safeguards_cannot_be_taken_off_on_postgresql(credentials: Connection, table: str) -> None:
    if (
        credentials.dialect.name == "sqlite"
    ):  # whoever may write the file may do this; `verify` is what finds it
        return
    for statement in (
        f"TRUNCATE {table} CASCADE",
        f"DROP TRIGGER {table}_no_change ON {table}",
        f"ALTER TABLE {table} DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    ):
        with pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
            credentials.exec_driver_sql(statement)
        credentials.rollback()


@pytest.mark.control("log.criminal-history")
@pytest.mark.parametrize("table", TABLES)
def test_not_even_the_owner_changes_a_row_by_mistake(
    recorded: Flask, credentials: Connection, table: str
) -> None:
    settings = recorded.extensions["settings"]
    engine = create_engine(settings.owner_url or settings.database, poolclass=NullPool)
    acts = ["DELETE FROM {}", "UPDATE {0} SET {1} = {1}", "TRUNCATE {} CASCADE"]
    with engine.connect() as connection:
        for act in acts if connection.dialect.name == "postgresql" else acts[:2]:
            with pytest.raises(DBAPIError, match="append-only"):
                connection.exec_driver_sql(act.format(table, "seq" if table == "ledger" else "id"))
            connection.rollback()
