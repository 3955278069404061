"""Changes that need a second person: what somebody proposes, and the one decision of somebody else on it."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.models.base import Base, Governed, UtcDateTime
from portal.models.people import Person


class Proposal(Governed, Base):
    """A change somebody asks for. Nothing of it is done before a decision confirms it.

    `kind` names what is to change (`publication`, `post`, `permissions`, `title`), `subject_id` which one, `terms` how,
    as plain JSON.
    """

    __tablename__ = "proposal"

    kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[str] = mapped_column(Text)
    terms: Mapped[dict[str, Any]] = mapped_column(JSON)
    proposed_by_id: Mapped[str] = mapped_column(String(32), ForeignKey("person.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    proposed_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    decision: Mapped["ProposalDecision | None"] = relationship(back_populates="proposal", lazy="selectin")

    __table_args__ = (UniqueConstraint("id", "proposed_by_id"), Index(None, "kind", "subject_id"))


class ProposalDecision(Governed, Base):
    """The one decision on a proposal, by somebody else, kept as it was made (triggers refuse any change).

    The pair (proposal, proposer) is copied so that the database itself can refuse one's own proposal.
    """

    __tablename__ = "proposal_decision"

    proposal_id: Mapped[str] = mapped_column(String(32))
    proposed_by_id: Mapped[str] = mapped_column(String(32))
    decided_by_id: Mapped[str] = mapped_column(String(32), ForeignKey("person.id"))
    verdict: Mapped[str] = mapped_column(String(10))
    """`confirmed` or `refused`."""
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    post: Mapped[str] = mapped_column(Text)
    """Titles of the posts under which it was decided, as published then."""
    reason: Mapped[str] = mapped_column(Text)

    proposal: Mapped[Proposal] = relationship(back_populates="decision")
    decided_by: Mapped[Person] = relationship(foreign_keys=[decided_by_id], lazy="joined", innerjoin=True)

    __table_args__ = (
        UniqueConstraint("proposal_id"),
        ForeignKeyConstraint(["proposal_id", "proposed_by_id"], ["proposal.id", "proposal.proposed_by_id"]),
        CheckConstraint("decided_by_id <> proposed_by_id", name="somebody_else"),
    )
