"""Read keys: receipt time in milliseconds shifted left by 20 bits, plus a counter, never below the last key given."""

from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models import KeyHead
from portal.models.reads import KEY_COUNTER_BITS


def key_at(moment: datetime) -> int:
    """The first key of a millisecond."""
    return round(moment.timestamp() * 1000) << KEY_COUNTER_BITS


def received_at(key: int) -> datetime:
    """When the read of this key was received."""
    return datetime.fromtimestamp((key >> KEY_COUNTER_BITS) / 1000, UTC)


def lock_keys(session: Session) -> KeyHead:
    """The last key given, locked: nobody else adds reads until this transaction ends.

    Comes before the first query on reads of a transaction that needs it. Whoever adds the first read of a month makes
    its partition under this lock, and waits for everybody who has looked at reads.
    """
    return session.get_one(KeyHead, "read", with_for_update=True, populate_existing=True)


def reserve(session: Session, now: datetime, count: int) -> list[int]:
    """So many new keys, in order. Others wait for this transaction to end, so no key is ever given twice."""
    head = lock_keys(session)
    first = max(key_at(now), head.last + 1)
    keys = list(range(first, first + count))
    if keys:
        head.last = keys[-1]
        open_months(session, keys)
    return keys


def open_months(session: Session, keys: list[int]) -> None:
    """On PostgreSQL, makes sure that the months of the first and last key have their partitions."""
    if session.get_bind().dialect.name == "postgresql":
        for key in {keys[0], keys[-1]}:
            session.execute(select(func.open_read_month(key)))


def last_key(session: Session) -> int:
    """The newest key given."""
    return session.get_one(KeyHead, "read").last
