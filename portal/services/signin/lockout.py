"""Five failures within fifteen minutes lock an account until somebody releases it (CJIS Security Policy AC-7).

Each try is written down, under a lock of the account, before it is looked at, and taken back if it was right: of many
tries at once no more than five are ever looked at.
"""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from portal.access import GRANTS, Duty, Permission
from portal.agencies.profile import Profile
from portal.ledger import Action
from portal.models import Account, Kind, SigninFailure, SigninSession
from portal.rules import RuleBroken
from portal.services import notices, people
from portal.services.work import Work

TRIES = 5
WINDOW = timedelta(minutes=15)


def begin(work: Work, account_id: str | None, factor: str) -> str | None:
    """Writes a try down before it is looked at, and gives its id; None where it may not be looked at.

    A transaction of its own: `work.session` may hold no lock when this is called. Where there is no such account, or no
    try left, as much is written about the session at hand, so that the answer takes as long.
    """
    with work.tools.ledger.open_session() as session:
        row = write_down(work, session, account_id, factor) if account_id else None
        if row is None:
            at_hand = SigninSession.id_hash == work.origin.session
            # What it writes changes nothing: a refused try is no activity, and opens no locked console.
            session.execute(update(SigninSession).where(at_hand).values(address=SigninSession.address))
        session.commit()
        return row.id if row else None


def write_down(work: Work, session: Session, account_id: str, factor: str) -> SigninFailure | None:
    """The try, if it may be looked at; older ones go."""
    account = lock(session, account_id)
    aged = SigninFailure.at <= work.now - WINDOW
    session.execute(delete(SigninFailure).where(SigninFailure.account_id == account_id, aged))
    if account is None or account.locked_at is not None or tries(session, account_id) >= TRIES:
        return None
    row = SigninFailure(account_id=account_id, at=work.now, factor=factor, address=work.origin.address)
    session.add(row)
    return row


def lock(session: Session, account_id: str) -> Account | None:
    """The account, held until the transaction ends; not its person, whom others may be writing to meanwhile."""
    held = {"of": Account, "key_share": True}
    return session.get(Account, account_id, with_for_update=held, populate_existing=True)


def tries(session: Session, account_id: str) -> int:
    rows = select(func.count()).select_from(SigninFailure).where(SigninFailure.account_id == account_id)
    return session.scalar(rows) or 0


def failed(work: Work, account_id: str) -> None:
    """The try was wrong: the fifth locks the account, on record. Begins with `work.session` let go."""
    work.session.rollback()
    with work.tools.ledger.open_session() as session:
        session.info["ledger"] = work.tools.ledger
        account = lock(session, account_id)
        if account is None or account.locked_at is not None or tries(session, account_id) < TRIES:
            return
        account.locked_at = work.now
        apart = replace(work, session=session)
        apart.record(Action.ACCOUNT_LOCKED, account, kind=Kind.SIGNIN)
        tell_of_lock(apart, account)
        session.commit()


def tell_of_lock(work: Work, account: Account) -> None:
    """Those who can release it hear of it, and its owner finds it when they are back."""
    told = account.person.full_name
    once = f"locked {account.id} {work.now.isoformat()}"
    for holder in people.holders(work, releasing_posts(work.profile)):
        if holder.person_id != account.person_id:
            notices.tell(
                work,
                holder.person_id,
                "signin",
                f"Locked: the account of {account.person.full_name}",
                f"Five wrong tries within 15 minutes locked the account of {told}. Ask them in person or by a number "
                "you know whether it was them, then release it.",
                path=f"/people/accounts/{account.id}/sign-in",
                once=f"{once} {holder.person_id}",
            )
    notices.tell(
        work,
        account.person_id,
        "signin",
        "Your account was locked",
        "Somebody gave a wrong password or code five times within 15 minutes. If it was not you, report it.",
        path="/account",
        once=once,
    )


def forgive(work: Work, attempt: str) -> None:
    """The try was right: it is no failure. Saved with everything else of this unit of work."""
    work.session.execute(delete(SigninFailure).where(SigninFailure.id == attempt))


def forgive_now(work: Work, attempt: str) -> None:
    """The same in a transaction of its own, for what is not saved with this unit of work."""
    with work.tools.ledger.open_session() as session:
        session.execute(delete(SigninFailure).where(SigninFailure.id == attempt))
        session.commit()


def clear(work: Work, account_id: str) -> None:
    """Both factors were right: the failures before are no longer consecutive."""
    work.session.execute(delete(SigninFailure).where(SigninFailure.account_id == account_id))


def release(work: Work, account_id: str) -> Account:
    """Unlocks the account. Raises `NoResultFound`, and `RuleBroken` for one's own and for one that is not locked."""
    account = work.session.get_one(Account, account_id, with_for_update=True, populate_existing=True)
    section = work.profile.access.section
    if account.person_id == work.actor.person_id:
        raise RuleBroken(
            "lockout.own", f"Nobody releases their own account. Ask the {who(work.profile)}.", section
        )
    if account.locked_at is None:
        raise RuleBroken(
            "lockout.not-locked", "This account is not locked: there is nothing to release.", section
        )
    account.locked_at = None
    clear(work, account_id)
    work.record(Action.ACCOUNT_RELEASED, account)
    notices.tell(
        work,
        account.person_id,
        "signin",
        "Your account was released",
        f"{work.actor.full_name} released it after five wrong tries had locked it.",
        path="/account",
    )
    return account


def releasing_duties() -> list[Duty]:
    return [duty for duty in Duty if Permission.ACCOUNT_RELEASE in GRANTS[duty]]


def releasing_posts(profile: Profile) -> tuple[str, ...]:
    """The posts whose holders may release an account."""
    found = [profile.duties[duty].posts for duty in releasing_duties() if duty in profile.duties]
    return tuple(dict.fromkeys(post for posts in found for post in posts))


def who(profile: Profile) -> str:
    """Those who may release an account, in words."""
    names = dict.fromkeys(name for duty in releasing_duties() for name in profile.holders_of(duty))
    return " or the ".join(names) or "system's administrator"


def warning(profile: Profile) -> str:
    """What everybody is told who gets something wrong, whether or not there is such an account."""
    return f"Five wrong tries within 15 minutes lock an account until the {who(profile)} releases it."
