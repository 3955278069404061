"""The one writer of the ledger: numbers, chains, inserts."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.ledger.entry import FIRST_PREVIOUS, Entry, columns, encode, seal
from portal.models import LedgerRow

HEAD_LOCK = 0x504C_4154_4542_4F4F
"""PostgreSQL advisory lock that holds the ledger's head (the letters PLATEBOO)."""
LOCK_SECONDS = 5
"""How long an append waits for its turn before the ledger counts as unavailable; SQLite's own wait is the engine's."""


def lock_head(session: Session) -> None:
    """Nobody else appends until this transaction ends. On SQLite writing transactions begin IMMEDIATE: held already."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.set_config("lock_timeout", f"{LOCK_SECONDS}s", True)))
        session.execute(select(func.pg_advisory_xact_lock(HEAD_LOCK)))


def append(session: Session, key: bytes, entries: Sequence[Entry]) -> list[int]:
    """Chains the entries to the head within the session's transaction; gives their sequence numbers, without gaps.

    The number is the head's plus one, not a database sequence: a rolled-back transaction leaves no gap.
    """
    lock_head(session)
    head = session.execute(
        select(LedgerRow.seq, LedgerRow.mac).order_by(LedgerRow.seq.desc()).limit(1)
    ).first()
    seq, previous = (head.seq, head.mac) if head else (0, FIRST_PREVIOUS)
    numbers = []
    for entry in entries:
        seq += 1
        body = encode(entry, seq, previous)
        previous = seal(key, body)
        session.add(LedgerRow(**columns(body), body=body, mac=previous))
        numbers.append(seq)
    session.flush()
    return numbers
