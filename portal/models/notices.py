"""What the portal tells a person: in their inbox, and by mail where that is set up. Never a plate."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, UtcDateTime, opaque_id


class Notice(Base):
    """One notice to one person. It reminds; what it reminds of is governed elsewhere."""

    __tablename__ = "notice"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=opaque_id)
    person_id: Mapped[str] = mapped_column(String(32), ForeignKey("person.id"))
    topic: Mapped[str] = mapped_column(Text)
    once: Mapped[str | None] = mapped_column(Text, unique=True)
    """Names the occasion, so that a job that runs again tells nobody twice."""
    subject: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    path: Mapped[str] = mapped_column(Text, default="")
    """The page of the portal where something can be done about it."""
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    mail: Mapped[str] = mapped_column(String(8))
    """`off` (no mail set up, no address, or its owner has left), `waiting`, `sent` or `failed`."""
    mail_tries: Mapped[int] = mapped_column(Integer, default=0)
    mail_error: Mapped[str] = mapped_column(Text, default="")
    mailed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was sent, or last tried."""

    __table_args__ = (Index(None, "person_id", "made_at"), Index(None, "mail"))
