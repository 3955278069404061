"""Where an account is signed in, and ending it there: by its owner, or by whoever may release accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.exc import NoResultFound

from portal.ledger import Action
from portal.models import Account, Kind, SigninSession
from portal.rules import sessions as rules
from portal.rules.terminals import in_words
from portal.services.signin import sessions
from portal.services.work import Work

BY_ANOTHER = "An administrator ended your session."
BY_YOURSELF = "You ended this session from another one."


@dataclass(frozen=True)
class Place:
    """One place where somebody is signed in."""

    key: str
    since: datetime
    active_at: datetime
    address: str
    terminal: str
    here: bool
    locked: bool


def places(work: Work, account_id: str) -> list[Place]:
    """Where the account is signed in now, this session first, then the one used last."""
    found = [
        Place(
            key=row.key,
            since=row.signed_in_at or row.created_at,
            active_at=row.active_at,
            address=row.address,
            terminal=in_words(row.terminal),
            here=row.id_hash == work.origin.session,
            locked=rules.is_locked(row, work.now),
        )
        for row in open_rows(work, account_id, for_change=False)
        if row.signed_in_at is not None
    ]
    return sorted(found, key=lambda place: (place.here, place.active_at), reverse=True)


def open_rows(work: Work, account_id: str, *, for_change: bool = True) -> Sequence[SigninSession]:
    """Sessions that could still be used, the locked ones and those half-way through signing in included."""
    locked = SigninSession.idle_minutes == rules.DISPATCH_IDLE_MINUTES
    query = select(SigninSession).where(
        SigninSession.account_id == account_id,
        SigninSession.ended_at.is_(None),
        SigninSession.created_at > work.now - rules.ABSOLUTE,
        or_(sessions.live(work.now), locked),
    )
    return work.session.scalars(query.with_for_update() if for_change else query).all()


def end_one(work: Work, account_id: str, key: str) -> None:
    """Ends one of the account's own sessions. Raises `NoResultFound` for one that is not, or is over already."""
    row = next((row for row in open_rows(work, account_id) if row.key == key), None)
    if row is None:
        raise NoResultFound
    end(work, [row], BY_YOURSELF)
    work.record(
        Action.SESSION_ENDED, kind=Kind.SIGNIN, outcome="own", subject_type="session", subject_id=key, count=1
    )


def end_others(work: Work, account_id: str) -> int:
    """Ends every session of the account but the one at hand; gives how many."""
    rows = [row for row in open_rows(work, account_id) if row.id_hash != work.origin.session]
    return end_and_record(work, account_id, rows, BY_YOURSELF, "own")


def end_all(work: Work, account_id: str) -> int:
    """Ends every session of somebody at once; gives how many. Raises `NoResultFound` for no account."""
    account = work.session.get_one(Account, account_id)
    return end_and_record(work, account.id, open_rows(work, account.id), BY_ANOTHER, "all")


def end_and_record(work: Work, account_id: str, rows: Sequence[SigninSession], why: str, outcome: str) -> int:
    end(work, rows, why)
    work.record(
        Action.SESSION_ENDED,
        kind=Kind.SIGNIN,
        outcome=outcome,
        subject_type="account",
        subject_id=account_id,
        count=len(rows),
    )
    return len(rows)


def end(work: Work, rows: Sequence[SigninSession], why: str) -> None:
    """Nothing is kept of them but the sentence their owner reads when they come back."""
    for row in rows:
        row.ended_at, row.data = work.now, {sessions.WHY: why}
