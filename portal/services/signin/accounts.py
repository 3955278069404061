"""Accounts: password and TOTP secret, made, and checked without telling an outsider which of them was wrong."""

from datetime import datetime
from functools import cache

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.ledger import Action
from portal.models import Account, Person, opaque_id
from portal.rules import accounts as rules
from portal.services.work import Work
from portal.storage import open_sealed, seal

HASHER = PasswordHasher()
"""Argon2id at the library's defaults: 64 MiB, 3 passes."""
STEP_SECONDS = 30
DRIFT_STEPS = 1
"""How far a code may be early or late, in steps of 30 seconds."""


def create(work: Work, person: Person, user_name: str, password: str) -> tuple[Account, str]:
    """Makes the person's account, open and with everything to sign in with; gives it with its TOTP secret.

    For demonstrations and tests alone: in earnest an account begins disabled and its owner sets both (`enrolling`).
    """
    secret = pyotp.random_base32()
    account_id = opaque_id()
    account = Account(
        id=account_id,
        person_id=person.id,
        user_name=user_name,
        password_hash=HASHER.hash(password),
        password_set_at=work.now,
        totp_secret=seal(work.tools.secrets, secret.encode(), account_id.encode()),
        created_at=work.now,
        enabled_at=work.now,
    )
    work.session.add(account)
    work.record(Action.ACCOUNT_CREATED, account)
    return account, secret


@cache
def decoy_hash() -> str:
    """What the password of a name that does not exist is compared with, so that both answers take as long."""
    return HASHER.hash("no account has this password")


def standing_of(account: Account) -> rules.Standing:
    """The account as the rule of what is open sees it."""
    opened = account.enabled_at or account.created_at
    return rules.Standing(
        disabled=account.disabled,
        left_at=account.person.left_at,
        expires_at=account.expires_at,
        used_at=max(opened, account.last_signin_at or opened),
    )


def password_fits(account: Account | None, password: str, now: datetime) -> bool:
    """Whether this is the password of an open account. Takes as long for an account that is not there."""
    try:
        HASHER.verify((account and account.password_hash) or decoy_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return account is not None and rules.closed(standing_of(account), now) is None


def take_code(work: Work, account: Account, code: str) -> bool:
    """Whether the code is right now and was never taken before; a right one is used up with this transaction."""
    step = matching_step(secret_of(work, account), code, work.now)
    if step is None or step <= account.totp_last_step:
        return False
    account.totp_last_step = step
    return True


def secret_of(work: Work, account: Account) -> str:
    return open_sealed(work.tools.secrets, account.totp_secret, account.id.encode()).decode()


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """The newest step within the allowed drift that gives this code."""
    totp = pyotp.TOTP(secret)
    step = int(now.timestamp()) // STEP_SECONDS
    for candidate in range(step + DRIFT_STEPS, step - DRIFT_STEPS - 1, -1):
        if pyotp.utils.strings_equal(totp.generate_otp(candidate), code.strip().replace(" ", "")):
            return candidate
    return None
