"""Ids for URLs in place of read keys: a key tells when a read was received, its public id tells nothing."""

import binascii

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

KEY_BYTES = 8


class UnknownId(LookupError):
    """The text is no id of ours."""


class ReadIds:
    """Turns a read's key into its public id and back by AES-SIV: the same key always gives the same id."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESSIV(key)

    def hide(self, key: int) -> str:
        return self._cipher.encrypt(key.to_bytes(KEY_BYTES, "big"), None).hex()

    def show(self, public_id: str) -> int:
        """Raises `UnknownId` for anything this installation did not make."""
        try:
            return int.from_bytes(self._cipher.decrypt(bytes.fromhex(public_id), None), "big")
        except (ValueError, InvalidTag, binascii.Error) as error:
            raise UnknownId(public_id) from error
