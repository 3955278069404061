"""Server-side sessions. The browser holds a random id; only its hash is kept here."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, UtcDateTime


class SigninSession(Base):
    """One browser session, from the sign-in form to sign-out.

    `account_id` is set once the password was right; `signed_in_at` once code and banner followed.
    """

    __tablename__ = "signin_session"

    id_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    account_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    active_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    signed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    address: Mapped[str] = mapped_column(Text)
    terminal: Mapped[str] = mapped_column(Text)
