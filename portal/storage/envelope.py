"""The encrypted form of one picture or document, format version 1. Pure: bytes in, bytes out.

Each object has a data key of its own (so that an IV never meets a key twice), wrapped by AES key wrap
(RFC 3394) under a numbered purpose key; rotation re-wraps the data key and leaves the picture alone.
Layout, big-endian, sizes in bytes:

    magic "PBPX" | version (1) | key number (2) | wrapped data key (40) | IV (12) | ciphertext and tag (16)
"""

import os
import struct
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from portal.storage.contract import PictureDamaged

KeyByNumber = Callable[[int], bytes]

_MAGIC = b"PBPX"
_VERSION = 1
_HEADER = struct.Struct(">4sBH40s12s")
_IV_BYTES = 12
_TAG_BYTES = 16


def enclose(keys: KeyByNumber, key_number: int, picture_id: str, data: bytes, kind: str = "picture") -> bytes:
    """`data` as an object of this kind that opens under `picture_id` alone."""
    data_key = AESGCM.generate_key(bit_length=256)
    iv = os.urandom(_IV_BYTES)
    header = _HEADER.pack(_MAGIC, _VERSION, key_number, aes_key_wrap(keys(key_number), data_key), iv)
    return header + AESGCM(data_key).encrypt(iv, data, _bound_to(kind, picture_id, key_number, len(data)))


def disclose(keys: KeyByNumber, picture_id: str, stored: bytes, kind: str = "picture") -> bytes:
    """The picture or document; raises PictureDamaged for bytes altered, cut, moved or written under another key."""
    size = len(stored) - _HEADER.size - _TAG_BYTES
    if size < 0:
        raise _damaged(kind, picture_id)
    magic, version, key_number, wrapped, iv = _HEADER.unpack_from(stored)
    if (magic, version) != (_MAGIC, _VERSION):
        raise _damaged(kind, picture_id)
    try:
        data_key = aes_key_unwrap(keys(key_number), wrapped)
        bound_to = _bound_to(kind, picture_id, key_number, size)
        return AESGCM(data_key).decrypt(iv, stored[_HEADER.size :], bound_to)
    except (InvalidUnwrap, InvalidTag) as error:
        raise _damaged(kind, picture_id) from error


def _bound_to(kind: str, picture_id: str, key_number: int, size: int) -> bytes:
    """Facts authenticated with the object though not stored in it: under another id the tag breaks."""
    return f"platebook object={kind} version={_VERSION} id={picture_id} key={key_number} size={size}".encode()


def _damaged(kind: str, picture_id: str) -> PictureDamaged:
    return PictureDamaged(
        f"{kind.capitalize()} {picture_id} was altered, cut or moved, or belongs to another master key; "
        "restore it from a backup and report the damage."
    )
