"""Security keys and platform authenticators (WebAuthn): registered, used as the second factor, removed.

The challenge lives in the session on the server and is taken out before the answer to it is looked at, so it works
once. Origin and relying party are the portal's own address, so an answer given to another site is worth nothing here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from portal.ledger import Action
from portal.models import Account, Kind, Passkey
from portal.rules import RuleBroken
from portal.services.signin import acts, lockout
from portal.services.work import Work

LONGEST_NAME = 60
WRONG = "That security key did not prove it is yours. Try it again, or use another factor."
NOT_ADDED = "The key was not added: its answer does not fit what was asked. Try again."
LAST = "This is your only second factor. Add another key, or set up an authenticator, before you remove it."
NAMELESS = "Give the key a name you will know it by, 60 characters at most."


@dataclass(frozen=True)
class Place:
    """Where people reach the portal, as an authenticator knows it: the origin, and the host name alone."""

    origin: str
    host: str


def registered(session: Session, account_id: str) -> Sequence[Passkey]:
    """The account's keys that still count, the oldest first."""
    query = select(Passkey).where(Passkey.account_id == account_id, Passkey.removed_at.is_(None))
    return session.scalars(query.order_by(Passkey.added_at, Passkey.id)).all()


def ask_to_add(work: Work, account_id: str, place: Place, challenge: bytes) -> str:
    """What the browser needs to make a new key, as JSON. Keys already registered are named, so none is added twice."""
    account = work.session.get_one(Account, account_id)
    options = generate_registration_options(
        rp_id=place.host,
        rp_name="Platebook",
        user_id=account_id.encode(),
        user_name=account.user_name,
        user_display_name=account.person.full_name,
        challenge=challenge,
        exclude_credentials=[described(key) for key in registered(work.session, account_id)],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return options_to_json(options)


def ask_to_use(work: Work, account_id: str, place: Place, challenge: bytes) -> str:
    """What the browser needs to use one of the account's keys, as JSON."""
    options = generate_authentication_options(
        rp_id=place.host,
        challenge=challenge,
        allow_credentials=[described(key) for key in registered(work.session, account_id)],
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return options_to_json(options)


def described(key: Passkey) -> PublicKeyCredentialDescriptor:
    known = {each.value for each in AuthenticatorTransport}
    transports = [AuthenticatorTransport(each) for each in key.transports if each in known]
    return PublicKeyCredentialDescriptor(id=key.credential_id, transports=transports)


def add(
    work: Work, account_id: str, name: str, credential: str, challenge: bytes | None, place: Place
) -> Passkey:
    """Registers the key that answered. Raises `RuleBroken` for one that does not fit, or without a name."""
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise RuleBroken("signin.nameless-key", NAMELESS, field="name")
    try:
        if challenge is None:
            raise WebAuthnException("no challenge was waiting")
        verified = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
        )
    except (WebAuthnException, ValueError, RecursionError) as error:  # no base64 at all is a ValueError
        raise RuleBroken("signin.key-not-added", NOT_ADDED) from error
    taken = select(Passkey.id).where(Passkey.credential_id == verified.credential_id)
    if work.session.scalars(taken).first():
        raise RuleBroken("signin.key-taken", "This key is registered already, or was. Use another one.")
    key = Passkey(
        account_id=account_id,
        credential_id=verified.credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        name=name.strip(),
        transports=[],
        added_at=work.now,
    )
    work.session.add(key)
    work.session.flush()
    work.record(Action.PASSKEY_ADDED, key, kind=Kind.SIGNIN)
    return key


def use(work: Work, account_id: str, credential: str, challenge: bytes | None, place: Place) -> None:
    """Takes the answer of one of the account's own keys. Raises `RuleBroken` for any other, on record; five wrong ones
    lock the account."""
    acts.let_go(work)
    attempt = lockout.begin(work, account_id, "passkey")
    try:
        if attempt is None or challenge is None:
            raise WebAuthnException("no try is left, or no challenge was waiting")
        key = own_key(work, account_id, credential)
        verified = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
        )
    except (WebAuthnException, ValueError, RecursionError) as error:
        acts.refuse(work, account_id if attempt else None, "passkey", WRONG, cause=error)
    lockout.clear(work, account_id)
    key.sign_count, key.used_at = verified.new_sign_count, work.now
    work.record(Action.PASSKEY_USED, key, kind=Kind.SIGNIN)


def own_key(work: Work, account_id: str, credential: str) -> Passkey:
    """The key that answered, locked. Raises `WebAuthnException` for one that is not this account's."""
    raw_id = base64url_to_bytes(parse_authentication_credential_json(credential).id)
    query = select(Passkey).where(
        Passkey.credential_id == raw_id, Passkey.account_id == account_id, Passkey.removed_at.is_(None)
    )
    key = work.session.scalars(query.with_for_update()).one_or_none()
    if key is None:
        raise WebAuthnException("the key is not registered for this account")
    return key


def remove(work: Work, account_id: str, key_id: str) -> Passkey:
    """The key counts no more. Raises `NoResultFound` for one not this account's, `RuleBroken` for the last factor."""
    account = work.session.get_one(Account, account_id, with_for_update=True)
    keys = registered(work.session, account_id)
    query = select(Passkey).where(Passkey.id == key_id, Passkey.account_id == account_id)
    key = work.session.scalars(query.where(Passkey.removed_at.is_(None))).one()
    if len(keys) == 1 and not account.totp_secret:
        raise RuleBroken("signin.last-factor", LAST)
    key.removed_at = work.now
    work.record(Action.PASSKEY_REMOVED, key, kind=Kind.SIGNIN)
    return key
