"""Accounts: password and TOTP secret, made, and checked without telling an outsider which of them was wrong."""

from dataclasses import dataclass, replace
from datetime import datetime

import pyotp

from portal.ledger import Action
from portal.models import Account, Kind, Person, opaque_id
from portal.rules import RuleBroken
from portal.rules import accounts as rules
from portal.services import people
from portal.services.signin import hashing
from portal.services.work import Work
from portal.storage import open_sealed, seal

STEP_SECONDS = 30
DRIFT_STEPS = 1
"""How far a code may be early or late, in steps of 30 seconds."""
ISSUER = "Platebook"


@dataclass(frozen=True)
class Confirmed:
    """A new TOTP secret, sealed, that its owner's authenticator has shown to hold; and the step of the code it gave."""

    sealed: bytes
    step: int


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
        password_hash=hashing.hashed(password, work.tools.passwords.function),
        password_set_at=work.now,
        totp_secret=seal(work.tools.secrets, secret.encode(), account_id.encode()),
        created_at=work.now,
        enabled_at=work.now,
    )
    work.session.add(account)
    work.record(Action.ACCOUNT_CREATED, account)
    return account, secret


def as_owner(work: Work, account: Account) -> Work:
    """The same unit of work, done by the account's owner: who proved it, though not signed in yet."""
    actor = people.actor_of(work.session, work.profile, account.person, account.user_name, work.now)
    return replace(work, actor=actor)


def standing_of(account: Account) -> rules.Standing:
    """The account as the rule of what is open sees it."""
    opened = account.enabled_at or account.created_at
    return rules.Standing(
        disabled=account.disabled,
        left_at=account.person.left_at,
        expires_at=account.expires_at,
        used_at=max(opened, account.last_signin_at or opened),
    )


def password_fits(account: Account | None, password: str, now: datetime, function: str = "argon2id") -> bool:
    """Whether this is the password of an open account. Takes as long for an account that is not there."""
    kept = account.password_hash if account else ""
    right = hashing.fits(kept or hashing.decoy(function), password)
    return right and bool(kept) and account is not None and rules.closed(standing_of(account), now) is None


def take_code(work: Work, account: Account, code: str) -> bool:
    """Whether the code is right now and was never taken before; a right one is used up with this transaction."""
    step = step_of(work, account, code)
    if step is None or step <= account.totp_last_step:
        return False
    account.totp_last_step = step
    return True


def step_of(work: Work, account: Account, code: str) -> int | None:
    """The step whose code this is, used or not; None for any other code, and before there is a secret."""
    if not account.totp_secret:
        return None
    return matching_step(secret_of(work, account), code, work.now)


def secret_of(work: Work, account: Account) -> str:
    return opened(work, account.id, account.totp_secret)


def opened(work: Work, account_id: str, sealed: bytes) -> str:
    return open_sealed(work.tools.secrets, sealed, account_id.encode()).decode()


def new_secret(work: Work, account_id: str) -> bytes:
    """A TOTP secret of 160 bits, sealed for this account, that nobody uses yet."""
    return seal(work.tools.secrets, pyotp.random_base32().encode(), account_id.encode())


def address_of(secret: str, user_name: str) -> str:
    """The otpauth address an authenticator reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=user_name, issuer_name=ISSUER)


def confirmed(work: Work, account_id: str, sealed: bytes, code: str) -> Confirmed:
    """The secret, shown to be in the person's authenticator. Raises `RuleBroken` for a code that is not of it."""
    step = matching_step(opened(work, account_id, sealed), code, work.now)
    if step is None:
        raise RuleBroken(
            "totp.not-confirmed",
            "That is not the code of this entry. Look for the entry you just added, and that your telephone's clock is "
            "right; then type the code it shows now.",
            field="code",
        )
    return Confirmed(sealed, step)


def keep_secret(work: Work, account: Account, secret: Confirmed) -> None:
    """Makes it the account's; the code that confirmed it is used up."""
    account.totp_secret, account.totp_last_step = secret.sealed, secret.step
    work.record(Action.TOTP_SET, account, kind=Kind.SIGNIN)


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """The newest step within the allowed drift that gives this code."""
    totp = pyotp.TOTP(secret)
    step = int(now.timestamp()) // STEP_SECONDS
    for candidate in range(step + DRIFT_STEPS, step - DRIFT_STEPS - 1, -1):
        if pyotp.utils.strings_equal(totp.generate_otp(candidate), code.strip().replace(" ", "")):
            return candidate
    return None
