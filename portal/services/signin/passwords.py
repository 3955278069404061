"""Passwords in use: may this be one, must this one be changed, and keeping a new one."""

from sqlalchemy import update

from portal.ledger import Action
from portal.models import Account, Kind, SigninSession
from portal.rules import RuleBroken
from portal.rules.passwords import Owner, Rules, is_too_old, refusal
from portal.services import notices
from portal.services.signin import hashing
from portal.services.signin.banned import banned
from portal.services.work import Told, Work

SAME = "It is the password you have now. Choose another."


def rules_for(work: Work, account: Account) -> Rules:
    """All that a password of this account is held to today."""
    policy, person = work.tools.passwords, account.person
    owner = Owner(account.user_name, person.full_name, work.profile.agency.name, person.employee_number)
    return Rules(policy.length, banned(policy.own_list), owner)


def prepared(work: Work, account_id: str, new: str) -> str:
    """The hash of a password that may be this account's. Raises `RuleBroken` with the reason where it may not.

    Lets the database go first, so that nobody waits while the hash is computed.
    """
    account = work.session.get_one(Account, account_id)
    rules, kept = rules_for(work, account), account.password_hash
    work.session.expunge_all()
    work.session.rollback()
    why = refusal(new, rules)
    if not why and kept and hashing.fits(kept, new):
        why = SAME
    if why:
        raise RuleBroken("password.refused", why, field="new")
    return hashing.hashed(new, work.tools.passwords.function)


def keep(work: Work, account: Account, password_hash: str) -> None:
    """Makes it the account's password; every other session of it ends."""
    account.password_hash = password_hash
    account.password_set_at = work.now
    account.password_refused = ""
    ended = end_other_sessions(work, account)
    work.record(Action.PASSWORD_SET, account, kind=Kind.SIGNIN, told=Told(filters={"sessions ended": ended}))
    tell_of_change(work, account, "Your password was changed")


def end_other_sessions(work: Work, account: Account) -> int:
    """Ends every session of the account but the one at hand; gives how many."""
    others = (
        update(SigninSession)
        .where(
            SigninSession.account_id == account.id,
            SigninSession.id_hash != work.origin.session,
            SigninSession.ended_at.is_(None),
        )
        .values(ended_at=work.now)
        .returning(SigninSession.id_hash)
    )
    return len(work.session.scalars(others).all())


def tell_of_change(work: Work, account: Account, subject: str) -> None:
    """Whoever's account it is hears of every change, so that a change by somebody else comes out."""
    notices.tell(
        work,
        account.person_id,
        "signin",
        subject,
        "If it was not you, report it at once: somebody may be using your account.",
        path="/account",
    )


def look_again(work: Work, account: Account, password: str, renewed: str | None) -> None:
    """What is known of a password only while it is typed: held to today's rules, and kept as it is kept today."""
    if renewed:
        account.password_hash = renewed
        work.record(Action.PASSWORD_SET, account, kind=Kind.SIGNIN, outcome="hashed anew")
    why = refusal(password, rules_for(work, account))
    if why and why != account.password_refused:
        account.password_refused = why
        work.record(Action.PASSWORD_REFUSED, account, kind=Kind.SIGNIN)


def renewed_hash(work: Work, kept: str, password: str) -> str | None:
    """The hash to keep from now on, where function or parameters have changed since it was made."""
    function = work.tools.passwords.function
    return hashing.hashed(password, function) if hashing.is_outdated(kept, function) else None


def must_change(work: Work, account_id: str) -> str | None:
    """Why the password must be changed before going on; None where it need not."""
    account = work.session.get_one(Account, account_id)
    if account.password_refused:
        return account.password_refused
    days = work.tools.passwords.days
    if is_too_old(account.password_set_at, work.now, days):
        return f"It is {days} days old or older. A password is changed once in that time (CJIS Security Policy IA-5)."
    return None


def change(work: Work, account_id: str, new: str) -> None:
    """Its owner, who has proved who they are, sets another. Raises `RuleBroken` with the reason against it."""
    password_hash = prepared(work, account_id, new)
    account = work.session.get_one(Account, account_id, with_for_update=True, populate_existing=True)
    keep(work, account, password_hash)
