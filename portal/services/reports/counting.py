"""How the record is counted: rows that agree in groups, and what an entry says was changed."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.ledger import Action
from portal.models import LedgerRow
from portal.rules.annual import Counts


@dataclass(frozen=True)
class Group:
    """So many rows of a year that agree in these."""

    kind: str
    action: str
    outcome: str
    purpose: str
    count: int


def grouped(session: Session, rows: ColumnElement[bool]) -> list[Group]:
    alike = (LedgerRow.kind, LedgerRow.action, LedgerRow.outcome, LedgerRow.purpose)
    query = select(*alike, func.count()).where(rows).group_by(*alike)
    return [Group(*found) for found in session.execute(query)]


def total(groups: Iterable[Group], action: Action) -> int:
    return sum(group.count for group in groups if group.action == action)


def tally(pairs: Iterable[tuple[str, int]]) -> Counts:
    """Sums by key, the most frequent first, then by name."""
    counter: Counter[str] = Counter()
    for key, count in pairs:
        counter[key] += count
    return dict(sorted(counter.items(), key=lambda item: (-item[1], item[0])))


def by_outcome(groups: Iterable[Group], action: Action) -> Counts:
    return tally((group.outcome, group.count) for group in groups if group.action == action)


def told(session: Session, rows: ColumnElement[bool], *actions: Action) -> Iterator[Any]:
    """The rows of these actions in order, with what changed; a thousand in memory at a time."""
    query = select(LedgerRow.action, LedgerRow.full_name, LedgerRow.changes)
    query = query.where(rows, LedgerRow.action.in_(actions)).order_by(LedgerRow.seq)
    yield from session.execute(query.execution_options(yield_per=1000))


def changed(changes: dict[str, Any], table: str) -> list[tuple[str, dict[str, Any]]]:
    """The rows of a table an entry tells of: (id, {column: [old, new]})."""
    return [
        (name[len(table) + 1 :], columns) for name, columns in changes.items() if name.startswith(f"{table}/")
    ]


def new(columns: dict[str, Any], name: str) -> str:
    """What a text column was set to; nothing where it was not."""
    return columns.get(name, [None, None])[1] or ""


def added(columns: dict[str, Any], name: str) -> int:
    """By how much a number grew."""
    before, after = columns.get(name, [None, None])
    return (after or 0) - (before or 0)
