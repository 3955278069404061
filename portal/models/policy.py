"""The adopted policy: versions of its text, their publication, what is published beside it, and how it is kept."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.models.base import Base, Governed, UtcDateTime
from portal.models.people import Person


class PolicyVersion(Governed, Base):
    """One import of the adopted text: a draft until it is published, and from then on unchangeable (by trigger).

    `source` is the text as it came out of the file, `text` as mended by hand, `sections` what was parsed from `text`:
    `[{"number", "title", "clauses": [{"id", "marker", "kind", "depth", "text"}]}]`. It is kept because a later parser
    may read the same text in another way.
    """

    __tablename__ = "policy_version"

    number: Mapped[int] = mapped_column(Integer, unique=True)
    """Counted from 1 in the order of import."""
    title: Mapped[str] = mapped_column(Text)
    source_name: Mapped[str] = mapped_column(Text)
    source_sha256: Mapped[str] = mapped_column(String(64))
    """Of the file's bytes."""
    source: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    sections: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    settled: Mapped[list[str]] = mapped_column(JSON)
    """The doubts of the parser that the importer has looked at and found well read, each as its sentence."""
    adopted_on: Mapped[date] = mapped_column(Date)
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    imported_by_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("person.id"))
    """Nobody where it was imported at the command line."""
    discarded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    imported_by: Mapped[Person | None] = relationship(lazy="selectin")
    publication: Mapped["PolicyPublication | None"] = relationship(back_populates="version", lazy="selectin")


class PublicMeeting(Governed, Base):
    """A regularly scheduled public meeting with room for comment (Civil Code 1798.90.55(a)). Append-only."""

    __tablename__ = "public_meeting"

    body: Mapped[str] = mapped_column(Text)
    held_on: Mapped[date] = mapped_column(Date)
    link: Mapped[str] = mapped_column(Text)
    """Where its agenda or minutes can be read; may be empty."""
    note: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("person.id"))


class PolicyPublication(Governed, Base):
    """That a version was published: by whom stands in the proposal and its decision. Append-only."""

    __tablename__ = "policy_publication"

    version_id: Mapped[str] = mapped_column(String(32), ForeignKey("policy_version.id"))
    decision_id: Mapped[str] = mapped_column(String(32), ForeignKey("proposal_decision.id"))
    meeting_id: Mapped[str] = mapped_column(String(32), ForeignKey("public_meeting.id"))
    effective_on: Mapped[date] = mapped_column(Date)
    """The first day, in the agency's zone, on which it is in force."""
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    profile_version: Mapped[str] = mapped_column(Text)
    profile: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The effective profile at that moment, answers of set-up included."""

    version: Mapped[PolicyVersion] = relationship(back_populates="publication", lazy="joined", innerjoin=True)
    meeting: Mapped[PublicMeeting] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (
        UniqueConstraint("version_id"),
        UniqueConstraint("decision_id"),
        Index(None, "effective_on"),
    )


class Procedure(Governed, Base):
    """A related procedure or training outline published beside the policy (Penal Code 13650)."""

    __tablename__ = "procedure"

    title: Mapped[str] = mapped_column(Text)
    section: Mapped[str] = mapped_column(Text)
    """The section of the policy it carries out."""
    body: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PolicyException(Governed, Base):
    """A signed departure from a *should* of the policy, for a reason and until it is reviewed."""

    __tablename__ = "policy_exception"

    clause: Mapped[str] = mapped_column(Text)
    control: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    signed_by_id: Mapped[str] = mapped_column(String(32), ForeignKey("person.id"))
    post: Mapped[str] = mapped_column(Text)
    """Titles of the posts under which it was signed, as published then."""
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    review_on: Mapped[date] = mapped_column(Date)
    """From this day, in the agency's zone, it excuses nothing until it is signed anew."""
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    signed_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (Index(None, "control"),)


class ConformanceRun(Governed, Base):
    """What one check of every control found. Append-only.

    `results`: `[{"control", "kind", "status", "evidence", "count", "offenders": [ids]}]`, a control each.
    """

    __tablename__ = "conformance_run"

    checked_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    version_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("policy_version.id"))
    policy_version: Mapped[str] = mapped_column(Text)
    results: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    summary: Mapped[dict[str, Any]] = mapped_column(JSON)
