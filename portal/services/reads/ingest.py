"""Taking pictures in: durable before they are acknowledged, each sent picture once, matched as they arrive."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.ledger import Action, digest_of
from portal.models import Batch, Device, DistinctPlate, Hit, Kind, Read, Receipt, opaque_id
from portal.services.hits.matching import raise_hits
from portal.services.reads.keys import reserve
from portal.services.reads.recognise import Sighting, sightings
from portal.services.work import Told, Work
from portal.storage import StoredPicture, new_picture_id

AHEAD = timedelta(minutes=5)
"""A device's clock that runs further ahead of receipt is kept aside, not believed (DESIGN section 6)."""


@dataclass(frozen=True)
class Capture:
    """A picture as a device sent it. `sender_ref` is the sender's own name for it, for telling a resend."""

    data: bytes
    captured_at: datetime
    sender_ref: str = ""

    @property
    def reference(self) -> str:
        return self.sender_ref or hashlib.sha256(self.data).hexdigest()


Recognised = tuple[Capture, StoredPicture, list[Sighting]]


@dataclass(frozen=True)
class Taken:
    """What was stored, and is durable."""

    batch: str
    pictures: int
    plates: tuple[str, ...]
    hits: int
    digest: str
    repeated: int = 0
    """Pictures sent before, and not stored again."""


def ingest(
    work: Work,
    device: Device,
    captures: Sequence[Capture],
    recognise: Callable[[bytes], list[Sighting]] = sightings,
) -> Taken:
    """Stores the pictures and what was read in them, raises hits, and commits: the answer is a promise.

    One small transaction: a caller with many pictures sends them in chunks. Recognition and the encrypted write come
    first, so that the database is held only for the rows. Raises `recognition.UnreadableImage` and
    `recognition.EngineUnavailable` before anything is stored, `StorageUnavailable`, `LedgerUnavailable`.
    """
    seen = [recognise(capture.data) for capture in captures]
    with work.tools.store.writing():
        stored = [work.tools.store.put(new_picture_id(), capture.data) for capture in captures]
        fresh: list[Recognised] = []
        repeated: list[Recognised] = []
        for capture, picture, found in zip(captures, stored, seen, strict=True):
            kept = take(work.session, device, capture, work.now)
            (fresh if kept else repeated).append((capture, picture, found))
        reads = new_reads(work, device, fresh)
        taken = acknowledge(work, device, reads, len(fresh), len(repeated))
        work.session.commit()
    work.tools.store.delete([picture.picture_id for _, picture, _ in repeated])
    return taken


def take(session: Session, device: Device, capture: Capture, now: datetime) -> bool:
    """Notes the receipt; False when this device sent this picture before."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    receipt = insert(Receipt).values(
        device=device.number,
        captured_at=capture.captured_at,
        sender_ref=capture.reference,
        received_at=now,
    )
    return session.scalar(receipt.on_conflict_do_nothing().returning(Receipt.device)) is not None


def new_reads(work: Work, device: Device, fresh: Sequence[Recognised]) -> list[Read]:
    """The rows of these pictures: one for each plate seen, one with empty text where none was."""
    batch = opaque_id()
    keys = iter(reserve(work.session, work.now, sum(len(found) for _, _, found in fresh)))
    reads = [
        new_read(next(keys), batch, device, capture, picture, sighting, work.now)
        for capture, picture, found in fresh
        for sighting in found
    ]
    work.session.add_all(reads)
    note_plates(work.session, {read.plate for read in reads if read.plate})
    work.session.flush()
    return reads


def new_read(
    key: int,
    batch: str,
    device: Device,
    capture: Capture,
    picture: StoredPicture,
    seen: Sighting,
    now: datetime,
) -> Read:
    ahead = capture.captured_at > now + AHEAD
    return Read(
        key=key,
        plate=seen.text,
        state=seen.state,
        captured_at=now if ahead else capture.captured_at,
        device_time=capture.captured_at if ahead else None,
        device=device.number,
        source=device.source,
        latitude=device.latitude,
        longitude=device.longitude,
        vehicle={},
        confidence=seen.confidence,
        candidates=[list(each) for each in seen.candidates],
        characters=[list(each) for each in seen.characters],
        regions=[list(each) for each in seen.regions],
        quality=dict(seen.quality),
        box=list(seen.box),
        engine=seen.engine,
        model_hash=seen.model_hash,
        picture=picture.picture_id,
        picture_sha256=picture.sha256,
        batch=batch,
    )


def note_plates(session: Session, plates: set[str]) -> None:
    """Adds to the plates on file those that are new to it."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    for plate in sorted(plates):
        session.execute(insert(DistinctPlate).values(plate=plate).on_conflict_do_nothing())


def acknowledge(work: Work, device: Device, reads: list[Read], pictures: int, repeated: int) -> Taken:
    """The batch as a record, and the hits its reads raise."""
    hits: list[Hit] = raise_hits(work, device, reads)
    digest = digest_of(read.key for read in reads)
    batch = Batch(
        id=reads[0].batch if reads else opaque_id(),
        received_at=work.now,
        device=device.number,
        pictures=pictures,
        reads=len(reads),
        digest=digest,
    )
    work.session.add(batch)
    work.session.flush()
    work.record(
        Action.READS_INGESTED,
        batch,
        kind=Kind.SYSTEM,
        count=len(reads),
        digest=digest,
        told=Told(filters={"device": device.name}),
    )
    return Taken(batch.id, pictures, tuple(read.plate for read in reads), len(hits), digest, repeated)
