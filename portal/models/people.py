"""People, their accounts, and the dated titles and posts they hold."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.models.base import Base, Governed, UtcDateTime


class Person(Governed, Base):
    """A human being with one employee number. Who did what is told by person, never by account."""

    __tablename__ = "person"

    employee_number: Mapped[str] = mapped_column(Text, unique=True)
    full_name: Mapped[str] = mapped_column(Text)
    organisation: Mapped[str] = mapped_column(Text)
    email: Mapped[str] = mapped_column(Text, default="", server_default="")
    cleared_on: Mapped[date | None] = mapped_column(Date)
    clearance_basis: Mapped[str] = mapped_column(Text, default="", server_default="")
    """The letter or check by which the clearance was given; its history is in the ledger."""
    clets_on: Mapped[date | None] = mapped_column(Date)
    """The first day on which this person may use CLETS; None while they may not."""
    clets_until: Mapped[date | None] = mapped_column(Date)
    """The last such day; None where it has no end."""
    clets_basis: Mapped[str] = mapped_column(Text, default="", server_default="")
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """From this moment on the person is no longer with the agency: no account of theirs is open."""

    account: Mapped["Account | None"] = relationship(
        back_populates="person", foreign_keys="Account.person_id"
    )
    titles: Mapped[list["TitleHeld"]] = relationship(
        back_populates="person", foreign_keys="TitleHeld.person_id"
    )
    posts: Mapped[list["PostHeld"]] = relationship(back_populates="person", foreign_keys="PostHeld.person_id")


class Account(Governed, Base):
    """What a person signs in with. User names are never used twice, so none is ever deleted.

    It begins disabled. Somebody else than its maker and its owner opens it; the owner then sets password and second
    factor themselves, so that nobody else ever knows them. Whether it is open at a moment is a rule
    (`rules.accounts`): expiry, dormancy and departure close it without any job.
    """

    __tablename__ = "account"
    UNTOLD = frozenset({"password_hash", "password_refused"})

    person_id: Mapped[str] = mapped_column(String(32), ForeignKey("person.id"), unique=True)
    user_name: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[str] = mapped_column(String(12), default="member", server_default="member")
    """`member`, `contractor`, `vendor` or `temporary`."""
    scope: Mapped[str] = mapped_column(Text, default="", server_default="")
    """What somebody from outside, or for a time, is let in for."""
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    password_hash: Mapped[str] = mapped_column(Text, default="")
    """Empty until its owner has set a password."""
    password_set_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    password_refused: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Why the password must be changed at the next sign-in; empty while it need not."""
    totp_secret: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    """AES-256-GCM under the secrets key, bound to this account's id. Empty until its owner has set it up."""
    totp_last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    """The newest 30-second step whose code was taken: a code works once."""
    locked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when five failures keep it locked, until an administrator releases it."""
    disabled: Mapped[bool] = mapped_column(Boolean, default=False)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    disabled_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("person.id"))
    """Who made it; None where a command of the founding did."""
    enabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was last opened: dormancy counts from here or from the last sign-in, whichever is later."""
    enabled_by_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("person.id"))
    last_signin_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(
        back_populates="account", lazy="joined", innerjoin=True, foreign_keys=[person_id]
    )
    created_by: Mapped[Person | None] = relationship(foreign_keys=[created_by_id])
    enabled_by: Mapped[Person | None] = relationship(foreign_keys=[enabled_by_id])

    __table_args__ = (
        CheckConstraint(
            "enabled_by_id IS NULL OR (enabled_by_id <> person_id AND enabled_by_id <> created_by_id)",
            name="opened_by_somebody_else",
        ),
    )


class TitleHeld(Governed, Base):
    """A job title, by the key the profile gives it, from one moment to another."""

    __tablename__ = "title_held"

    person_id: Mapped[str] = mapped_column(String(32), ForeignKey("person.id"))
    title: Mapped[str] = mapped_column(Text)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    proposal_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("proposal.id"))
    """The proposal a second person confirmed; none for the title somebody was taken on with."""
    confirmed_by_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("person.id"))

    person: Mapped[Person] = relationship(back_populates="titles", foreign_keys=[person_id])

    __table_args__ = (
        Index(None, "person_id", "since"),
        CheckConstraint("confirmed_by_id <> person_id", name="confirmed_by_somebody_else"),
    )


class PostHeld(Governed, Base):
    """A post, by the key the profile gives it, from one moment to another; perhaps only acting."""

    __tablename__ = "post_held"

    person_id: Mapped[str] = mapped_column(String(32), ForeignKey("person.id"))
    post: Mapped[str] = mapped_column(Text)
    acting: Mapped[bool] = mapped_column(Boolean, default=False)
    basis: Mapped[str] = mapped_column(Text, default="", server_default="")
    """The order, letter or reason by which the post was given."""
    proposal_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("proposal.id"))
    """The proposal that a second person confirmed; none where the portal was set up with it."""
    confirmed_by_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("person.id"))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(back_populates="posts", foreign_keys=[person_id])

    __table_args__ = (
        Index(None, "post", "since"),
        Index(None, "person_id"),
        CheckConstraint("confirmed_by_id <> person_id", name="confirmed_by_somebody_else"),
    )


class Departure(Governed, Base):
    """Somebody leaves or moves on, and what must be done within a day of the agency's knowing it.

    CJIS Security Policy AC-2(h): account managers hear of it within one day; PS-4: access ends within 24 hours.
    """

    __tablename__ = "departure"

    person_id: Mapped[str] = mapped_column(String(32), ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    """`separated` (leaves the agency) or `transferred` (needs the system no more)."""
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
    effective_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text)
    recorded_by_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("person.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=True)
    steps: Mapped[list["DepartureStep"]] = relationship(order_by="DepartureStep.done_at", lazy="selectin")


class DepartureStep(Governed, Base):
    """One step of the check-list, done."""

    __tablename__ = "departure_step"

    departure_id: Mapped[str] = mapped_column(String(32), ForeignKey("departure.id"))
    key: Mapped[str] = mapped_column(Text)
    done_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_by_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(Text)

    __table_args__ = (UniqueConstraint("departure_id", "key"),)
