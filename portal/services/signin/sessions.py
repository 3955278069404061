"""The session table: found by the hash of a random id, ended by idleness, age, or sign-out.

Each call is a short transaction of its own, so that a refused request still keeps its session.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, update
from sqlalchemy.orm import Session, joinedload

from portal.models import Account, SigninSession
from portal.rules import sessions as rules
from portal.rules.accounts import closed
from portal.services.signin.accounts import standing_of

TOUCH_EVERY = timedelta(minutes=1)
TOKEN_BYTES = 32
WHY = "why"
"""Under this name a session that somebody else ended keeps the sentence its owner reads when they come back."""


@dataclass(frozen=True)
class Stored:
    """A session as found: a live one, or one that is locked and opens nothing."""

    id_hash: str
    data: dict[str, Any]
    account: Account | None
    """Whose it is, with the person."""
    complete: bool
    active_at: datetime | None = None
    """When its owner last did something, as far as was noted."""
    idle_minutes: int = rules.IDLE_MINUTES
    proved_at: datetime | None = None
    locked: bool = False

    @property
    def account_id(self) -> str | None:
        return self.account.id if self.account else None


@dataclass(frozen=True)
class Renewal:
    """The session takes a new id as this account's, or as nobody's without one.

    One that is `complete` begins a new sign-in, with the second factor just given; one that `goes_on` keeps the age
    and the proof of the session before it, but for a proof given now (`proved`).
    """

    account_id: str | None
    complete: bool
    idle_minutes: int = rules.IDLE_MINUTES
    goes_on: bool = False
    proved: bool = True
    proved_at: datetime | None = None
    """When the second factor was given, where that was earlier than now."""

    @property
    def lasts(self) -> bool:
        """Whether a person is signed in by it."""
        return self.complete or self.goes_on


@dataclass(frozen=True)
class Caller:
    address: str
    terminal: str


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class SessionStore:
    """Sessions of one installation. `open_writing` and `open_reading` open short database sessions."""

    def __init__(self, open_writing: Callable[[], Session], open_reading: Callable[[], Session]) -> None:
        self._writing = open_writing
        self._reading = open_reading

    def find(self, token: str, now: datetime) -> Stored | None:
        """The session of this token: live, or locked; not ended, not too old, its account not closed."""
        with self._reading() as database:
            row = database.get(SigninSession, hash_of(token), options=[joinedload(SigninSession.account)])
            if row is None or is_closed(row.account, now):
                return None
            locked = rules.is_locked(row, now)
            if not locked and rules.over(row, now):
                return None
            complete = row.signed_in_at is not None and not locked
            return Stored(
                row.id_hash,
                dict(row.data),
                row.account,
                complete,
                row.active_at,
                row.idle_minutes,
                row.proved_at,
                locked,
            )

    def lives(self, id_hash: str, now: datetime) -> bool:
        """Whether the session lives at this moment, its account open: asked again where making an answer took long."""
        with self._reading() as database:
            row = database.get(SigninSession, id_hash)
            return row is not None and rules.over(row, now) is None and not is_closed(row.account, now)

    def why_over(self, token: str, now: datetime) -> str | None:
        """Why the session of this token is over, in a sentence for the person who comes back to it."""
        with self._reading() as database:
            row = database.get(SigninSession, hash_of(token))
            if row is None or row.signed_in_at is None:
                return None
            if is_closed(row.account, now):
                return "Your account is closed. Ask whoever opens accounts."
            return sentence_of(row, now)

    def save(
        self,
        id_hash: str,
        data: dict[str, Any],
        renewal: Renewal | None,
        caller: Caller,
        now: datetime,
        *,
        active: bool = True,
    ) -> str | None:
        """Keeps the data; gives the token of a new session, or None where the old id goes on."""
        with self._writing() as database:
            row = database.get(SigninSession, id_hash, with_for_update=True) if id_hash else None
            if row is not None and renewal is None:
                row.data = data
                row.active_at = now if active else row.active_at
                database.commit()
                return None
            if row is not None and row.ended_at is not None and renewal is not None and renewal.lasts:
                return None  # it was ended meanwhile: nothing goes on from it
            token = secrets.token_urlsafe(TOKEN_BYTES)
            database.add(new_row(token, data, renewal, caller, now, row))
            if row is not None:
                row.ended_at, row.data = now, {}
            database.commit()
            return token

    def take(self, id_hash: str, name: str) -> Any:
        """Takes a value out of the session's data: of two requests at once, one alone gets it."""
        with self._writing() as database:
            row = database.get(SigninSession, id_hash, with_for_update=True)
            if row is None or name not in row.data:
                return None
            rest = dict(row.data)
            taken = rest.pop(name)
            row.data = rest
            database.commit()
            return taken

    def touch(self, found: Stored, now: datetime) -> None:
        """Notes that the person did something, at most once a minute."""
        if found.active_at is not None and now - found.active_at < TOUCH_EVERY:
            return
        with self._writing() as database:
            database.execute(
                update(SigninSession).where(SigninSession.id_hash == found.id_hash).values(active_at=now)
            )
            database.commit()

    def end(self, id_hash: str, now: datetime) -> None:
        with self._writing() as database:
            database.execute(
                update(SigninSession).where(SigninSession.id_hash == id_hash).values(ended_at=now, data={})
            )
            database.commit()

    def sweep(self, now: datetime) -> int:
        """Removes sessions nobody comes back to; gives how many."""
        with self._writing() as database:
            gone = database.scalars(
                delete(SigninSession).where(done_with(now)).returning(SigninSession.id_hash)
            ).all()
            database.commit()
            return len(gone)


