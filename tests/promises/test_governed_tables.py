"""No governed row is changed without an entry that explains it, whichever way the code would go about it."""

import ast
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Column, Engine, Table, create_engine, delete, insert, update
from sqlalchemy.orm import Session, lazyload
from sqlalchemy.pool import StaticPool
from sqlalchemy.types import TypeDecorator

from portal.ledger import UnexplainedChange
from portal.models import Base, Governed
from tests.promises.routes import ROOT

GOVERNED: list[Any] = sorted(
    (mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Governed)),
    key=lambda model: str(model.__name__),
)
UNGOVERNED = {
    "distinct_plate": "a dictionary of the reads",
    "held_read": "a read; its hold and its items are governed",
    "job_lease": "who runs a job just now",
    "job_run": "the log of the jobs",
    "key_head": "the counter of the reads' keys",
    "ledger": "the record itself: append-only by trigger and grant",
    "read": "a batch of them is one entry",
    "receipt": "what tells a resend, for 35 days",
    "signin_session": "sessions; signing in and out is on record",
}
"""Tables whose every change need not be explained, and why."""
VALUES = {
    bool: True, int: 1, float: 1.0, bytes: b"x", object: {}, date: date(2026, 1, 2),
    datetime: datetime(2026, 1, 2, tzinfo=UTC),
}  # fmt: skip
"""Something for a column of each kind; `object` is JSON, and a text is its column's name."""
WAYS_ROUND = {
    "bulk_insert_mappings",
    "bulk_save_objects",
    "bulk_update_mappings",
    "connection",
    "exec_driver_sql",
    "raw_connection",
}
"""Calls that reach the database without the session's safeguards."""
EXCUSED = {
    ("database.py", "exec_driver_sql"): "pragmas, and how a transaction begins",
    ("services/retention/journal.py", "raw_connection"): "a checkpoint of SQLite's journal, after the purge",
}


@pytest.fixture
def engine() -> Iterator[Engine]:
    """The tables alone, without keys to other tables being checked: the safeguards are the session's."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


def values(table: Table) -> dict[str, Any]:
    """Something for every column."""
    return {column.name: VALUES.get(kind(column), column.name) for column in table.columns}


def kind(column: Column[Any]) -> type:
    """What Python makes of the column; of a decorated type, of the one it decorates."""
    plain = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    return plain.python_type


def stored(session: Session, model: Any) -> Any:
    """A row that was there before, put in behind the session's back."""
    with session.get_bind().begin() as connection:
        connection.execute(insert(model.__table__).values(values(model.__table__)))
    return session.get_one(model, "id", options=[lazyload("*")])  # without the rows it points at


def by_adding(session: Session, model: Any) -> None:
    session.add(model(**values(model.__table__)))


def by_changing(session: Session, model: Any) -> None:
    row = stored(session, model)
    column = next(each for each in model.__table__.columns if each.name != "id")
    setattr(
        row,
        column.name,
        {
            str: "y",
            int: 2,
            object: {"x": 1},
            datetime: datetime(2027, 1, 2, tzinfo=UTC),
            date: date(2027, 1, 2),
        }[kind(column)],
    )


def by_deleting(session: Session, model: Any) -> None:
    session.delete(stored(session, model))


def by_bulk_insert(session: Session, model: Any) -> None:
    session.execute(insert(model).values(values(model.__table__)))


def by_bulk_update(session: Session, model: Any) -> None:
    session.execute(update(model).values(id="y"))


def by_bulk_delete(session: Session, model: Any) -> None:
    session.execute(delete(model))


def by_table_insert(session: Session, model: Any) -> None:
    session.execute(insert(model.__table__).values(values(model.__table__)))


def by_table_update(session: Session, model: Any) -> None:
    session.execute(update(model.__table__).values(id="y"))


def by_table_delete(session: Session, model: Any) -> None:
    session.execute(delete(model.__table__))


WAYS = [
    by_adding, by_changing, by_deleting, by_bulk_insert, by_bulk_update, by_bulk_delete, by_table_insert,
    by_table_update, by_table_delete,
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_no_governed_row_changes_unexplained(engine: Engine, way: Callable[[Session, Any], None]) -> None:
    passed = [model.__tablename__ for model in GOVERNED if passes(engine, way, model)]

    assert len(GOVERNED) > 15
    assert passed == []


def passes(engine: Engine, way: Callable[[Session, Any], None], model: Any) -> bool:
    """Whether a change made this way can be committed."""
    with Session(engine) as session:
        try:
            way(session, model)
            session.commit()
        except UnexplainedChange:
            return False
    return True


def test_every_table_is_governed_or_excused() -> None:
    governed = {model.__tablename__ for model in GOVERNED}

    assert set(Base.metadata.tables) - governed == set(UNGOVERNED)


def test_no_code_goes_round_the_session() -> None:
    """What a session cannot see is not called at all, but where it has to be."""
    found = {
        (str(module.relative_to(ROOT / "portal")), name)
        for module in (ROOT / "portal").rglob("*.py")
        for name in calls(module.read_text(encoding="utf-8"))
        if name in WAYS_ROUND
    }

    assert found == set(EXCUSED)


def calls(source: str) -> Iterator[str]:
    """The names of all methods that are called."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr
