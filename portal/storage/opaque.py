"""Ids for URLs in place of read keys: a key tells when a read was received, its public id tells nothing."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

NUMBER_BYTES = 8


class UnknownId(LookupError):
    """The text is no id of ours."""


class ReadIds:
    """Turns a read's key into its public id and back by AES-SIV: the same key always gives the same id.

    A place in a list (a read's time and key) is hidden the same way, so that a page can name where it left off.
    """

    def __init__(self, key: bytes) -> None:
        self._cipher = AESSIV(key)

    def hide(self, key: int) -> str:
        return self._seal(key)

    def show(self, public_id: str) -> int:
        """Raises `UnknownId` for anything this installation did not make."""
        (key,) = self._open(public_id, 1)
        return key

    def hide_place(self, captured_us: int, key: int) -> str:
        """The place of a read in a list by time: microseconds since 1970, and the read's key."""
        return self._seal(captured_us, key)

    def show_place(self, place: str) -> tuple[int, int]:
        """Raises `UnknownId` for anything this installation did not make."""
        captured_us, key = self._open(place, 2)
        return captured_us, key

    def _seal(self, *numbers: int) -> str:
        plain = b"".join(each.to_bytes(NUMBER_BYTES, "big", signed=True) for each in numbers)
        return self._cipher.encrypt(plain, None).hex()

    def _open(self, text: str, count: int) -> list[int]:
        try:
            sealed = bytes.fromhex(text)
            plain = self._cipher.decrypt(sealed, None)
        except (ValueError, InvalidTag) as error:
            raise UnknownId(text) from error
        if sealed.hex() != text or len(plain) != count * NUMBER_BYTES:
            raise UnknownId(text)  # one id has one spelling
        return [
            int.from_bytes(plain[at : at + NUMBER_BYTES], "big", signed=True)
            for at in range(0, len(plain), NUMBER_BYTES)
        ]
