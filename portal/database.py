"""How this process talks to its database, and the settings without which it refuses to.

SQLite (the embedded default) keeps every promise of the ledger only under the settings below; PostgreSQL only when the
portal's role owns nothing.
"""

from typing import Any, cast

from flask import Flask
from sqlalchemy import Connection, Engine, event, make_url, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError, ProgrammingError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.sql import column, func, table

from portal.config import Settings
from portal.extensions import READING, db

SQLITE_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: NORMAL may lose the last commits at power loss
    "foreign_keys": 1,
    "recursive_triggers": 1,  # without it INSERT OR REPLACE passes the append-only triggers by
    "secure_delete": 1,  # purged means overwritten
}
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
BUSY_SECONDS = 5
SCHEMA = "0006"
"""The newest migration: the tables this program works with."""


class DatabaseRefused(RuntimeError):
    """The database cannot be used as it is; the message says why and what to do."""


def install(app: Flask) -> None:
    """Readies the engines of the application, and what opens short sessions apart from any request's own."""
    with app.app_context():
        engine = db.engine
        prepare(engine)
        reading = engine.execution_options(read_only=True)
        cast(dict[str, Engine], db.engines)[READING] = reading
    app.extensions["open_writing"] = lambda: Session(engine, expire_on_commit=False)
    app.extensions["open_reading"] = lambda: Session(reading, expire_on_commit=False)


def engine_options(settings: Settings) -> dict[str, Any]:
    """What Flask-SQLAlchemy is to pass to the engine."""
    if is_sqlite(settings.database):
        return {"connect_args": {"timeout": BUSY_SECONDS}, "hide_parameters": True}
    return {"hide_parameters": True, "pool_pre_ping": True, "pool_size": 8, "max_overflow": 16}


def is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def prepare(engine: Engine) -> None:
    """On SQLite: our pragmas on every connection, and transactions that begin as we say, not as the driver guesses."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", set_pragmas)
        event.listen(engine, "begin", begin)


def set_pragmas(connection: Any, _: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for name, value in SQLITE_PRAGMAS.items():
        cursor.execute(f"PRAGMA {name} = {value}")
    cursor.close()


def begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("read_only")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def check(settings: Settings) -> None:
    """Raises `DatabaseRefused` unless the database may be trusted with the record. Needs the application's context."""
    try:
        with db.engines[READING].connect() as connection:
            if connection.dialect.name == "sqlite":
                check_sqlite(connection)
            else:
                check_postgresql(connection, settings)
            check_schema(connection, settings.agency)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise DatabaseRefused(
            f"The database cannot be opened: {reason}. Check PLATEBOOK_DATABASE_URL."
        ) from error


def check_schema(connection: Connection, agency: str) -> None:
    found = connection.execute(select(column("version_num")).select_from(table("alembic_version"))).scalar()
    if found != SCHEMA:
        raise DatabaseRefused(
            f"The tables are of version {found}, and this program needs {SCHEMA}. Run: flask agency init {agency}"
        )


def is_current(app: Flask) -> bool:
    """Whether the tables are those this program works with, and the portal's own role may look at them."""
    with app.app_context(), db.engines[READING].connect() as connection:
        try:
            check_schema(connection, "")
        except (
            DatabaseRefused,
            OperationalError,
            ProgrammingError,
        ):  # the latter two: not there, or not for us
            return False
    return True


def check_sqlite(connection: Connection) -> None:
    for name, wanted in SQLITE_PRAGMAS.items():
        found = connection.exec_driver_sql(f"PRAGMA {name}").scalar()
        if found != wanted:
            raise DatabaseRefused(f"SQLite runs with {name} = {found}, but the ledger needs {wanted}.")


def check_postgresql(connection: Connection, settings: Settings) -> None:
    if not settings.throwaway:
        check_durability(connection)
    tables = table("pg_tables", column("tableowner"), column("tablename"))
    role = func.current_user()
    owns = func.pg_has_role(role, tables.c.tableowner, "MEMBER")  # true of the owner and of superusers too
    found = connection.execute(select(role, owns).where(tables.c.tablename == "ledger")).first()
    if found is not None and found[1]:
        raise DatabaseRefused(
            f"The portal may not run as {found[0]}, which has the rights of the owner of its tables. "
            "Make a role that owns nothing:\n"
            f"{role_statement(make_url(settings.database))}\n"
            "then give that role in PLATEBOOK_DATABASE_URL and the owner in PLATEBOOK_OWNER_URL."
        )


def check_durability(connection: Connection) -> None:
    for name in DURABLE:
        if connection.execute(select(func.current_setting(name))).scalar() == "off":
            raise DatabaseRefused(
                f"PostgreSQL runs with {name} = off: an acknowledged read could be lost. Turn it on."
            )


def role_statement(url: URL) -> str:
    """The SQL that makes the portal's own role; it is granted what it needs by each migration."""
    database = url.database or "platebook"
    return (
        "  CREATE ROLE platebook_portal LOGIN PASSWORD 'choose-one';\n"
        f"  GRANT CONNECT ON DATABASE {database} TO platebook_portal;"
    )
