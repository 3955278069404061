"""How people prove who they are."""

from datetime import timedelta

from sqlalchemy import func, not_, or_, select

from portal.controls.control import Control, Evidence
from portal.controls.judging import count, judge_rows, tally
from portal.ledger import Action
from portal.models import Account, LedgerRow
from portal.services.signin.hashing import KNOWN
from portal.services.work import Work

RECENT = timedelta(days=30)


def accounts_have_both(work: Work) -> Evidence:
    """Of the accounts whose owner has set them up: one that is not yet lets nobody in."""
    accounts = select(Account.id).where(
        or_(Account.password_hash != "", func.length(Account.totp_secret) > 0)
    )
    hashed = or_(*(Account.password_hash.startswith(known) for known in KNOWN))
    bare = or_(not_(hashed), func.length(Account.totp_secret) == 0)
    failed = select(LedgerRow.seq).where(
        LedgerRow.action == Action.SIGNIN_FAILED, LedgerRow.at >= work.now - RECENT
    )
    kept = tally("Accounts, each with password and second factor", count(work.session, accounts))
    return judge_rows(
        work.session,
        accounts.where(bare).order_by(Account.created_at),
        f"{kept} Failed attempts in the last {RECENT.days} days: {count(work.session, failed)}.",
        "Accounts without a hashed password or without a second factor",
    )


CONTROLS: tuple[Control, ...] = (
    Control(
        "signin.password-and-code",
        "enforced",
        "Signing in takes a password and a code that works once. Each failed attempt is on record, and five within "
        "fifteen minutes lock the account until an administrator releases it.",
        accounts_have_both,
    ),
)
