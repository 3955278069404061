"""Sessions on the server, failed tries, and what a person proves who they are with.

The browser holds a random id of its session; only the hash is kept here, as of enrolment and recovery codes.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.models.base import Base, Governed, UtcDateTime, opaque_id
from portal.models.people import Account


class SigninSession(Base):
    """One browser session, from the sign-in form to sign-out.

    `account_id` is set once the password was right; `signed_in_at` once code and banner followed.
    """

    __tablename__ = "signin_session"

    id_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(32), default=opaque_id, unique=True)
    """Names the session on screens and in commands; opens nothing."""
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    account_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    active_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    signed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    idle_minutes: Mapped[int] = mapped_column(Integer, default=15, server_default="15")
    """How long it may lie idle, settled when the person signed in: 30 for those who dispatch."""
    proved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the second factor was last given, at sign-in or for an act that asks anew."""
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    address: Mapped[str] = mapped_column(Text)
    terminal: Mapped[str] = mapped_column(Text)

    account: Mapped[Account | None] = relationship()


class SigninFailure(Base):
    """A try to prove who one is that has not succeeded: written before it is looked at, removed if it was right.

    So of many tries at once no more than five are ever looked at.
    """

    __tablename__ = "signin_failure"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=opaque_id)
    account_id: Mapped[str] = mapped_column(String(32), ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    factor: Mapped[str] = mapped_column(String(10))
    """`password`, `code`, `recovery` or `passkey`."""
    address: Mapped[str] = mapped_column(Text)

    __table_args__ = (Index(None, "account_id", "at"),)


class Enrolment(Governed, Base):
    """A one-time link, handed over in person, by which somebody sets password or second factor themselves."""

    __tablename__ = "enrolment"

    account_id: Mapped[str] = mapped_column(String(32), ForeignKey("account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(12))
    """`first` (everything), `password` or `factor` (the second factor anew)."""
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_by_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("person.id"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RecoveryCode(Governed, Base):
    """One of ten codes of 80 bits that each stand in once for the second factor."""

    __tablename__ = "recovery_code"

    account_id: Mapped[str] = mapped_column(String(32), ForeignKey("account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Passkey(Governed, Base):
    """A security key or platform authenticator (WebAuthn) as registered."""

    __tablename__ = "passkey"

    account_id: Mapped[str] = mapped_column(String(32), ForeignKey("account.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(Text)
    transports: Mapped[list[str]] = mapped_column(JSON)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
