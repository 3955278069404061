"""Encrypted pictures in a local folder: one file each, fanned out by the first two characters of the id."""

import fcntl
import hashlib
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.storage.contract import (
    PictureMissing,
    StorageUnavailable,
    StoredPicture,
    check_picture_id,
    is_picture_id,
)
from portal.storage.durable import TEMPORARY_SUFFIX, sync_folder, write_durably
from portal.storage.envelope import disclose, enclose
from portal.storage.keys import Keyring

_KEY_NUMBER = 1  # of the purpose key new pictures are written under; rotation adds numbers


class _Here(threading.local):
    """How many `writing()` blocks this thread is in."""

    writing = 0


class PictureStore:
    """The local picture store: files 0400, folders 0700, plaintext in memory only. Threads may share it.

    Documents of training are kept in the same way, as another kind: in a folder and under a key of their own.
    """

    def __init__(self, folder: Path, keyring: Keyring, kind: str = "picture") -> None:
        self._folder = folder
        self._kind = kind
        self._keyring = keyring
        self._fan_out_ready: set[Path] = set()
        self._here = _Here()

    def put(self, picture_id: str, data: bytes) -> StoredPicture:
        """Store `data` under a new id and return once it would survive a power cut.

        Only inside `writing()`, which must stay open until the row that names the picture is committed.
        Raises ValueError for an id that is malformed or taken, StorageUnavailable (nothing half-written) when
        the folder cannot take it, RuntimeError outside `writing()`.
        """
        if not self._here.writing:
            raise RuntimeError("Put pictures inside store.writing(), or a sweep may take them for orphans.")
        path = self._path(picture_id)
        stored = enclose(self._numbered_key, _KEY_NUMBER, picture_id, data, self._kind)
        with self._reachable():
            if path.exists():
                raise ValueError(f"{picture_id} is already stored; every {self._kind} gets a new id.")
            self._make_ready(path.parent)
            write_durably(path, stored)
        return StoredPicture(picture_id, hashlib.sha256(data).hexdigest(), len(data))

    def get(self, picture_id: str) -> bytes:
        """The bytes as put; raises PictureMissing, PictureDamaged, StorageUnavailable, ValueError (no id)."""
        path = self._path(picture_id)
        with self._reachable():
            try:
                stored = path.read_bytes()
            except FileNotFoundError as error:
                raise PictureMissing(
                    f"No {self._kind} {picture_id} is stored; restore it from a backup."
                ) from error
        return disclose(self._numbered_key, picture_id, stored, self._kind)

    def delete(self, picture_ids: Iterable[str]) -> None:
        """Remove these pictures durably; one already gone is fine, so an interrupted purge can go on."""
        paths = [self._path(picture_id) for picture_id in picture_ids]
        self._remove(path for path in paths if path.parent.is_dir())

    def ids(self) -> Iterator[str]:
        """The id of every picture stored, in no order."""
        return (path.name for path in self._files() if is_picture_id(path.name))

    def leftovers(self) -> Iterator[Path]:
        """Temporary files a killed process left; outside `sweeping()` also those just being written."""
        return (path for path in self._files() if path.name.endswith(TEMPORARY_SUFFIX))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold off the sweep from the first put until the rows are committed. Many may write at once."""
        with self._lock(fcntl.LOCK_SH):
            self._here.writing += 1
            try:
                yield
            finally:
                self._here.writing -= 1

    @contextmanager
    def sweeping(self) -> Iterator[None]:
        """Wait until nobody writes and hold writers off: a picture without a row seen inside is an orphan.

        Removes leftovers on entry. Enter before opening a database transaction (a writer may wait for the
        database while this waits for the writer), and stay short: list candidates before, look for their rows
        again inside. A process that is killed frees its lock.
        """
        with self._lock(fcntl.LOCK_EX):
            self._remove(self.leftovers())
            yield

    def _numbered_key(self, number: int) -> bytes:
        return self._keyring.key(f"{self._kind}s/{number}")

    def _path(self, picture_id: str) -> Path:
        return self._folder / check_picture_id(picture_id)[:2] / picture_id

    def _files(self) -> Iterator[Path]:
        with self._reachable():
            fan_out = self._folder.iterdir() if self._folder.exists() else ()
            for folder in fan_out:
                if folder.is_dir():
                    yield from folder.iterdir()

    def _make_ready(self, fan_out: Path) -> None:
        """Make the folder and its name durable, even when another process made it a moment ago."""
        if fan_out not in self._fan_out_ready:
            fan_out.mkdir(mode=0o700, exist_ok=True)
            sync_folder(self._folder)
            sync_folder(self._folder.parent)
            self._fan_out_ready.add(fan_out)

    def _remove(self, paths: Iterable[Path]) -> None:
        touched = set()
        with self._reachable():
            for path in paths:
                path.unlink(missing_ok=True)
                touched.add(path.parent)
            for folder in touched:
                sync_folder(folder)

    @contextmanager
    def _lock(self, kind: int) -> Iterator[None]:
        with self._reachable():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self._folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            with self._reachable():
                fcntl.flock(descriptor, kind)
            yield
        finally:
            fcntl.flock(
                descriptor, fcntl.LOCK_UN
            )  # a child forked meanwhile holds a copy: closing ours is not enough
            os.close(descriptor)

    @contextmanager
    def _reachable(self) -> Iterator[None]:
        """Say what a failing disk or folder means for the person who runs the portal."""
        try:
            yield
        except OSError as error:
            raise StorageUnavailable(
                f"The {self._kind} folder {self._folder} cannot be used ({error.strerror}); "
                "free space on its volume or give the portal's user write access to it."
            ) from error
