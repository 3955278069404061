"""Custom hotlist entries, the statements that open the next approver, and the decisions."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.models.base import Base, Governed, UtcDateTime
from portal.models.people import Person
from portal.models.reads import PLATE


class EntryKind(StrEnum):
    """Why a plate is looked for."""

    STOLEN_VEHICLE = "stolen-vehicle"
    STOLEN_PLATE = "stolen-plate"
    WANTED_VEHICLE = "wanted-vehicle"
    MISSING_PERSON = "missing-person"
    INVESTIGATION = "investigative-lead"


class Verdict(StrEnum):
    """How an approver decided."""

    APPROVED = "approved"
    DENIED = "denied"


class HotlistEntry(Governed, Base):
    """A plate somebody asks to be alerted to. Nothing about it is live before a decision approves it."""

    __tablename__ = "hotlist_entry"

    plate: Mapped[str] = mapped_column(PLATE)
    state: Mapped[str] = mapped_column(String(2), default="")
    kind: Mapped[str] = mapped_column(String(30))
    reason: Mapped[str] = mapped_column(Text)
    case_number: Mapped[str] = mapped_column(Text)
    no_case_reason: Mapped[str] = mapped_column(Text, default="")
    narrative: Mapped[str] = mapped_column(Text)
    requested_by_id: Mapped[str] = mapped_column(String(32), ForeignKey("person.id"))
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    chain: Mapped[str] = mapped_column(Text)
    step: Mapped[int] = mapped_column(Integer, default=0)
    """How far along the chain of approvers the entry has been opened, counted from 0."""
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_by_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("person.id"))
    removal_reason: Mapped[str] = mapped_column(Text, default="", server_default="")

    requested_by: Mapped[Person] = relationship(foreign_keys=[requested_by_id], lazy="joined", innerjoin=True)
    removed_by: Mapped[Person | None] = relationship(foreign_keys=[removed_by_id], lazy="selectin")
    decision: Mapped["HotlistDecision | None"] = relationship(back_populates="entry", lazy="selectin")
    escalations: Mapped[list["Escalation"]] = relationship(
        order_by="[Escalation.at, Escalation.step]", lazy="selectin"
    )

    __table_args__ = (
        UniqueConstraint("id", "requested_by_id"),
        Index(None, "plate"),
        Index(None, "requested_by_id", "requested_at"),
    )


class Escalation(Governed, Base):
    """How an approver was found unavailable, in the requester's words: it opens the next step of the chain."""

    __tablename__ = "escalation"

    entry_id: Mapped[str] = mapped_column(String(32), ForeignKey("hotlist_entry.id"), index=True)
    step: Mapped[int] = mapped_column(Integer)
    statement: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class HotlistDecision(Governed, Base):
    """The one decision on an entry, by somebody else, kept as it was made (triggers refuse any change).

    The pair (entry, requester) is copied so that the database itself can refuse one's own request.
    """

    __tablename__ = "hotlist_decision"

    entry_id: Mapped[str] = mapped_column(String(32))
    requested_by_id: Mapped[str] = mapped_column(String(32))
    decided_by_id: Mapped[str] = mapped_column(String(32), ForeignKey("person.id"))
    verdict: Mapped[str] = mapped_column(String(10))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    live_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    post: Mapped[str] = mapped_column(Text)
    section: Mapped[str] = mapped_column(Text)
    seen: Mapped[str] = mapped_column(String(64))
    """Digest of what the approver was shown."""
    note: Mapped[str] = mapped_column(Text)
    """What is written into the narrative: name, post, time and section of the decision."""

    entry: Mapped[HotlistEntry] = relationship(back_populates="decision")
    decided_by: Mapped[Person] = relationship(foreign_keys=[decided_by_id], lazy="joined", innerjoin=True)

    __table_args__ = (
        UniqueConstraint("entry_id"),
        ForeignKeyConstraint(
            ["entry_id", "requested_by_id"], ["hotlist_entry.id", "hotlist_entry.requested_by_id"]
        ),
        CheckConstraint("decided_by_id <> requested_by_id", name="somebody_else"),
    )
