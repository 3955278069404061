"""Courses, classes, what members have completed, the documents on file, and retraining that was ordered."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.models.base import Base, Governed, UtcDateTime
from portal.models.people import Person


class CourseVersion(Governed, Base):
    """The agency's course as issued anew after a change of law, technology or policy.

    Version 1 is the course of the profile and has no row; the first re-issue is number 2.
    """

    __tablename__ = "course_version"

    number: Mapped[int] = mapped_column(Integer, unique=True)
    course: Mapped[str] = mapped_column(Text)
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Each item as key, text and section, in order."""
    cause: Mapped[str] = mapped_column(String(12))
    """`law`, `technology`, `policy` or `other`."""
    reason: Mapped[str] = mapped_column(Text)
    retake_by: Mapped[date | None] = mapped_column(Date)
    """The last day on which an older version still opens plate data; None where members are only told."""
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_by_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("person.id"))


class TrainingDocument(Governed, Base):
    """A sign-in sheet or certificate on file: encrypted in the store, its facts here."""

    __tablename__ = "training_document"

    name: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    stored_at: Mapped[datetime] = mapped_column(UtcDateTime)
    stored_by_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("person.id"))
    kept_until: Mapped[date] = mapped_column(Date)
    """CJIS Security Policy AT-4: three years at least."""


class TrainingClass(Governed, Base):
    """A class that was held: what it covered, and its document. Who completed it are its completions."""

    __tablename__ = "training_class"

    held_on: Mapped[date] = mapped_column(Date)
    course_version: Mapped[int] = mapped_column(Integer)
    items: Mapped[list[str]] = mapped_column(JSON)
    instructor: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")
    document_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("training_document.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("person.id"))

    document: Mapped[TrainingDocument | None] = relationship()
    completions: Mapped[list["Completion"]] = relationship(back_populates="held_class")


class Completion(Governed, Base):
    """One person completed the agency's course, with these items, on a day. Never changed, never deleted (triggers).

    A correction is a new row that names the one it takes the place of; only rows nothing supersedes count, and of
    those only the ones that stand.
    """

    __tablename__ = "completion"

    person_id: Mapped[str] = mapped_column(String(32), ForeignKey("person.id"), index=True)
    course: Mapped[str] = mapped_column(Text)
    course_version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")
    items: Mapped[list[str]] = mapped_column(JSON)
    completed_on: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(Text)
    class_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("training_class.id"))
    supersedes_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("completion.id"))
    stands: Mapped[bool] = mapped_column(Boolean, default=True, server_default="1")
    """False in a correction that says: this person did not complete it."""
    correction_reason: Mapped[str] = mapped_column(Text, default="", server_default="")

    person: Mapped[Person] = relationship()
    held_class: Mapped[TrainingClass | None] = relationship(back_populates="completions")

    __table_args__ = (Index(None, "supersedes_id", unique=True), Index(None, "class_id"))


class Retraining(Governed, Base):
    """Somebody must be trained again. Where the policy says so, plate data is closed to them until they are."""

    __tablename__ = "retraining"

    person_id: Mapped[str] = mapped_column(String(32), ForeignKey("person.id"), index=True)
    ground: Mapped[str] = mapped_column(Text)
    reference: Mapped[str] = mapped_column(Text)
    """The incident, audit or review it follows from."""
    section: Mapped[str] = mapped_column(Text)
    closes_access: Mapped[bool] = mapped_column(Boolean)
    ordered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ordered_by_id: Mapped[str] = mapped_column(String(32), ForeignKey("person.id"))
    due_on: Mapped[date] = mapped_column(Date)
    completion_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("completion.id"))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=True)
    ordered_by: Mapped[Person] = relationship(foreign_keys=[ordered_by_id])
