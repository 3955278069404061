"""The certificate of a purge, brought up to date with every chunk in the chunk's own transaction."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from portal.ledger import Action, digest_of
from portal.models import DestructionAuthority, Kind, PurgeRun
from portal.services.retention.expiry import Expiry, Found
from portal.services.work import Work


class Certificate:
    """Tells at every moment what its purge has destroyed so far: numbers, and SHA-256 over the keys in order."""

    def __init__(self, work: Work, expiry: Expiry, authority: DestructionAuthority) -> None:
        self.run = PurgeRun(
            source=expiry.source,
            authority_id=authority.id,
            started_at=work.now,
            received_before=expiry.received_by,
            reads=0,
            pictures=0,
            held=0,
        )
        self._work = work
        self._expiry = expiry
        self._keys = hashlib.sha256()

    def add(self, destroyed: Sequence[Found], pictures: Sequence[str], moment: datetime) -> None:
        """Adds a chunk destroyed at `moment`, and tells the ledger; both are saved by the commit that deletes it."""
        work = self._work
        self._keys.update("".join(f"{read.key}\n" for read in destroyed).encode())
        self.run.reads += len(destroyed)
        self.run.pictures += len(pictures)
        self.run.held = self._expiry.count_held(work.session)
        self.run.digest = self._keys.hexdigest()
        self.run.finished_at = moment
        work.session.add(self.run)
        work.session.flush()
        replace(work, now=moment).record(
            Action.PURGE_RUN,
            self.run,
            kind=Kind.JOB,
            count=len(destroyed),
            digest=digest_of(read.key for read in destroyed),
        )
