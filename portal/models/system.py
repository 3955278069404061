"""Jobs: who holds the lease, and what each run did."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, UtcDateTime, opaque_id


class JobLease(Base):
    """The right to run one job, for a while. A stalled holder finds its token gone and writes nothing more."""

    __tablename__ = "job_lease"

    job: Mapped[str] = mapped_column(String(60), primary_key=True)
    token: Mapped[str] = mapped_column(String(32))
    until: Mapped[datetime] = mapped_column(UtcDateTime)


class JobRun(Base):
    """One run of one job."""

    __tablename__ = "job_run"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=opaque_id)
    job: Mapped[str] = mapped_column(String(60))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str] = mapped_column(String(10))
    """`running`, `done`, `refused` or `failed`."""
    summary: Mapped[str] = mapped_column(Text, default="")
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    __table_args__ = (Index(None, "job", "started_at"),)
