"""What every picture store promises, whatever it keeps its objects in."""

import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

_PICTURE_ID = re.compile(r"[0-9a-f]{32}")


class StorageUnavailable(Exception):
    """The place of storage cannot be read or written, and nothing was stored; the message says what to do."""


class PictureMissing(Exception):
    """No object is stored under this id."""


class PictureDamaged(Exception):
    """An object is there, but its bytes are not the ones stored under this id with this key."""


@dataclass(frozen=True)
class StoredPicture:
    """Proof of a durable picture: what the row keeps as evidence of the original bytes."""

    picture_id: str
    sha256: str
    """Hexadecimal digest of the bytes as they were received, before encryption."""
    size: int
    """Bytes, before encryption."""


class Pictures(Protocol):
    """A store of encrypted pictures. A picture is durable before its row commits, and goes after its row."""

    def put(self, picture_id: str, data: bytes) -> StoredPicture: ...

    def get(self, picture_id: str) -> bytes: ...

    def delete(self, picture_ids: Iterable[str]) -> None: ...

    def ids(self) -> Iterator[str]: ...

    def writing(self) -> AbstractContextManager[None]: ...

    def sweeping(self) -> AbstractContextManager[None]: ...


def new_picture_id() -> str:
    """A random 128-bit id, 32 hexadecimal characters: generated here, never taken from outside."""
    return secrets.token_hex(16)


def is_picture_id(name: str) -> bool:
    return _PICTURE_ID.fullmatch(name) is not None


def check_picture_id(picture_id: str) -> str:
    """The id itself; raises ValueError for anything else, so that no outside name reaches a file system."""
    if not is_picture_id(picture_id):
        raise ValueError(
            f"{picture_id!r} is not a picture id: 32 hexadecimal characters, as new_picture_id() makes."
        )
    return picture_id
