"""What the database lets the portal do, and with which databases the portal will not start."""

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import create_engine, event, make_url
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.pool import NullPool

from portal import create_app
from portal.config import Settings
from portal.database import SQLITE_PRAGMAS, DatabaseRefused
from portal.extensions import db
from portal.web.founding import found_instance
from portal.web.installation import open_tools
from tests.databases import ON_POSTGRESQL, ON_SQLITE
from tests.postgres import OWNER, PASSWORD, Server

APPEND_ONLY = ("ledger", "hotlist_decision", "hit_step")


@contextmanager
def another(settings: Settings, **changed: object) -> Iterator[Flask]:
    """An application of this instance with some settings changed; its connections are closed afterwards."""
    app = create_app(settings.model_copy(update=changed))
    yield app
    with app.app_context():
        db.engine.dispose()


def try_all(url: str, statements: list[str]) -> list[str]:
    """The statements this URL's role is let to do; each is taken back."""
    engine = create_engine(url, poolclass=NullPool)
    allowed = []
    for statement in statements:
        with engine.connect() as connection:
            try:
                connection.exec_driver_sql(statement)
                allowed.append(statement)
            except (ProgrammingError, OperationalError):
                pass
            connection.rollback()
    engine.dispose()
    return allowed


@ON_POSTGRESQL
def test_the_portals_role_may_only_add_to_the_record_and_make_nothing(app: Flask, settings: Settings) -> None:
    """M28: with the portal's own credentials."""
    forbidden = [
        statement
        for table in APPEND_ONLY
        for statement in (
            f"UPDATE {table} SET {'seq = seq' if table == 'ledger' else 'id = id'}",
            f"DELETE FROM {table}",
            f"TRUNCATE {table} CASCADE",
            f"DROP TABLE {table}",
            f"ALTER TABLE {table} ADD COLUMN more text",
            f"DROP TRIGGER {table}_no_change ON {table}",
            f"ALTER TABLE {table} DISABLE TRIGGER ALL",
        )
    ] + [
        "CREATE TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "SET session_replication_role = replica",
        "UPDATE alembic_version SET version_num = '0000'",
        "DROP FUNCTION open_read_month(bigint)",
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    ]

    assert try_all(settings.database_url, forbidden) == []
    assert try_all(settings.database_url, ["SELECT count(*) FROM ledger"]) == ["SELECT count(*) FROM ledger"]


@ON_POSTGRESQL
def test_the_portal_will_not_run_as_the_owner_and_says_which_role_to_make(
    app: Flask, settings: Settings
) -> None:
    with (
        another(settings, database_url=settings.owner_url) as as_owner,
        pytest.raises(DatabaseRefused) as refused,
    ):
        open_tools(as_owner)

    assert "CREATE ROLE platebook_portal LOGIN PASSWORD" in str(refused.value)
    assert "GRANT CONNECT ON DATABASE" in str(refused.value)
    assert "PLATEBOOK_OWNER_URL" in str(refused.value)


@pytest.fixture
def member(postgres_server: Server) -> Iterator[str]:
    """A role that may take on the owner's rights."""
    name = f"member_{uuid.uuid4().hex}"
    engine = create_engine(
        postgres_server.administrator_url, poolclass=NullPool, isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as administrator:
        administrator.exec_driver_sql(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}' IN ROLE {OWNER}")
        yield name
        administrator.exec_driver_sql(f"DROP ROLE {name}")


@ON_POSTGRESQL
def test_the_portal_will_not_run_as_a_member_of_the_owner(
    app: Flask, settings: Settings, member: str, postgres_server: Server
) -> None:
    url = postgres_server.url(make_url(settings.database).database or "", member)
    with another(settings, database_url=url) as as_member, pytest.raises(DatabaseRefused, match=member):
        open_tools(as_member)


@ON_POSTGRESQL
def test_the_portal_will_not_run_as_a_superuser(
    app: Flask, settings: Settings, postgres_server: Server
) -> None:
    database = make_url(settings.database).database
    superuser = make_url(postgres_server.administrator_url).set(database=database)
    refused = pytest.raises(DatabaseRefused, match="has the rights of the owner")
    with another(settings, database_url=superuser.render_as_string(hide_password=False)) as app, refused:
        open_tools(app)


@ON_POSTGRESQL
def test_without_an_owner_nothing_is_founded_and_the_role_is_spelt_out(settings: Settings) -> None:
    spelt_out = pytest.raises(DatabaseRefused, match="CREATE ROLE platebook_portal")
    with another(settings, owner_url="") as app, spelt_out:
        found_instance(app, demo=False)
    assert not (settings.instance / "instance.toml").exists()


@ON_POSTGRESQL
def test_a_server_that_may_lose_what_it_acknowledged_is_refused(app: Flask, settings: Settings) -> None:
    """M71: the suite's own server is one of those, so the exemption is taken away."""
    lost = pytest.raises(DatabaseRefused, match="fsync = off: an acknowledged read could be lost")
    with another(settings, throwaway=False) as trusting, lost:
        open_tools(trusting)


WRONG = {
    "journal_mode": "delete",
    "synchronous": 1,
    "foreign_keys": 0,
    "recursive_triggers": 0,
    "secure_delete": 0,
}


@ON_SQLITE
@pytest.mark.parametrize("name", WRONG)
def test_each_wrong_setting_of_sqlite_is_refused_by_name(settings: Settings, name: str) -> None:
    """M71: whatever sets it wrong, the portal looks and does not start."""
    assert set(WRONG) == set(SQLITE_PRAGMAS)
    with another(settings) as app:
        found_instance(app, demo=False)
    with another(settings) as spoiled:
        with spoiled.app_context():
            event.listen(db.engine, "connect", lambda connection, _: set_wrong(connection, name))
        with pytest.raises(DatabaseRefused, match=rf"{name} = {WRONG[name]}, but the ledger needs"):
            open_tools(spoiled)


def set_wrong(connection: sqlite3.Connection, name: str) -> None:
    connection.execute(f"PRAGMA {name} = {WRONG[name]}").close()
