"""The record: one append-only table for accesses, acts, sign-ins, jobs and the system's own doings."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, UtcDateTime


class Kind(StrEnum):
    """What sort of doing a ledger row tells of."""

    ACCESS = "access"
    ACT = "act"
    SIGNIN = "signin"
    JOB = "job"
    SYSTEM = "system"


class LedgerRow(Base):
    """One entry. `body` holds the exact bytes under `mac`; the other columns are copies for queries.

    The columns meet Civil Code 1798.90.52(a): time, elements used to query, user name and organisation, purpose.
    Migrations add triggers (and on PostgreSQL grants) that refuse UPDATE, DELETE and TRUNCATE.
    """

    __tablename__ = "ledger"

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str] = mapped_column(String(10))
    action: Mapped[str] = mapped_column(String(60))
    user_name: Mapped[str] = mapped_column(Text)
    full_name: Mapped[str] = mapped_column(Text)
    organisation: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    posts: Mapped[list[str]] = mapped_column(JSON)
    session: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    terminal: Mapped[str] = mapped_column(Text)
    subject_type: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[str] = mapped_column(Text)
    typed: Mapped[dict[str, Any]] = mapped_column(JSON)
    normalised: Mapped[dict[str, Any]] = mapped_column(JSON)
    filters: Mapped[dict[str, Any]] = mapped_column(JSON)
    purpose: Mapped[str] = mapped_column(Text)
    case_number: Mapped[str] = mapped_column(Text)
    narrative: Mapped[str] = mapped_column(Text)
    on_behalf_of: Mapped[str] = mapped_column(Text)
    policy_version: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(Text)
    count: Mapped[int | None] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(Text)
    intent_seq: Mapped[int | None] = mapped_column(BigInteger)
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    mac: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (
        Index(None, "at"),
        Index(None, "action", "at"),
        Index(None, "user_name", "at"),
        Index(None, "subject_type", "subject_id"),
        Index(None, "intent_seq"),
    )
