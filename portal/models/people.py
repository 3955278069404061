"""People, their accounts, and the dated titles and posts they hold."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Boolean, Date, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.models.base import Base, Governed, UtcDateTime


class Person(Governed, Base):
    """A human being with one employee number. Who did what is told by person, never by account."""

    __tablename__ = "person"

    employee_number: Mapped[str] = mapped_column(Text, unique=True)
    full_name: Mapped[str] = mapped_column(Text)
    organisation: Mapped[str] = mapped_column(Text)
    cleared_on: Mapped[date | None] = mapped_column(Date)

    account: Mapped["Account | None"] = relationship(back_populates="person")
    titles: Mapped[list["TitleHeld"]] = relationship(back_populates="person")
    posts: Mapped[list["PostHeld"]] = relationship(back_populates="person")


class Account(Governed, Base):
    """What a person signs in with. User names are never used twice, so none is ever deleted."""

    __tablename__ = "account"

    person_id: Mapped[str] = mapped_column(String(32), ForeignKey("person.id"), unique=True)
    user_name: Mapped[str] = mapped_column(Text, unique=True)
    password_hash: Mapped[str] = mapped_column(Text)
    totp_secret: Mapped[bytes] = mapped_column(LargeBinary)
    """AES-256-GCM under the secrets key, bound to this account's id."""
    totp_last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    """The newest 30-second step whose code was taken: a code works once."""
    disabled: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_signin_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(back_populates="account", lazy="joined", innerjoin=True)


class TitleHeld(Governed, Base):
    """A job title, by the key the profile gives it, from one moment to another."""

    __tablename__ = "title_held"

    person_id: Mapped[str] = mapped_column(String(32), ForeignKey("person.id"))
    title: Mapped[str] = mapped_column(Text)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(back_populates="titles")

    __table_args__ = (Index(None, "person_id", "since"),)


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
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(back_populates="posts")

    __table_args__ = (Index(None, "post", "since"), Index(None, "person_id"))
