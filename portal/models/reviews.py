"""Reviews of accounts: one a period, a line for every account, decided one by one and signed as a whole."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    ForeignKey,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.models.base import Base, Governed, UtcDateTime
from portal.models.people import Account, Person


class AccountReview(Governed, Base):
    """The review of one period. Signed, it never changes (triggers refuse)."""

    __tablename__ = "account_review"

    period_start: Mapped[date] = mapped_column(Date, unique=True)
    period_end: Mapped[date] = mapped_column(Date)
    """The last day of the period."""
    due_on: Mapped[date] = mapped_column(Date)
    """The last day on which it may be signed without being overdue."""
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    signed_by_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("person.id"))
    post: Mapped[str] = mapped_column(Text, default="")
    """Titles of the posts under which it was signed, as published then."""
    statement: Mapped[str] = mapped_column(Text, default="")

    signed_by: Mapped[Person | None] = relationship(foreign_keys=[signed_by_id])


class ReviewLine(Governed, Base):
    """One account in a review: the facts as they stood, and what was decided. Nobody decides their own line."""

    __tablename__ = "review_line"

    review_id: Mapped[str] = mapped_column(String(32), ForeignKey("account_review.id"))
    account_id: Mapped[str] = mapped_column(String(32), ForeignKey("account.id"))
    person_id: Mapped[str] = mapped_column(String(32), ForeignKey("person.id"))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Title, posts, last sign-in, training, clearance and searches since the last review, as plain JSON."""
    verdict: Mapped[str | None] = mapped_column(String(10))
    """`kept`, `changed` or `closed`; None while nobody has decided."""
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("person.id"))

    review: Mapped[AccountReview] = relationship()
    account: Mapped[Account] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])

    __table_args__ = (
        UniqueConstraint("review_id", "account_id"),
        CheckConstraint("decided_by_id <> person_id", name="not_ones_own"),
    )
