"""The steps of signing in, each on the ledger, the failed ones too."""

from typing import NoReturn

from portal.ledger import Action
from portal.models import Account, Kind
from portal.rules import RuleBroken
from portal.services import people
from portal.services.signin import accounts, lockout, passwords, recovery
from portal.services.work import Told, Work

WRONG = "User name or password is wrong."
NOBODY = "not a user name of this portal"
"""In the record for what was typed instead of a name: it may be a password in the wrong field."""
WRONG_CODE = "That code is wrong, too old, or was used already. Wait for the next one."
WRONG_RECOVERY = (
    "That recovery code is wrong or was used already. Check each group of four, or take the next one."
)
WRONG_CURRENT = "This is not your password."


def check_password(work: Work, user_name: str, password: str) -> Account:
    """The account whose password this is. Raises `RuleBroken` with one and the same sentence for everything else:
    unknown, locked, closed or wrong, and a hash is computed for each of them."""
    account = people.find_by_user_name(work.session, user_name)
    let_go(work)
    attempt = lockout.begin(work, account.id if account else None, "password")
    function = work.tools.passwords.function
    if not accounts.password_fits(account if attempt else None, password, work.now, function):
        typed = Told(typed={"user_name": account.user_name if account else NOBODY})
        fail(work, account if attempt else None, "password", WRONG, typed)
    assert account is not None and attempt is not None  # noqa: S101, PT018 - password_fits is false without them
    renewed = passwords.renewed_hash(work, account.password_hash, password)
    found = work.session.get_one(Account, account.id, with_for_update=True, populate_existing=True)
    unchanged = found.password_hash == account.password_hash
    passwords.look_again(accounts.as_owner(work, found), found, password, renewed if unchanged else None)
    lockout.forgive(work, attempt)
    return found


def let_go(work: Work) -> None:
    """No lock on the database while a hash is computed or a try is written down apart."""
    work.session.expunge_all()
    work.session.rollback()


def fail(
    work: Work, account: Account | None, outcome: str, message: str, told: Told | None = None
) -> NoReturn:
    """Counts the try against the account, puts it on record, and says no. `account` is None where nothing counts: there
    is none, or the try was not looked at, since five others are, which may all be right."""
    refuse(work, account.id if account else None, outcome, message, told)


def refuse(
    work: Work,
    account_id: str | None,
    outcome: str,
    message: str,
    told: Told | None = None,
    cause: Exception | None = None,
) -> NoReturn:
    """The same, for an account that is known by its id alone."""
    if account_id is not None:
        lockout.failed(work, account_id)
    work.note(Kind.SIGNIN, Action.SIGNIN_FAILED, told, outcome=outcome)
    raise RuleBroken(f"signin.wrong-{outcome}", f"{message} {lockout.warning(work.profile)}") from cause


def confirm_password(work: Work, account_id: str, password: str) -> None:
    """Its owner, signed in, gives the password once more. Raises `RuleBroken`; five wrong ones lock the account."""
    account = work.session.get_one(Account, account_id)
    let_go(work)
    attempt = lockout.begin(work, account_id, "password")
    function = work.tools.passwords.function
    if not accounts.password_fits(account if attempt else None, password, work.now, function):
        fail(work, account if attempt else None, "password", WRONG_CURRENT)
    assert attempt is not None  # noqa: S101 - password_fits is false without one
    lockout.forgive_now(work, attempt)


def check_code(work: Work, account_id: str, code: str) -> None:
    """Uses the code up. Raises `RuleBroken` for a wrong or a used one; five wrong ones lock the account.

    A right code that was used already is refused without counting: it is a form sent twice, or worth nothing.
    """
    let_go(work)
    attempt = lockout.begin(work, account_id, "code")
    account = work.session.get(Account, account_id, with_for_update=True, populate_existing=True)
    if account is None or attempt is None:
        fail(work, None, "code", WRONG_CODE)
    if accounts.take_code(work, account, code):
        work.record(Action.CODE_ACCEPTED, account, kind=Kind.SIGNIN)
        lockout.clear(work, account_id)
        return
    if accounts.step_of(work, account, code) is not None:
        let_go(work)
        lockout.forgive_now(work, attempt)
        fail(work, None, "code", WRONG_CODE)
    fail(work, account, "code", WRONG_CODE)


def check_recovery(work: Work, account_id: str, code: str) -> int:
    """Uses a recovery code up in place of the second factor; gives how many are left. Raises `RuleBroken`."""
    let_go(work)
    attempt = lockout.begin(work, account_id, "recovery")
    account = work.session.get(Account, account_id, with_for_update=True, populate_existing=True)
    if account is None or attempt is None:
        fail(work, None, "recovery", WRONG_RECOVERY)
    if not recovery.take(work, account, code):
        fail(work, account, "recovery", WRONG_RECOVERY)
    lockout.clear(work, account_id)
    return recovery.left(work, account_id)


def complete(work: Work, account_id: str) -> None:
    """The person is in: password, code and banner are all done."""
    account = work.session.get_one(Account, account_id)
    account.last_signin_at = work.now
    work.record(Action.SIGNED_IN, account, kind=Kind.SIGNIN)


def sign_out(work: Work) -> None:
    work.record(Action.SIGNED_OUT, kind=Kind.SIGNIN)
