"""The installation this database belongs to, and the answers set-up took where the policy is silent."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, Governed, UtcDateTime


class Installation(Governed, Base):
    """One row: which instance and agency own this database, so that no other opens it."""

    __tablename__ = "installation"

    agency: Mapped[str] = mapped_column(Text)
    demo: Mapped[bool] = mapped_column(Boolean)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SetupAnswer(Governed, Base):
    """A dated answer to a question the adopted text leaves open; the newest of a key counts."""

    __tablename__ = "setup_answer"

    key: Mapped[str] = mapped_column(Text, index=True)
    value: Mapped[Any] = mapped_column(JSON)
    basis: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("person.id"))
    demo: Mapped[bool] = mapped_column(Boolean, default=False)
