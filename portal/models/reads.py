"""Reads and what surrounds them, in the shape they keep while they grow without bound.

A read's key is its receipt time: milliseconds since 1970 shifted left by 20 bits, plus a counter, and never
below the last key given. So the key is sort order, retention clock and, on PostgreSQL, the monthly partition.
A hold copies its reads into `held_read`, which is not partitioned: a month can then be dropped whole without
touching evidence.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, Governed, UtcDateTime

KEY_COUNTER_BITS = 20
PLATE = String(12).with_variant(Text(collation="C"), "postgresql")


class ReadFacts:
    """The columns a read has, wherever it is kept."""

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    plate: Mapped[str] = mapped_column(PLATE)
    """What was read, upper case without separators; empty when unsure or when there is no plate."""
    state: Mapped[str] = mapped_column(String(2), default="")
    captured_at: Mapped[datetime] = mapped_column(UtcDateTime)
    device_time: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """The device's own time, kept aside when it ran more than five minutes ahead of receipt."""
    device: Mapped[int] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(Text)
    direction: Mapped[str] = mapped_column(Text, default="")
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    vehicle: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    confidence: Mapped[float] = mapped_column(Float, default=0.0)
    """How sure the engine is of `plate`, 0 to 1; where it is empty, of the first candidate."""
    candidates: Mapped[list[Any]] = mapped_column(JSON, default=list)
    """Pairs of a text and how likely it is, the likeliest first."""
    characters: Mapped[list[Any]] = mapped_column(JSON, default=list, server_default="[]")
    """Pairs of a character as it was seen, before anything was ranked, and how sure the reader was of it."""
    regions: Mapped[list[Any]] = mapped_column(JSON, default=list, server_default="[]")
    """Triples of a state as `us-ca`, how likely it is, and what says so: syntax, header or model."""
    quality: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """The measures of `recognition.Quality` by name; rows of before a measure was added lack it."""
    box: Mapped[list[int]] = mapped_column(JSON, default=list)
    engine: Mapped[str] = mapped_column(Text, default="")
    model_hash: Mapped[str] = mapped_column(Text, default="")
    picture: Mapped[str] = mapped_column(String(32), default="", index=True)
    picture_sha256: Mapped[str] = mapped_column(String(64), default="")
    batch: Mapped[str] = mapped_column(String(32))


class Read(ReadFacts, Base):
    """One plate seen, or one picture in which none was read."""

    __tablename__ = "read"
    __table_args__ = (
        Index("ix_read_plate_captured_at_key", "plate", "captured_at", "key"),
        Index("ix_read_device_captured_at_key", "device", "captured_at", "key"),
        Index("ix_read_captured_at_key", "captured_at", "key"),
        {"postgresql_partition_by": "RANGE (key)"},
    )


class HeldRead(ReadFacts, Base):
    """The copy of a read that a hold keeps, for as long as a hold item points at it."""

    __tablename__ = "held_read"
    __table_args__ = (Index(None, "plate", "captured_at", "key"),)


class Receipt(Base):
    """What a device sent and we took, so that a resend is harmless. Kept 35 days."""

    __tablename__ = "receipt"

    device: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    captured_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    sender_ref: Mapped[str] = mapped_column(Text, primary_key=True)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class KeyHead(Base):
    """The last read key given, one row: keys never go back, even when the clock does."""

    __tablename__ = "key_head"

    name: Mapped[str] = mapped_column(String(10), primary_key=True)
    last: Mapped[int] = mapped_column(BigInteger)


class DistinctPlate(Base):
    """Each plate text on file once: partial plates are looked up here, never by LIKE over reads."""

    __tablename__ = "distinct_plate"

    plate: Mapped[str] = mapped_column(PLATE, primary_key=True)


class Batch(Governed, Base):
    """One acknowledged ingest: so many pictures and reads, and the digest of their ids."""

    __tablename__ = "batch"

    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    device: Mapped[int] = mapped_column(Integer)
    pictures: Mapped[int] = mapped_column(Integer)
    reads: Mapped[int] = mapped_column(Integer)
    digest: Mapped[str] = mapped_column(String(64))


class Search(Governed, Base):
    """A look-up as a record: without this row there is no page of results."""

    __tablename__ = "search"

    person_id: Mapped[str] = mapped_column(String(32), ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    plate_typed: Mapped[str] = mapped_column(Text)
    plate: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(2))
    since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    device: Mapped[int | None] = mapped_column(Integer)
    purpose: Mapped[str] = mapped_column(Text)
    case_number: Mapped[str] = mapped_column(Text)
    no_case_reason: Mapped[str] = mapped_column(Text)
    narrative: Mapped[str] = mapped_column(Text)
    suspicion: Mapped[str] = mapped_column(Text)
    on_behalf_of: Mapped[str] = mapped_column(Text)
    last_key: Mapped[int] = mapped_column(BigInteger)
    """The newest read there was: the search shows nothing received after it, whenever it is opened again."""
