"""What a read leaves behind when it goes: its picture, its plate among the plates on file, its receipt."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from portal.models import DistinctPlate, HeldRead, Read, Receipt
from portal.services.retention.expiry import CHUNK

RECEIPTS_KEPT = timedelta(days=35)
"""How long a resend is recognised as one (DESIGN section 6)."""


def unnamed(session: Session, pictures: Iterable[str]) -> list[str]:
    """Those of these pictures, a chunk at most, that no read and no held read names.

    The answer stays true: a new picture has a new id, and a hold copies the name from a read that still has it.
    """
    asked = sorted(set(pictures) - {""})
    reads = select(Read.picture).where(Read.picture.in_(asked))
    held = select(HeldRead.picture).where(HeldRead.picture.in_(asked))
    named = set(session.scalars(reads.union(held)))
    return [picture for picture in asked if picture not in named]


def forget_plates(session: Session, plates: Iterable[str]) -> None:
    """Takes those of these plates, a chunk at most, from the plates on file that are in no read and no held read.

    The caller has locked the keys, as whoever adds reads does: nobody adds one of these plates meanwhile.
    """
    is_read = exists().where(Read.plate == DistinctPlate.plate)
    is_held = exists().where(HeldRead.plate == DistinctPlate.plate)
    session.execute(
        delete(DistinctPlate)
        .where(DistinctPlate.plate.in_(sorted(set(plates))), ~is_read, ~is_held)
        .execution_options(synchronize_session=False)
    )


def forget_receipts(session: Session, now: datetime) -> int:
    """Removes a chunk of the receipts older than 35 days, the oldest first; gives how many, 0 when none is left.

    A chunk ends between two moments of receipt, so it may be as much larger as the last batch is.
    """
    horizon = now - RECEIPTS_KEPT
    oldest = select(Receipt.received_at).where(Receipt.received_at < horizon)
    chunk = session.scalars(oldest.order_by(Receipt.received_at).limit(CHUNK)).all()
    if chunk:
        gone = delete(Receipt).where(Receipt.received_at <= chunk[-1]).returning(Receipt.device)
        return len(session.scalars(gone.execution_options(synchronize_session=False)).all())
    return 0
