"""Which live entries a read matches. Live is settled here, at the moment of receipt, whatever any job has done."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, true

from portal.ledger import Action
from portal.models import Device, Hit, HotlistDecision, HotlistEntry, Kind, Read, Verdict
from portal.rules.plates import variants
from portal.services.work import Work

EXACT, POSSIBLE = "exact", "possible"


def is_live(now: datetime) -> ColumnElement[bool]:
    """An entry alerts from its approval until its time is up, to the second, unless it was removed."""
    return (
        (HotlistDecision.verdict == Verdict.APPROVED)
        & (HotlistDecision.decided_at <= now)
        & or_(HotlistDecision.live_until.is_(None), HotlistDecision.live_until > now)
        & HotlistEntry.removed_at.is_(None)
    )


def raise_hits(work: Work, device: Device, reads: Sequence[Read]) -> list[Hit]:
    """A hit for every live entry each of these reads matches: exactly, or possibly where only characters that are
    easily confused differ. A possible hit is shown as such and never confirms itself."""
    hits = [
        new_hit(work, device, read, entry)
        for read in reads
        if read.plate
        for entry in matching_entries(work, read)
    ]
    work.session.add_all(hits)
    work.session.flush()
    for hit in hits:
        work.record(Action.HIT_RAISED, hit, kind=Kind.SYSTEM, outcome=hit.match)
    return hits


def matching_entries(work: Work, read: Read) -> Sequence[HotlistEntry]:
    query = (
        select(HotlistEntry)
        .join(HotlistDecision)
        .where(HotlistEntry.plate.in_(variants(read.plate)), is_live(work.now))
        .where(HotlistEntry.state.in_({"", read.state}) if read.state else true())
        .order_by(HotlistDecision.decided_at)
    )
    return work.session.scalars(query).all()


def new_hit(work: Work, device: Device, read: Read, entry: HotlistEntry) -> Hit:
    return Hit(
        read_key=read.key,
        entry_id=entry.id,
        plate=read.plate,
        match=EXACT if read.plate == entry.plate else POSSIBLE,
        device_name=device.name,
        location=device.location,
        captured_at=read.captured_at,
        raised_at=work.now,
    )
