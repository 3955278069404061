"""What a person does about their own password, authenticator and recovery codes once they are signed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.models import Account
from portal.services.signin import accounts, passwords, recovery
from portal.services.work import Work


@dataclass(frozen=True)
class Standing:
    """One's own account, as its owner sees it."""

    user_name: str
    password_set_at: datetime | None
    password_due_at: datetime | None
    """When the password must be changed at the latest; None where age alone changes nothing."""
    codes_left: int
    last_signin_at: datetime | None


def standing(work: Work, account_id: str) -> Standing:
    account = work.session.get_one(Account, account_id)
    days, since = work.tools.passwords.days, account.password_set_at
    return Standing(
        user_name=account.user_name,
        password_set_at=since,
        password_due_at=since + timedelta(days=days) if since and days else None,
        codes_left=recovery.left(work, account_id),
        last_signin_at=account.last_signin_at,
    )


def change_authenticator(work: Work, account_id: str, secret: accounts.Confirmed) -> None:
    """The new secret takes the place of the old one; every other session ends."""
    account = locked(work, account_id)
    accounts.keep_secret(work, account, secret)
    passwords.end_other_sessions(work, account)
    passwords.tell_of_change(work, account, "Your authenticator was set anew")


def make_recovery_codes(work: Work, account_id: str) -> list[str]:
    """Ten new codes, told this once."""
    account = locked(work, account_id)
    passwords.tell_of_change(work, account, "New recovery codes were made")
    return recovery.make(work, account)


def locked(work: Work, account_id: str) -> Account:
    return work.session.get_one(Account, account_id, with_for_update=True, populate_existing=True)
