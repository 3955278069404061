"""The authority to destroy, and what each purge did."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, Governed, UtcDateTime


class DestructionAuthority(Governed, Base):
    """The governing body's resolution and the attorney's consent without which nothing is destroyed.

    Government Code 34090.6 (city) and 26202.6 (county) ask for both.
    """

    __tablename__ = "destruction_authority"

    source: Mapped[str] = mapped_column(Text)
    resolution: Mapped[str] = mapped_column(Text)
    adopted_on: Mapped[date] = mapped_column(Date)
    attorney: Mapped[str] = mapped_column(Text)
    consented_on: Mapped[date] = mapped_column(Date)
    schedule_line: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(Text)


class PurgeRun(Governed, Base):
    """The certificate of one purge of one source."""

    __tablename__ = "purge_run"

    source: Mapped[str] = mapped_column(Text)
    authority_id: Mapped[str] = mapped_column(String(32), ForeignKey("destruction_authority.id"))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_before: Mapped[datetime] = mapped_column(UtcDateTime)
    reads: Mapped[int] = mapped_column(Integer)
    pictures: Mapped[int] = mapped_column(Integer)
    held: Mapped[int] = mapped_column(Integer)
    """Reads past their time that a hold keeps."""
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 over the keys of the reads destroyed, in order."""
