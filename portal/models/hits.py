"""Hits: a read that matched a live entry, and the dispatch steps worked on it."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.models.base import Base, Governed, UtcDateTime
from portal.models.hotlists import HotlistEntry
from portal.models.reads import PLATE


class Hit(Governed, Base):
    """One read matched one entry. It keeps its own copy of what was read, since reads are purged."""

    __tablename__ = "hit"

    read_key: Mapped[int] = mapped_column(BigInteger, index=True)
    entry_id: Mapped[str] = mapped_column(String(32), ForeignKey("hotlist_entry.id"))
    plate: Mapped[str] = mapped_column(PLATE)
    match: Mapped[str] = mapped_column(String(10))
    """`exact`, or `possible` when only characters that are easily confused differ."""
    device_name: Mapped[str] = mapped_column(Text)
    location: Mapped[str] = mapped_column(Text)
    captured_at: Mapped[datetime] = mapped_column(UtcDateTime)
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    entry: Mapped[HotlistEntry] = relationship(lazy="joined", innerjoin=True)
    steps: Mapped[list["HitStep"]] = relationship(order_by="HitStep.at", lazy="selectin")

    __table_args__ = (UniqueConstraint("read_key", "entry_id"),)


class HitStep(Governed, Base):
    """A step of the dispatch procedure that somebody took, and when. Kept as made."""

    __tablename__ = "hit_step"

    hit_id: Mapped[str] = mapped_column(String(32), ForeignKey("hit.id"), index=True)
    step: Mapped[str] = mapped_column(String(5))
    outcome: Mapped[str] = mapped_column(String(10))
    """`done`; for the confirmation `started`, then `positive` or `negative`."""
    note: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    user_name: Mapped[str] = mapped_column(Text)
    full_name: Mapped[str] = mapped_column(Text)

    __table_args__ = (UniqueConstraint("hit_id", "step", "outcome"),)
