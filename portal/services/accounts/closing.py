"""Closing accounts: at once by a person, or written down by the job once a rule has closed them; and their expiry."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from portal.access import Duty
from portal.ledger import Action
from portal.models import Account, Departure, Kind
from portal.rules import opening as rules
from portal.rules.accounts import closed
from portal.rules.taking_on import AccountKind, expiry_of
from portal.services.accounts import rows
from portal.services.signin.accounts import standing_of
from portal.services.work import Work


def disable(work: Work, person_id: str, reason: str) -> Account:
    """Closes it at once: the owner's next request is refused (CJIS AC-2(13) allows 30 minutes).

    Raises `RuleBroken` for one's own, one closed already, or without a reason; `NoResultFound`.
    """
    account = rows.account_of(work, person_id, for_change=True)
    section = rows.section_of(work, Duty.ACCOUNT_CREATOR)
    rules.check_not_own(account.person_id, work.actor.person_id or "", section, "closes your account")
    rules.check_closable(rows.state(work, account), section)
    rules.check_reason(reason, section)
    return close(work, account, reason.strip())


def close(work: Work, account: Account, reason: str, kind: Kind = Kind.ACT) -> Account:
    account.disabled = True
    account.disabled_at = work.now
    account.disabled_reason = reason
    work.session.flush()
    work.record(Action.ACCOUNT_DISABLED, account, told=rows.told_of(account.person, reason), kind=kind)
    return account


def extend(work: Work, person_id: str, expires_at: datetime | None) -> Account:
    """Moves the moment from which the account closes by itself, within what its kind allows. It opens nothing: an
    account that a rule has closed by now is written down as disabled.

    Raises `RuleBroken`, naming the field; `NoResultFound`.
    """
    account = rows.account_of(work, person_id, for_change=True)
    section = rows.section_of(work, Duty.PERMISSION_ASSIGNER)
    rules.check_not_own(account.person_id, work.actor.person_id or "", section, "sets when your account ends")
    kind, zone = AccountKind(account.kind), work.profile.agency.time_zone
    ends = expiry_of(kind, expires_at, account.created_at, work.now, zone, section)
    rules.check_not_past_leaving(ends, leaving_at(work, person_id), section)
    why = None if account.disabled else closed(standing_of(account), work.now)
    if why:  # from here only `opening.assign` opens it, never its maker
        close(work, account, why)
    account.expires_at = ends
    work.session.flush()
    told = rows.told_of(account.person, expires_at=ends.isoformat() if ends else "no end")
    work.record(Action.ACCOUNT_CHANGED, account, told=told)
    return account


def leaving_at(work: Work, person_id: str) -> datetime | None:
    """The moment of the person's departure that is not worked off; None while there is none."""
    query = select(func.min(Departure.effective_at))
    return work.session.scalar(query.where(Departure.person_id == person_id, Departure.closed_at.is_(None)))


def overdue(work: Work) -> list[tuple[str, str]]:
    """Accounts that a rule has closed and nobody has written down yet, each with the reason."""
    accounts: Sequence[Account] = (
        work.session.scalars(select(Account).where(~Account.disabled)).unique().all()
    )
    found = ((each.person_id, closed(standing_of(each), work.now)) for each in accounts)
    return [(person_id, reason) for person_id, reason in found if reason is not None]


def close_overdue(work: Work, person_id: str) -> bool:
    """Writes one such account down as disabled; False where it is open again by now."""
    account = rows.account_of(work, person_id, for_change=True)
    reason = None if account.disabled else closed(standing_of(account), work.now)
    if reason is None:
        return False
    close(work, account, reason, Kind.JOB)
    return True
