"""What every table shares: names of constraints, aware times, opaque ids, and the mark of a governed table."""

import secrets
from datetime import UTC, datetime
from typing import ClassVar

from sqlalchemy import DateTime, Dialect, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The portal's tables. Plain SQLAlchemy, so that services run without Flask."""

    metadata = MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC to the microsecond. Refuses a naive one: it would be a guess."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without its zone: {value!r}")
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def opaque_id() -> str:
    """128 random bits in hex: an id that tells nothing and cannot be guessed."""
    return secrets.token_hex(16)


class Governed:
    """A table whose every change must be explained by a ledger entry in the same transaction."""

    UNTOLD: ClassVar[frozenset[str]] = frozenset()
    """Columns whose change the ledger tells, but never their values: it is kept for years and copied elsewhere."""

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=opaque_id)
