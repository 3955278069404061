"""The suite's own PostgreSQL server keeps what the tests that use it rely on."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import ProgrammingError

from tests import postgres
from tests.postgres import OWNER, PORTAL, NoServer, Server


@pytest.fixture
def databases(postgres_server: Server) -> Iterator[tuple[str, str]]:
    """Two names nobody else uses, dropped afterwards."""
    names = (f"first_{uuid4().hex}", f"second_{uuid4().hex}")
    yield names
    for name in reversed(names):
        postgres_server.drop_database(name)


def execute(url: str, *statements: str) -> list[tuple[object, ...]]:
    """Run the statements in one transaction; return the rows of the last when it gives any."""
    with create_engine(url, poolclass=NullPool).begin() as connection:
        for statement in statements:
            result = connection.execute(text(statement))
        return [tuple(row) for row in result] if result.returns_rows else []


def test_two_databases_know_nothing_of_each_other(
    postgres_server: Server, databases: tuple[str, str]
) -> None:
    first, second = databases
    for name in databases:
        postgres_server.create_database(name)

    execute(postgres_server.url(first, OWNER), "CREATE TABLE plate (text text)")

    with pytest.raises(ProgrammingError, match='relation "plate" does not exist'):
        execute(postgres_server.url(second, OWNER), "SELECT * FROM plate")


def test_a_copy_holds_what_its_template_held_and_changes_alone(
    postgres_server: Server, databases: tuple[str, str]
) -> None:
    template, copy = databases
    postgres_server.create_database(template)
    template_url, copy_url = (postgres_server.url(name, OWNER) for name in databases)
    execute(template_url, "CREATE TABLE plate (text text)", "INSERT INTO plate VALUES ('8ABC123')")

    postgres_server.create_database(copy, template=template)
    execute(copy_url, "INSERT INTO plate VALUES ('7XYZ999')")

    assert execute(copy_url, "SELECT text FROM plate ORDER BY text") == [("7XYZ999",), ("8ABC123",)]
    assert execute(template_url, "SELECT text FROM plate") == [("8ABC123",)]


def test_the_portal_role_owns_nothing_and_can_make_nothing(
    postgres_server: Server, databases: tuple[str, str]
) -> None:
    name, _ = databases
    postgres_server.create_database(name)
    execute(postgres_server.url(name, OWNER), "CREATE TABLE plate (text text)")
    portal_url = postgres_server.url(name, PORTAL)

    assert execute(portal_url, "SELECT current_user") == [(PORTAL,)]
    owned = (
        "SELECT count(*) FROM pg_shdepend WHERE refobjid = CAST(current_user AS regrole) AND deptype = 'o'"
    )
    assert execute(portal_url, owned) == [(0,)]
    assert execute(
        portal_url, "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = user"
    ) == [(False, False, False)]
    with pytest.raises(ProgrammingError, match="permission denied for schema public"):
        execute(portal_url, "CREATE TABLE mine (text text)")
    with pytest.raises(ProgrammingError, match="permission denied for table plate"):
        execute(portal_url, "SELECT * FROM plate")


def test_a_database_in_use_can_be_dropped(postgres_server: Server, databases: tuple[str, str]) -> None:
    name, _ = databases
    postgres_server.create_database(name)
    engine = create_engine(postgres_server.url(name, OWNER), poolclass=NullPool)

    with engine.connect():
        postgres_server.drop_database(name)

    known = f"SELECT count(*) FROM pg_database WHERE datname = '{name}'"
    assert execute(postgres_server.url("postgres"), known) == [(0,)]


def test_without_a_server_the_suite_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "BINARIES", tmp_path)

    with pytest.raises(NoServer, match=r"run \./test --setup-only"):
        postgres.newest_binaries()


def test_the_newest_server_is_chosen_by_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "BINARIES", tmp_path)
    for version in ("9.6", "15", "9"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "initdb").touch()

    assert postgres.newest_binaries() == tmp_path / "15" / "bin"


def test_a_server_of_our_own_goes_with_the_run_that_was_killed() -> None:
    program = (
        "import os, signal\n"
        "from tests.postgres import OwnServer\n"
        "own = OwnServer()\n"
        "own.start().create_roles()\n"
        "print(own._folder, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    # The keeper inherits our standard output: its end means that the keeper has done its work.
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    folder = Path(done.stdout.strip())
    assert folder.name.startswith("platebook-postgres-")
    assert not folder.exists()
