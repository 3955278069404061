"""Codes people read from paper and type: letters and digits that are told apart, in groups of four."""

import hashlib
import secrets

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
"""That of base32: five bits each, and neither 0, 1 nor 8, which look like O, I and B."""
BITS_EACH = 5
GROUP = 4


def new_code(bits: int) -> str:
    """A random code of at least so many bits, in groups: `K7QD-M2XA-...`."""
    groups = -(-bits // (BITS_EACH * GROUP))
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(groups))


def hash_of(code: str) -> str:
    """What is kept of a code, however it was typed. So many random bits need no slow hash."""
    plain = "".join(char for char in code.upper() if char in ALPHABET)
    return hashlib.sha256(plain.encode()).hexdigest()
