"""Is the record whole? Finds edits, insertions, deletions, reorderings, swaps, and with a checkpoint a cut tail."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hmac import compare_digest

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.ledger.checkpoint import Checkpoint
from portal.ledger.entry import FIRST_PREVIOUS, columns, seal
from portal.models import LedgerRow

BATCH = 1000


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


def verify(session: Session, key: bytes, checkpoint: Checkpoint | None = None) -> Verification:
    """Reads the whole record, and goes on after a bad row so that one fault does not hide the next."""
    found = Verification()
    previous = FIRST_PREVIOUS
    for row in rows(session):
        follows: bytes | None = previous
        if row.seq != found.last_seq + 1:
            found.faults.append(Fault(found.last_seq + 1, "a row is missing here"))
            follows = None
        found.faults += [Fault(row.seq, reason) for reason in faults_of(row, key, follows)]
        if checkpoint and row.seq == checkpoint.seq and not compare_digest(row.mac, checkpoint.mac):
            found.faults.append(Fault(row.seq, "the row is not the one the checkpoint was made of"))
        found.rows, found.last_seq, previous = found.rows + 1, row.seq, row.mac
    if checkpoint and found.last_seq < checkpoint.seq:
        found.faults.append(
            Fault(found.last_seq + 1, f"the tail is cut: the checkpoint saw row {checkpoint.seq}")
        )
    return found


def rows(session: Session) -> Iterator[LedgerRow]:
    """Every row by sequence, a batch at a time, so that memory stays flat."""
    last = -1
    while batch := list(
        session.scalars(select(LedgerRow).where(LedgerRow.seq > last).order_by(LedgerRow.seq).limit(BATCH))
    ):
        yield from batch
        last = batch[-1].seq
        session.expunge_all()


def faults_of(row: LedgerRow, key: bytes, previous: bytes | None) -> list[str]:
    """What is wrong with one row: at most one reason, the first that applies. Without `previous` (a row is missing
    before it) only the row itself is judged."""
    body = bytes(row.body)
    if not compare_digest(seal(key, body), row.mac):
        return ["the row was altered, or written without the key"]
    facts = columns(body)
    differing = sorted(name for name, value in facts.items() if getattr(row, name) != value)
    if differing:
        return [f"columns were altered: {', '.join(differing)}"]
    if previous is not None and f'"prev":"{previous.hex()}"'.encode() not in body:
        return ["the row does not follow the one before it"]
    return []
