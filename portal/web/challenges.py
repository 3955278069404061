"""What a security key is asked to sign: kept in the session on the server, taken out once, for five minutes."""

import secrets
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import current_app, g
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from portal.config import Settings
from portal.services.signin.passkeys import Place
from portal.web import sessions

ANSWERED_WITHIN = timedelta(minutes=5)
CHALLENGE_BYTES = 32
TO_ADD, TO_USE = "challenge to add", "challenge to use"
"""Their names in the session: an answer to the one is none to the other."""


def give(name: str) -> bytes:
    """A new challenge; one given before under this name is worth nothing any more."""
    challenge = secrets.token_bytes(CHALLENGE_BYTES)
    sessions.current()[name] = [bytes_to_base64url(challenge), g.work.now.isoformat()]
    return challenge


def take(name: str) -> bytes | None:
    """The challenge that waits under this name, once; None when there is none, or it waited too long."""
    waiting = sessions.current().take(name)
    if waiting is None:
        return None
    challenge, given_at = waiting
    late = g.work.now - datetime.fromisoformat(given_at) > ANSWERED_WITHIN
    return None if late else base64url_to_bytes(challenge)


def place() -> Place:
    """The portal's own address, as an authenticator knows it."""
    settings: Settings = current_app.extensions["settings"]
    parts = urlsplit(settings.public_origin)
    return Place(f"{parts.scheme}://{parts.netloc}", parts.hostname or "")
