"""The steps of signing in, each on the ledger, the failed ones too."""

from portal.ledger import Action
from portal.models import Account, Kind
from portal.rules import RuleBroken
from portal.services import people
from portal.services.signin import accounts
from portal.services.work import Told, Work

WRONG = "User name or password is wrong."
WRONG_CODE = "That code is wrong, too old, or was used already. Wait for the next one."


def check_password(work: Work, user_name: str, password: str) -> Account:
    """The account whose password this is. Raises `RuleBroken` with one and the same sentence for everything else."""
    account = people.find_by_user_name(work.session, user_name)
    work.session.expunge_all()
    work.session.rollback()  # no lock on the database while the hash is computed
    if not accounts.password_fits(account, password, work.now):
        work.note(
            Kind.SIGNIN, Action.SIGNIN_FAILED, Told(typed={"user_name": user_name[:80]}), outcome="password"
        )
        raise RuleBroken("signin.wrong-password", WRONG)
    assert account is not None  # noqa: S101 - password_fits is false without one
    return account


def check_code(work: Work, account_id: str, code: str) -> None:
    """Uses the code up. Raises `RuleBroken` for a wrong or a used one."""
    account = work.session.get(Account, account_id, with_for_update=True, populate_existing=True)
    if account is None or not accounts.take_code(work, account, code):
        work.note(Kind.SIGNIN, Action.SIGNIN_FAILED, outcome="code")
        raise RuleBroken("signin.wrong-code", WRONG_CODE)
    work.record(Action.CODE_ACCEPTED, account, kind=Kind.SIGNIN)


def complete(work: Work, account_id: str) -> None:
    """The person is in: password, code and banner are all done."""
    account = work.session.get_one(Account, account_id)
    account.last_signin_at = work.now
    work.record(Action.SIGNED_IN, account, kind=Kind.SIGNIN)


def sign_out(work: Work) -> None:
    work.record(Action.SIGNED_OUT, kind=Kind.SIGNIN)
