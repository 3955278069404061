"""What every database session in this process promises: no governed change without its ledger entry.

A session notes each governed row it inserts, changes or deletes. At commit every one of them must be the subject of an
entry queued in the same transaction, else nothing is saved. Old and new values are taken from SQLAlchemy during the
flush (afterwards the history is gone) and written into the entry, so nobody lists fields by hand.
"""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import FromClause, event, inspect
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from portal.ledger.entry import Entry, plain_value
from portal.ledger.record import Ledger
from portal.models import Base, Governed


class UnexplainedChange(RuntimeError):
    """Code tried to commit a governed change that no ledger entry explains."""


@dataclass(frozen=True)
class Queued:
    """An entry waiting for the commit, with the rows it explains. The first of them is its subject."""

    entry: Entry
    rows: tuple[Governed, ...]


def queue(session: Session, entry: Entry, *rows: Governed) -> None:
    """Has the entry written when the session commits, in the same transaction."""
    session.info.setdefault("queued", []).append(Queued(entry, rows))


def has_changes(session: Session) -> bool:
    """Whether the session has written, or is about to."""
    return bool(session.info.get("written") or session.new or session.deleted) or any(
        session.is_modified(row) for row in session.dirty
    )


def name_of(row: Governed) -> tuple[str, str]:
    return (row.__tablename__, row.id)  # type: ignore[attr-defined]  # every governed class is a mapped one


@event.listens_for(Session, "after_flush")
def note_changes(session: Session, _: UOWTransaction) -> None:
    touched = [*session.new, *session.deleted, *filter(session.is_modified, session.dirty)]
    if touched:
        session.info["written"] = True
    changed = session.info.setdefault("changed", {})
    for row in touched:
        if isinstance(row, Governed):
            gone = row in session.deleted
            merge(changed.setdefault(name_of(row), {}), loss(row) if gone else difference(row))


def merge(known: dict[str, list[Any]], newer: dict[str, list[Any]]) -> None:
    """Adds what a later flush of the transaction changed: the oldest value stays, the newest counts."""
    for name, (old, new) in newer.items():
        known[name] = [known[name][0] if name in known else old, new]


def loss(row: Governed) -> dict[str, list[Any]]:
    """Every value a deleted row held."""
    state = inspect(row, raiseerr=True)
    return {
        each.key: [told(row, each.key, state.dict.get(each.key)), None] for each in state.mapper.column_attrs
    }


def difference(row: Governed) -> dict[str, list[Any]]:
    """Old and new value of each column this flush changes."""
    state = inspect(row, raiseerr=True)
    histories = {each.key: state.attrs[each.key].history for each in state.mapper.column_attrs}
    return {
        name: [told(row, name, (history.deleted or [None])[0]), told(row, name, (history.added or [None])[0])]
        for name, history in histories.items()
        if history.has_changes()
    }


def told(row: Governed, name: str, value: Any) -> Any:
    """The value as the ledger keeps it; of what it must not hold, only that there was one."""
    return "not told" if value and name in row.UNTOLD else plain_value(value)


@event.listens_for(Session, "before_commit")
def explain_changes(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    changed: dict[tuple[str, str], dict[str, Any]] = dict(session.info.get("changed", {}))
    entries = [explained(queued, changed) for queued in session.info.pop("queued", [])]
    if changed:
        raise UnexplainedChange(f"no ledger entry for {sorted(changed)}")
    if entries:
        ledger: Ledger = session.info["ledger"]
        ledger.append_in(session, entries)


def explained(queued: Queued, changed: dict[tuple[str, str], dict[str, Any]]) -> Entry:
    """The entry with its subject and the changes of all its rows; those rows need no further entry."""
    changes = {"/".join(name_of(row)): changed.pop(name_of(row), {}) for row in queued.rows}
    entry = replace(queued.entry, changes={name: each for name, each in changes.items() if each})
    if queued.rows and not entry.subject_type:
        subject_type, subject_id = name_of(queued.rows[0])
        entry = replace(entry, subject_type=subject_type, subject_id=subject_id)
    return entry


@event.listens_for(Session, "after_commit")
def forget_after_commit(session: Session) -> None:
    if not session.in_nested_transaction():
        forget(session)


@event.listens_for(Session, "after_soft_rollback")
def forget_after_rollback(session: Session, _: Any) -> None:
    if not session.in_transaction():
        forget(session)


def forget(session: Session) -> None:
    for name in ("written", "changed", "queued"):
        session.info.pop(name, None)


@event.listens_for(Session, "do_orm_execute")
def refuse_bulk_writes(state: ORMExecuteState) -> None:
    if not (state.is_insert or state.is_update or state.is_delete):
        return
    state.session.info["written"] = True
    table = getattr(state.statement, "table", None)
    if table in governed_tables():
        raise UnexplainedChange(f"a bulk write passes the ledger by: {table}")


@cache
def governed_tables() -> frozenset[FromClause]:
    mappers = Base.registry.mappers
    return frozenset(mapper.local_table for mapper in mappers if issubclass(mapper.class_, Governed))
