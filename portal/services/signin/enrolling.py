"""One-time codes, handed over in person, by which somebody sets password and second factor themselves.

So no administrator ever learns or sets a password. Nothing changes until all steps are done; only then is the code
used up, and until then it may be given again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Select, select

from portal.ledger import Action
from portal.models import Account, Enrolment, Kind, Passkey
from portal.rules import RuleBroken
from portal.rules.accounts import closed
from portal.services import notices, people
from portal.services.signin import accounts, codes, lockout, passwords, recovery
from portal.services.work import Told, Work

Purpose = Literal["first", "password", "factor"]
PURPOSES: dict[str, str] = {
    "first": "Password and authenticator",
    "password": "A new password",
    "factor": "A new authenticator",
}
STEPS: dict[str, tuple[str, ...]] = {
    "first": ("password", "authenticator"),
    "password": ("password",),
    "factor": ("authenticator",),
}
BITS = 128
LASTS = timedelta(hours=24)
"""Our choice: a shift and the next; the slip is handed over in person."""
ASKED_FOR = "A new password was asked for on your behalf."
"""Why the old one opens nothing any more but the form for a new one."""
UNKNOWN = "This code is not known, was used already, or has run out. Check each group of four, or ask for a new one."


@dataclass(frozen=True)
class Issued:
    """A code as it is told once, and what it is for."""

    code: str
    enrolment: Enrolment
    account: Account


@dataclass(frozen=True)
class UnderWay:
    """An enrolment somebody is at."""

    id: str
    purpose: str
    account_id: str
    user_name: str
    full_name: str
    expires_at: datetime

    @property
    def steps(self) -> tuple[str, ...]:
        return STEPS[self.purpose]


@dataclass(frozen=True)
class Chosen:
    """What the person set. Each is None where the code was not for it."""

    password_hash: str | None = None
    secret: accounts.Confirmed | None = None


def issue(work: Work, account_id: str, purpose: str) -> Issued:
    """Makes the code; an earlier one works no more. Raises `NoResultFound`, `RuleBroken`."""
    account = work.session.get_one(Account, account_id, with_for_update=True, populate_existing=True)
    check_may_issue(work, account, purpose)
    revoke_earlier(work, account)
    code = codes.new_code(BITS)
    row = Enrolment(
        account_id=account.id,
        code_hash=codes.hash_of(code),
        purpose=purpose,
        issued_at=work.now,
        issued_by_id=work.actor.person_id,
        expires_at=work.now + LASTS,
    )
    work.session.add(row)
    if purpose == "password":
        account.password_refused = ASKED_FOR
    work.session.flush()
    work.record(Action.ENROLMENT_ISSUED, row, account, told=Told(filters={"purpose": purpose}))
    if account.password_hash:
        tell_others(work, account)
    notices.tell(
        work,
        account.person_id,
        "signin",
        "A code for your account was issued",
        f"{work.actor.full_name} issued a code to set: {PURPOSES[purpose].lower()}. If you asked for none, report it.",
        path="/account",
    )
    return Issued(code, row, account)


def tell_others(work: Work, account: Account) -> None:
    """Those who administer hear of a code for an account in use: whoever holds it could sign in as its owner."""
    for holder in people.holders(work, lockout.releasing_posts(work.profile)):
        if holder.person_id not in (account.person_id, work.actor.person_id):
            notices.tell(
                work,
                holder.person_id,
                "signin",
                f"A code was issued for the account of {account.person.full_name}",
                f"{work.actor.full_name or 'A command'} issued it. If you do not know why, ask them and the owner.",
                path=f"/people/accounts/{account.id}/sign-in",
            )


def check_may_issue(work: Work, account: Account, purpose: str) -> None:
    section = work.profile.access.section
    if purpose not in PURPOSES:
        raise RuleBroken("enrolment.purpose", "Choose what the code is for.", field="purpose")
    if account.person_id == work.actor.person_id:
        who = lockout.who(work.profile)
        raise RuleBroken(
            "enrolment.own", f"Nobody makes a way into their own account. Ask the {who}.", section
        )
    if why := closed(accounts.standing_of(account), work.now):
        raise RuleBroken(
            "enrolment.closed", f"This account is closed. {why} Open it first, then make the code.", section
        )
    if purpose != "first" and not (account.password_hash and account.totp_secret):
        raise RuleBroken(
            "enrolment.not-set-up",
            "This account was never set up. Choose the code for password and authenticator.",
            section,
            field="purpose",
        )


def revoke_earlier(work: Work, account: Account) -> None:
    for row in work.session.scalars(waiting_of(account.id)):
        row.revoked_at = work.now
        work.record(Action.ENROLMENT_REVOKED, row, told=Told(filters={"because": "another was issued"}))


def waiting_of(account_id: str) -> Select[Enrolment]:
    return select(Enrolment).where(
        Enrolment.account_id == account_id, Enrolment.used_at.is_(None), Enrolment.revoked_at.is_(None)
    )


def begin(work: Work, code: str) -> UnderWay:
    """The enrolment this code opens. Raises `RuleBroken`, one sentence for whatever is wrong with it; on record."""
    query = select(Enrolment.id).where(Enrolment.code_hash == codes.hash_of(code))
    found = under_way(work, work.session.scalar(query) or "")
    if found is None:
        work.note(Kind.SIGNIN, Action.SIGNIN_FAILED, outcome="enrolment")
        raise RuleBroken("enrolment.unknown", UNKNOWN, field="code")
    return found


def under_way(work: Work, enrolment_id: str) -> UnderWay | None:
    """The enrolment, while its code still opens something and its account is open."""
    row = work.session.get(Enrolment, enrolment_id, populate_existing=True)
    if row is None or row.used_at or row.revoked_at or row.expires_at <= work.now:
        return None
    account = work.session.get_one(Account, row.account_id)
    if closed(accounts.standing_of(account), work.now):
        return None
    return UnderWay(
        row.id, row.purpose, account.id, account.user_name, account.person.full_name, row.expires_at
    )


def finish(work: Work, enrolment_id: str, chosen: Chosen) -> list[str]:
    """Sets everything at once and uses the code up; gives the recovery codes made, if a second factor was set.

    Raises `RuleBroken` where the code has meanwhile been used, revoked or has run out.
    """
    found = under_way(work, enrolment_id)
    if found is not None:  # again under the account's lock: of two at once one finishes
        account = work.session.get_one(
            Account, found.account_id, with_for_update=True, populate_existing=True
        )
        found = under_way(work, enrolment_id)
    if found is None:
        raise RuleBroken("enrolment.unknown", UNKNOWN)
    row = work.session.get_one(Enrolment, enrolment_id)
    row.used_at = work.now
    acting = accounts.as_owner(work, account)
    acting.record(Action.ENROLMENT_USED, row, kind=Kind.SIGNIN, told=Told(filters={"purpose": row.purpose}))
    if chosen.password_hash:
        passwords.keep(acting, account, chosen.password_hash)
    return new_factor(acting, account, chosen.secret) if chosen.secret else []


def new_factor(work: Work, account: Account, secret: accounts.Confirmed) -> list[str]:
    """The authenticator anew: whatever stood in for the old one, a lost key perhaps, opens nothing any more."""
    accounts.keep_secret(work, account, secret)
    keys = select(Passkey).where(Passkey.account_id == account.id, Passkey.removed_at.is_(None))
    for key in work.session.scalars(keys):
        key.removed_at = work.now
        work.record(Action.PASSKEY_REMOVED, key, kind=Kind.SIGNIN)
    passwords.end_other_sessions(work, account)
    passwords.tell_of_change(work, account, "Your authenticator was set anew")
    return recovery.make(work, account)


@dataclass(frozen=True)
class State:
    """How somebody stands with what they sign in with, as the administrator sees it: no secret of theirs."""

    account: Account
    closed: str | None
    set_up: bool
    codes_left: int
    waiting: Enrolment | None
    own: bool
    purposes: dict[str, str]
    """What a code may be for."""


def state_of(work: Work, account_id: str) -> State:
    """Raises `NoResultFound`."""
    account = work.session.get_one(Account, account_id)
    set_up = bool(account.password_hash and account.totp_secret)
    waiting = work.session.scalars(waiting_of(account_id).where(Enrolment.expires_at > work.now)).first()
    return State(
        account=account,
        closed=closed(accounts.standing_of(account), work.now),
        set_up=set_up,
        codes_left=recovery.left(work, account_id),
        waiting=waiting,
        own=account.person_id == work.actor.person_id,
        purposes=PURPOSES if set_up else {"first": PURPOSES["first"]},
    )
