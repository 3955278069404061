"""Is the record whole? Finds edits, insertions, deletions, reorderings, swaps, and with a checkpoint a cut tail.

Without a checkpoint a record whose newest rows were cut off looks whole: nothing in the database says how long it was.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hmac import compare_digest
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal.ledger.checkpoint import Checkpoint
from portal.ledger.entry import FIRST_PREVIOUS, columns, previous_named, seal
from portal.models import LedgerRow

BATCH = 1000
UNREADABLE = (ValueError, TypeError, OverflowError, MemoryError, SQLAlchemyError)
"""What reading a row raises where somebody wrote another type than the column's, as SQLite lets them."""


@dataclass(frozen=True)
class Fault:
    """What is wrong at one sequence number."""

    seq: int
    reason: str


@dataclass
class Verification:
    """How far the record was read and every fault found, in order."""

    rows: int = 0
    last_seq: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def passes(self) -> bool:
        return not self.faults

    @property
    def first_bad_seq(self) -> int | None:
        return min((fault.seq for fault in self.faults), default=None)

    def add(self, seq: int, reason: str) -> None:
        self.faults.append(Fault(seq, reason))


def verify(session: Session, key: bytes, checkpoint: Checkpoint | None = None) -> Verification:
    """Reads the whole record, and goes on after a bad row so that one fault does not hide the next."""
    found = Verification()
    follow(found, rows(session), key, FIRST_PREVIOUS, checkpoint)
    if not found.rows:
        found.add(1, "the record is empty, yet founding the installation wrote its first row")
    elif checkpoint and found.last_seq < checkpoint.seq:
        found.add(found.last_seq + 1, f"the tail is cut: the checkpoint saw row {checkpoint.seq}")
    return found


def verify_newest(session: Session, key: bytes, count: int) -> Verification:
    """Reads the newest rows alone, so many at most, the first of them against the row before it."""
    found = Verification()
    newest = select(LedgerRow.seq).order_by(LedgerRow.seq.desc()).limit(count + 1)
    numbers = session.scalars(newest).all()[::-1]
    previous: bytes | None = FIRST_PREVIOUS
    if len(numbers) > count:
        before, *numbers = numbers
        (row,) = read(session, [before])
        found.last_seq, previous = before, row.mac if row else None
    if not numbers:
        found.add(1, "the record is empty, yet founding the installation wrote its first row")
        return found
    follow(found, zip(numbers, read(session, numbers), strict=True), key, previous)
    return found


def follow(
    found: Verification,
    numbered: Iterable[tuple[Any, LedgerRow | None]],
    key: bytes,
    previous: bytes | None,
    checkpoint: Checkpoint | None = None,
) -> None:
    """Goes from row to row after `found.last_seq`, whose MAC is `previous`, and adds each fault to `found`."""
    for number, row in numbered:
        found.rows += 1
        due = found.last_seq + 1
        if not isinstance(number, int) or number < due:
            found.add(
                due, f"a row stands before it under the number {number!r}, which the record never gives"
            )
            continue
        if number > due:
            found.add(due, f"{span(due, number - 1)} missing")
            previous = None
        reason, previous = judge(row, key, previous)
        if reason:
            found.add(number, reason)
        if checkpoint and number == checkpoint.seq and previous != checkpoint.mac:
            found.add(number, "the row is not the one the checkpoint was made of")
        found.last_seq = number


def span(first: int, last: int) -> str:
    return f"row {first} is" if first == last else f"rows {first} to {last} are"


def rows(session: Session) -> Iterator[tuple[Any, LedgerRow | None]]:
    """Every row under its number, a batch at a time so that memory stays flat; None for one that cannot be read."""
    query = select(LedgerRow.seq).order_by(LedgerRow.seq).limit(BATCH)
    numbers = session.scalars(query).all()
    while numbers:
        yield from zip(numbers, read(session, numbers), strict=True)
        session.expunge_all()
        numbers = session.scalars(query.where(LedgerRow.seq > numbers[-1])).all()


def read(session: Session, numbers: Sequence[Any]) -> list[LedgerRow | None]:
    """The rows of these numbers: at one go, or one by one where one of them cannot be read."""
    try:
        batch = session.scalars(select(LedgerRow).where(LedgerRow.seq.between(numbers[0], numbers[-1]))).all()
    except UNREADABLE:
        if len(numbers) == 1:
            return [None]
        return [row for number in numbers for row in read(session, [number])]
    by_number = {row.seq: row for row in batch}
    return [by_number[number] for number in numbers]


def judge(row: LedgerRow | None, key: bytes, previous: bytes | None) -> tuple[str, bytes | None]:
    """What is wrong with the row ("" if nothing), and the MAC the next row must name (None where that is unknown).

    Where `previous` is None (the row before is missing or altered) only the row itself is judged.
    """
    if row is None or not (isinstance(row.body, bytes) and isinstance(row.mac, bytes)):
        return "the row cannot be read: its columns were altered", None
    body, mac = row.body, row.mac
    if not compare_digest(seal(key, body), mac):
        return "the row was altered, or written without the key", None
    if altered := altered_columns(row, body):
        return f"columns were altered: {', '.join(altered)}", mac
    if previous is not None and previous_named(body) != previous:
        return "the row does not follow the one before it", mac
    return "", mac


def altered_columns(row: LedgerRow, body: bytes) -> list[str]:
    """The columns that do not say what the body says."""
    told = columns(body)
    kept = {name: getattr(row, name) for name in told}
    if as_text(kept) == as_text(told):
        return []
    return sorted(name for name in told if as_text(kept[name]) != as_text(told[name]))


def as_text(value: Any) -> str:
    """Compared as text, since Python holds 1, 1.0 and True to be the same."""
    return json.dumps(value, sort_keys=True, default=repr)
