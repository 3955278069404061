"""Holds: what must not be purged, why, and the reads they keep."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.models.base import Base, Governed, UtcDateTime
from portal.models.people import Person
from portal.models.reads import HeldRead


class HoldKind(StrEnum):
    """The three grounds the policies give for keeping a read past its time."""

    EVIDENCE = "evidence"
    LIKELY_EVIDENCE = "likely-evidence"
    LAWFUL_ACTION = "lawful-action"


class Hold(Governed, Base):
    """One order to keep reads, by whom, why, and when it must be looked at again."""

    __tablename__ = "hold"

    kind: Mapped[str] = mapped_column(String(20))
    case_number: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    review_on: Mapped[date] = mapped_column(Date)
    placed_by_id: Mapped[str] = mapped_column(String(32), ForeignKey("person.id"))
    placed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    placed_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    items: Mapped[list["HoldItem"]] = relationship(lazy="selectin")


class HoldItem(Governed, Base):
    """One read under a hold. The key restricts: no purge can take the copy from under it."""

    __tablename__ = "hold_item"

    hold_id: Mapped[str] = mapped_column(String(32), ForeignKey("hold.id"))
    read_key: Mapped[int] = mapped_column(BigInteger, ForeignKey("held_read.key", ondelete="RESTRICT"))

    read: Mapped[HeldRead] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (Index(None, "hold_id"), Index(None, "read_key"))
