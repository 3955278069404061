"""How passwords are kept: Argon2id, or PBKDF2-HMAC-SHA-256 where only functions approved under FIPS may be used.

Each hash names its function and parameters, so both are verified whatever the setting says now.
"""

import base64
import binascii
import hmac
import os
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

SHIPPED = PasswordHasher()
"""Argon2id at the library's defaults: 64 MiB, 3 passes, more than the 46 MiB and one pass OWASP asks for."""
HASHER = SHIPPED
"""The one at work."""
ROUNDS = 600_000
"""OWASP's figure for PBKDF2 with HMAC-SHA-256."""
SALT_BYTES = 16
KEY_BYTES = 32
PBKDF2 = "$pbkdf2-sha256$"
ARGON2 = "$argon2id$"
KNOWN = (ARGON2, PBKDF2)
"""How the hash of a password begins."""


def normal(password: str) -> bytes:
    """The password as bytes: NFC, so that é is é on every keyboard; whole, nothing is cut off."""
    return unicodedata.normalize("NFC", password).encode(errors="surrogatepass")


def hashed(password: str, function: str) -> str:
    """The hash to keep. `function` is `argon2id` or `pbkdf2`."""
    if function == "pbkdf2":
        return told_pbkdf2(normal(password), os.urandom(SALT_BYTES), ROUNDS)
    return HASHER.hash(normal(password))


def told_pbkdf2(password: bytes, salt: bytes, rounds: int) -> str:
    """`$pbkdf2-sha256$ROUNDS$SALT$KEY`, salt and key in base64."""
    key = PBKDF2HMAC(SHA256(), KEY_BYTES, salt, rounds).derive(password)
    return f"{PBKDF2}{rounds}${base64.b64encode(salt).decode()}${base64.b64encode(key).decode()}"


def fits(kept: str, password: str) -> bool:
    """Whether this is the password behind the hash."""
    if kept.startswith(PBKDF2):
        return fits_pbkdf2(kept, normal(password))
    try:
        return HASHER.verify(kept, normal(password))
    except (VerificationError, InvalidHashError):
        return False


def fits_pbkdf2(kept: str, password: bytes) -> bool:
    try:
        rounds, salt, _ = kept.removeprefix(PBKDF2).split("$")
        again = told_pbkdf2(password, base64.b64decode(salt, validate=True), int(rounds))
    except (ValueError, binascii.Error):
        return False
    return hmac.compare_digest(kept.encode(), again.encode())


def is_outdated(kept: str, function: str) -> bool:
    """Whether the hash was made by another function, or with other parameters, than one made now."""
    if function == "pbkdf2":
        return not kept.startswith(f"{PBKDF2}{ROUNDS}$")
    return not kept.startswith(ARGON2) or HASHER.check_needs_rehash(kept)


@cache
def decoy(function: str) -> str:
    """What is compared where there is no password to compare with, so that both answers take as long."""
    return hashed("no account has this password", function)
