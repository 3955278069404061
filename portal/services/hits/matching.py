"""Which live entries a read matches. Live is settled at the moment of receipt, whatever any job has done."""

from collections.abc import Sequence

from sqlalchemy import select, true

from portal.ledger import Action
from portal.models import Device, Hit, HotlistDecision, HotlistEntry, Kind, Read
from portal.rules.plates import variants
from portal.services.hotlists.entries import is_live
from portal.services.work import Work

EXACT, POSSIBLE = "exact", "possible"


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
