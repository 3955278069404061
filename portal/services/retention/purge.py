"""Destroying reads that have been kept for their time.

A purge is many transactions. Each takes the lock that holds take too, asks `go_on` whether this run may still write,
deletes a chunk of rows, and brings the certificate up to date with a ledger entry of the chunk: rows, certificate and
entry are saved together or not at all. Only then do the chunk's pictures go. A run that dies leaves a certificate of
exactly what it destroyed, and at most pictures without a row, which the sweep takes; the next run begins a certificate
of its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.models import DestructionAuthority, HeldRead, PurgeRun, Read
from portal.rules.retention import check_purge
from portal.services.reads.keys import lock_keys
from portal.services.retention.certificate import Certificate
from portal.services.retention.expiry import CHUNK, Expiry, Found
from portal.services.retention.journal import empty_journal
from portal.services.retention.lock import take_purge_lock
from portal.services.retention.traces import forget_plates, unnamed
from portal.services.work import Work

GoOn = Callable[[Session], datetime]
"""Asked in every transaction before it writes: raises when this run may write no more, else tells the time."""


@dataclass(frozen=True)
class Preview:
    """What a purge would destroy and keep."""

    reads: int
    pictures: int
    held: int


def permitted(work: Work, source: str) -> tuple[Expiry, DestructionAuthority]:
    """The question to ask of each read, and the authority to act on the answer.

    Raises `RuleBroken` where nothing may be purged, `KeyError` for a source the profile does not have.
    """
    authority = authority_for(work.session, source)
    minimum = check_purge(work.profile.retention.sources[source], authorised=authority is not None)
    assert authority is not None  # noqa: S101 - the rule has just refused a purge without one
    return Expiry(source, minimum, work.profile.agency.time_zone, work.now), authority


def authority_for(session: Session, source: str) -> DestructionAuthority | None:
    """The newest authority to destroy that is on file for a source."""
    query = select(DestructionAuthority).where(DestructionAuthority.source == source)
    return session.scalars(query.order_by(DestructionAuthority.recorded_at.desc()).limit(1)).one_or_none()


def purge(work: Work, source: str, go_on: GoOn) -> PurgeRun:
    """Destroys what is past its minimum in this source, and commits chunk by chunk; gives the certificate.

    Raises as `permitted` before anything is touched, and what `go_on` raises between two chunks.
    """
    # Before the first chunk is the place for a signed manifest, a day of grace and a circuit breaker.
    expiry, authority = permitted(work, source)
    certificate = Certificate(work, expiry, authority)
    after: int | None = -1
    while after is not None:
        after = purge_chunk(work, expiry, certificate, after, go_on)
    empty_journal(work.session)
    return certificate.run


def purge_chunk(work: Work, expiry: Expiry, certificate: Certificate, after: int, go_on: GoOn) -> int | None:
    """Destroys one chunk of what follows a key, and commits; gives the key it came to, None at the end."""
    session = work.session
    take_purge_lock(session)
    moment = go_on(session)
    lock_keys(session)
    candidates = expiry.candidates(session, after)
    expired = [read for read in candidates if expiry.is_past(read.key)]
    kept = held(session, expired)
    pictures = destroy(session, expired)
    certificate.add([read for read in expired if read.key not in kept], pictures, moment)
    session.commit()
    work.tools.store.delete(pictures)
    return candidates[-1].key if len(candidates) == CHUNK else None


def held(session: Session, expired: Sequence[Found]) -> set[int]:
    """The keys of those a hold keeps: their row goes, their copy and picture stay, so they are not destroyed."""
    keys = [read.key for read in expired]
    return set(session.scalars(select(HeldRead.key).where(HeldRead.key.in_(keys))))


def destroy(session: Session, expired: Sequence[Found]) -> list[str]:
    """Deletes these rows; gives the pictures that nothing names any more."""
    keys = [read.key for read in expired]
    session.execute(delete(Read).where(Read.key.in_(keys)).execution_options(synchronize_session=False))
    forget_plates(session, {read.plate for read in expired})
    return unnamed(session, {read.picture for read in expired})


def preview(work: Work, source: str) -> Preview:
    """Counts what a purge would destroy now, and changes nothing. Raises as `permitted`."""
    expiry, _ = permitted(work, source)
    reads, pictures, after = 0, set[str](), -1
    while candidates := expiry.candidates(work.session, after):
        expired = [read for read in candidates if expiry.is_past(read.key)]
        reads += len(expired) - len(held(work.session, expired))
        pictures |= would_go(work.session, expiry, {read.picture for read in expired} - {""})
        after = candidates[-1].key
    return Preview(reads, len(pictures), expiry.count_held(work.session))


def would_go(session: Session, expiry: Expiry, pictures: set[str]) -> set[str]:
    """Those of these pictures, a chunk at most, that only expired reads of the source name."""
    held = set(session.scalars(select(HeldRead.picture).where(HeldRead.picture.in_(pictures))))
    reads = session.execute(select(Read.picture, Read.key, Read.source).where(Read.picture.in_(pictures)))
    kept = {picture for picture, key, source in reads if source != expiry.source or not expiry.is_past(key)}
    return pictures - held - kept
