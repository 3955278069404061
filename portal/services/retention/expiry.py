"""Which reads of a source have been kept for their minimum, found by their keys alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from portal.agencies.keeping import Period
from portal.models import HeldRead, Read
from portal.rules.retention import past_minimum_at
from portal.services.reads.keys import key_at, received_at

CHUNK = 500
"""Reads looked at in one transaction: a writer then never waits long (under 50 ms)."""

UNEVEN = timedelta(days=2)
"""By more than this no two calendar years differ: a leap day and an hour of daylight saving."""

Found = Row[int, str, str]
"""Key, plate and picture of a read."""


@dataclass(frozen=True)
class Expiry:
    """The question "is this read past its minimum?" for one source at one moment."""

    source: str
    minimum: Period
    zone: str
    now: datetime

    @property
    def received_by(self) -> datetime:
        """No read received after this moment is past its minimum. Some received before it may not be either:
        calendar years are uneven (29 February, the hour that comes twice), so each read is asked for itself."""
        if self.minimum.days is not None:
            return self.now - timedelta(days=self.minimum.days)
        local = self.now.astimezone(ZoneInfo(self.zone))
        year = local.year - (self.minimum.years or 0)
        try:
            earlier = local.replace(year=year)
        except ValueError:  # on 29 February the whole of last year's 28th is past, nothing of 1 March
            earlier = datetime(year, 3, 1, tzinfo=local.tzinfo)
        return max(earlier.replace(fold=fold).astimezone(UTC) for fold in (0, 1))

    def is_past(self, key: int) -> bool:
        """Whether the read of this key has been kept for its minimum: at the moment itself, it has."""
        return past_minimum_at(received_at(key), self.minimum, self.zone) <= self.now

    def candidates(self, session: Session, after: int) -> Sequence[Found]:
        """The next reads of the source in key order that may be past their minimum, a chunk at most."""
        query = (
            select(Read.key, Read.plate, Read.picture)
            .where(Read.source == self.source, Read.key > after, Read.key < self.end)
            .order_by(Read.key)
            .limit(CHUNK)
        )
        return session.execute(query).all()

    def count_held(self, session: Session) -> int:
        """How many reads past their minimum a hold keeps."""
        certain = key_at(self.received_by - UNEVEN)
        held = select(HeldRead.key).where(HeldRead.source == self.source)
        count = select(func.count()).select_from(held.where(HeldRead.key < certain).subquery())
        doubtful = session.scalars(held.where(HeldRead.key >= certain, HeldRead.key < self.end))
        return (session.scalar(count) or 0) + sum(self.is_past(key) for key in doubtful)

    @property
    def end(self) -> int:
        """The first key received too late to be past its minimum."""
        return key_at(self.received_by + timedelta(milliseconds=1))
