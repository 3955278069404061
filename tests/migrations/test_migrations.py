"""The tables go up and down on both databases, carry their data, and are what the models say (R7)."""

import ast
import json
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DatabaseError

from portal.config import ROOT
from tests.migrations.conftest import Bare

APPEND_ONLY = ("hit_step", "hotlist_decision", "ledger")
SCRIPTS = sorted((ROOT / "migrations" / "versions").glob("*.py"))


def triggers(connection: Connection) -> set[str]:
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgparentid = 0"
    return set(connection.exec_driver_sql(query).scalars())


def functions(connection: Connection) -> set[str]:
    if connection.dialect.name == "sqlite":
        return set()
    query = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
    return set(connection.exec_driver_sql(query).scalars())


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


def expected_triggers(kind: str) -> set[str]:
    acts = ("update", "delete") if kind == "sqlite" else ("change", "truncate")
    return {f"{table}_no_{act}" for table in APPEND_ONLY for act in acts}


def test_there_is_one_head() -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))

    assert len(ScriptDirectory.from_config(config).get_heads()) == 1


def test_up_down_and_up_again_leaves_the_same_tables_triggers_and_functions(bare: Bare) -> None:
    bare.up()
    with bare.connected() as connection:
        kind = connection.dialect.name
        first = (tables(connection), triggers(connection), functions(connection))
    bare.down()
    with bare.connected() as connection:
        emptied = (tables(connection), triggers(connection), functions(connection))
    bare.up()
    with bare.connected() as connection:
        again = (tables(connection), triggers(connection), functions(connection))

    assert first == again
    assert emptied == (set(), set(), set())
    assert expected_triggers(kind) <= again[1]
    assert again[2] >= ({"open_read_month", "refuse_change"} if kind == "postgresql" else set())


def test_the_models_say_what_the_migrations_made(bare: Bare) -> None:
    """Else a column of a model is missing from every installation."""
    bare.up()

    with bare.app.app_context():
        try:
            flask_migrate.check()
        except (
            CommandError,
            SystemExit,
        ) as drift:  # SystemExit is how Flask-Migrate tells what Alembic found
            pytest.fail(f"the models have drifted from the migrations: {drift}")


ROWS: dict[str, dict[str, Any]] = {
    "person": {"id": "p" * 32, "employee_number": "E1", "full_name": "Pat Doe", "organisation": "PD"},
    "device": {"id": "d" * 32, "number": 1, "name": "Gate", "source": "server", "location": "", "in_service": True},
    "batch": {
        "id": "b" * 32, "received_at": "2026-11-02 17:00:00", "device": 1, "pictures": 1, "reads": 1,
        "digest": "0" * 64,
    },
    "held_read": {
        "key": 7, "plate": "7ABC234", "state": "CA", "captured_at": "2026-11-02 17:00:00", "device": 1,
        "source": "server", "direction": "", "vehicle": {}, "confidence": 0.9, "candidates": [], "quality": {},
        "box": [], "engine": "", "model_hash": "", "picture": "", "picture_sha256": "", "batch": "b" * 32,
    },
}  # fmt: skip
"""A few rows as the first migration knows them; written out, so that today's models do not decide."""


def put(connection: Connection, table: str, row: dict[str, Any]) -> None:
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    values = tuple(json.dumps(each) if isinstance(each, dict | list) else each for each in row.values())
    names, marks = ", ".join(row), ", ".join([mark] * len(row))
    connection.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)


def test_an_upgrade_carries_what_is_there_from_each_revision(bare: Bare) -> None:
    bare.up("0001")
    with bare.connected() as connection:
        for table, row in ROWS.items():
            put(connection, table, row)
    bare.up()
    with bare.connected() as connection:
        found = {
            table: dict(connection.exec_driver_sql(f"SELECT * FROM {table}").mappings().one())
            for table in ROWS
        }
        heads = connection.exec_driver_sql("SELECT last FROM key_head WHERE name = 'read'").scalar()

    assert found["person"]["full_name"] == "Pat Doe"
    assert found["device"]["name"] == "Gate"
    assert found["held_read"]["plate"] == "7ABC234"
    assert found["batch"]["reads"] == 1
    assert heads == 0


def test_each_step_down_can_be_taken_up_again(bare: Bare) -> None:
    """One revision at a time: a downgrade that only works all the way to nothing is of no use."""
    bare.up()
    for script in reversed(SCRIPTS[1:]):
        bare.down("-1")
        bare.up(script.stem.partition("_")[0])
        bare.down("-1")
    bare.up()
    with bare.connected() as connection:
        assert expected_triggers(connection.dialect.name) <= triggers(connection)


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_an_append_only_table_refuses_its_owner_too(bare: Bare, table: str) -> None:
    bare.up()
    with bare.connected() as connection:
        if (
            connection.dialect.name == "postgresql"
        ):  # a trigger for each row needs a row; the whole-table one does not
            with pytest.raises(DatabaseError, match="append-only"):
                connection.exec_driver_sql(f"TRUNCATE {table} CASCADE")
        else:
            assert {f"{table}_no_update", f"{table}_no_delete"} <= triggers(connection)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: str(path.stem))
def test_a_migration_knows_nothing_of_todays_portal(script: Path) -> None:
    """Models change; a migration must go on making what it made."""
    imported = {
        name
        for node in ast.walk(ast.parse(script.read_text(encoding="utf-8")))
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [])
        + ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [])
    }

    assert {
        name for name in imported if name.partition(".")[0] in ("portal", "recognition", "flask")
    } == set()
