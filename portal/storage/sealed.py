"""Short secrets at rest (TOTP seeds, device keys): AES-256-GCM, bound to the row they belong to."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = b"\x01"
_CONTEXT = b"platebook/sealed" + _VERSION
_IV_BYTES = 12  # 96 bits, the size NIST SP 800-38D is made for
_TAG_BYTES = 16


class SealBroken(Exception):
    """The sealed bytes were altered or moved to another row, or sealed with another key."""


def seal(key: bytes, plaintext: bytes, bound_to: bytes) -> bytes:
    """`plaintext` encrypted under the 32-byte `key` so that it opens only where `bound_to` is the same.

    Layout: version (1 byte), random IV (12), ciphertext and tag. A random IV is safe for the few thousand
    secrets one purpose key seals.
    """
    iv = os.urandom(_IV_BYTES)
    return _VERSION + iv + AESGCM(key).encrypt(iv, plaintext, _CONTEXT + bound_to)


def open_sealed(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """What `seal` was given; raises SealBroken for any other bytes, key or binding."""
    start = len(_VERSION) + _IV_BYTES
    if not sealed.startswith(_VERSION) or len(sealed) < start + _TAG_BYTES:
        raise SealBroken("These bytes are not a sealed secret; restore the row from a backup.")
    try:
        return AESGCM(key).decrypt(sealed[len(_VERSION) : start], sealed[start:], _CONTEXT + bound_to)
    except InvalidTag as error:
        raise SealBroken(
            "A sealed secret was altered or moved, or the master key is another; set the secret up anew."
        ) from error
