"""The session table: found by the hash of a random id, ended by idleness, age, or sign-out.

Each call is a short transaction of its own, so that a refused request still keeps its session.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from portal.models import Account, SigninSession
from portal.rules.accounts import closed
from portal.services.signin.accounts import standing_of

IDLE = timedelta(minutes=15)
"""CJIS Security Policy AC-11 allows 30 at most."""
ABSOLUTE = timedelta(hours=12)
"""CJIS Security Policy IA-11."""
TOUCH_EVERY = timedelta(minutes=1)
TOKEN_BYTES = 32


@dataclass(frozen=True)
class Stored:
    """A live session as found."""

    id_hash: str
    data: dict[str, Any]
    account_id: str | None
    complete: bool


@dataclass(frozen=True)
class Renewal:
    """The session takes a new id as this account's; as nobody's without one."""

    account_id: str | None
    complete: bool


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
        """The live session of this token: not ended, not idle, not too old, its account not disabled."""
        with self._reading() as database:
            row = database.get(SigninSession, hash_of(token))
            if row is None or not is_live(row, now) or is_closed(database, row.account_id, now):
                return None
            return Stored(row.id_hash, dict(row.data), row.account_id, row.signed_in_at is not None)

    def save(
        self, id_hash: str, data: dict[str, Any], renewal: Renewal | None, caller: Caller, now: datetime
    ) -> str | None:
        """Keeps the data; gives the token of a new session, or None where the old id goes on."""
        with self._writing() as database:
            row = database.get(SigninSession, id_hash) if id_hash else None
            if row is not None and renewal is None:
                row.data, row.active_at = data, now
                database.commit()
                return None
            if row is not None:
                row.ended_at = now
            token = secrets.token_urlsafe(TOKEN_BYTES)
            database.add(new_row(token, data, renewal, caller, now))
            database.commit()
            return token

    def touch(self, id_hash: str, now: datetime) -> None:
        """Notes that the person did something, at most once a minute."""
        with self._reading() as database:
            row = database.get(SigninSession, id_hash)
            if row is None or now - row.active_at < TOUCH_EVERY:
                return
        with self._writing() as database:
            database.execute(
                update(SigninSession).where(SigninSession.id_hash == id_hash).values(active_at=now)
            )
            database.commit()

    def end(self, id_hash: str, now: datetime) -> None:
        with self._writing() as database:
            database.execute(
                update(SigninSession).where(SigninSession.id_hash == id_hash).values(ended_at=now)
            )
            database.commit()

    def sweep(self, now: datetime) -> int:
        """Removes sessions that can never be live again; gives how many."""
        with self._writing() as database:
            gone = database.scalars(
                delete(SigninSession)
                .where(
                    or_(
                        SigninSession.active_at < now - IDLE,
                        SigninSession.created_at < now - ABSOLUTE,
                        SigninSession.ended_at.is_not(None),
                    )
                )
                .returning(SigninSession.id_hash)
            ).all()
            database.commit()
            return len(gone)


def is_live(row: SigninSession, now: datetime) -> bool:
    """The boundary itself is out: a session of exactly 15 idle minutes has ended."""
    return row.ended_at is None and now - row.active_at < IDLE and now - row.created_at < ABSOLUTE


def is_closed(database: Session, account_id: str | None, now: datetime) -> bool:
    if account_id is None:
        return False
    account = database.get(Account, account_id)
    return account is None or closed(standing_of(account), now) is not None


def new_row(
    token: str, data: dict[str, Any], renewal: Renewal | None, caller: Caller, now: datetime
) -> SigninSession:
    return SigninSession(
        id_hash=hash_of(token),
        data=data,
        account_id=renewal.account_id if renewal else None,
        created_at=now,
        active_at=now,
        signed_in_at=now if renewal and renewal.complete else None,
        address=caller.address,
        terminal=caller.terminal,
    )
