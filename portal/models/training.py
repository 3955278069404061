"""Training that members have completed."""

from datetime import date, datetime

from sqlalchemy import JSON, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, Governed, UtcDateTime


class Completion(Governed, Base):
    """One person completed the agency's course, with every item the profile lists, on a day."""

    __tablename__ = "completion"

    person_id: Mapped[str] = mapped_column(String(32), ForeignKey("person.id"), index=True)
    course: Mapped[str] = mapped_column(Text)
    items: Mapped[list[str]] = mapped_column(JSON)
    completed_on: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(Text)
