"""Closing the account of whoever leaves."""

from portal.ledger import Action
from portal.models import Account, Departure
from portal.rules import departures as rules
from portal.services.work import Told, Work


def close_account(work: Work, departure: Departure) -> None:
    """Disables it once the effective moment has come; before that, has it expire then, so that no job need run.

    Nothing is to do where there is no account, or it is disabled already.
    """
    account = departure.person.account
    if account is None or (account.disabled and departure.effective_at <= work.now):
        return
    told = Told(filters={"departure": departure.id}, narrative=departure.reason)
    if departure.effective_at <= work.now:
        account.disabled = True
        account.disabled_at = work.now
        account.disabled_reason = rules.KINDS[departure.kind]
        work.record(Action.ACCOUNT_DISABLED, account, told=told)
    elif not expires_by(account, departure):
        account.expires_at = departure.effective_at
        work.record(Action.ACCOUNT_CHANGED, account, told=told)


def expires_by(account: Account, departure: Departure) -> bool:
    return account.expires_at is not None and account.expires_at <= departure.effective_at