def done_with(now: datetime) -> ColumnElement[bool]:
    """Sessions that can never live again and have nobody to tell why. Of a person who was signed in a session stays
    for its twelve hours: it says what ended it, or it is a console that is only locked."""
    dead = or_(SigninSession.ended_at.is_not(None), ~within_idle(now))
    return or_(
        SigninSession.created_at <= now - rules.ABSOLUTE, and_(dead, SigninSession.signed_in_at.is_(None))
    )


def live(now: datetime) -> ColumnElement[bool]:
    """Sessions that live, as `rules.over` has it."""
    return and_(
        SigninSession.ended_at.is_(None),
        SigninSession.created_at > now - rules.ABSOLUTE,
        within_idle(now),
    )


def within_idle(now: datetime) -> ColumnElement[bool]:
    return or_(
        *(
            and_(
                SigninSession.idle_minutes == minutes,
                SigninSession.active_at > now - timedelta(minutes=minutes),
            )
            for minutes in (rules.IDLE_MINUTES, rules.DISPATCH_IDLE_MINUTES)
        )
    )


def is_closed(account: Account | None, now: datetime) -> bool:
    return account is not None and closed(standing_of(account), now) is not None


def sentence_of(row: SigninSession, now: datetime) -> str | None:
    hours = int(rules.ABSOLUTE.total_seconds()) // 3600
    return {
        None: None,
        rules.Over.IDLE: f"You were signed out after {row.idle_minutes} minutes without activity.",
        rules.Over.AGED: f"You were signed out {hours} hours after you signed in.",
        rules.Over.ENDED: row.data.get(WHY),
    }[rules.over(row, now)]


def new_row(
    token: str,
    data: dict[str, Any],
    renewal: Renewal | None,
    caller: Caller,
    now: datetime,
    before: SigninSession | None,
) -> SigninSession:
    row = SigninSession(
        id_hash=hash_of(token),
        data=data,
        account_id=renewal.account_id if renewal else None,
        created_at=now,
        active_at=now,
        idle_minutes=renewal.idle_minutes if renewal else rules.IDLE_MINUTES,
        address=caller.address,
        terminal=caller.terminal,
    )
    if renewal and renewal.complete:
        row.signed_in_at, row.proved_at = now, renewal.proved_at or now
    if renewal and renewal.goes_on and before:
        row.created_at, row.signed_in_at = before.created_at, before.signed_in_at
        row.proved_at = now if renewal.proved else before.proved_at
    return row
