"""The picture store: what goes in comes out, and nothing else does."""

import errno
import hashlib
import os
import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.storage import (
    Keyring,
    PictureDamaged,
    PictureMissing,
    Pictures,
    PictureStore,
    StorageUnavailable,
    StoredPicture,
    new_picture_id,
)


def put(store: Pictures, data: bytes) -> str:
    with store.writing():
        return store.put(new_picture_id(), data).picture_id


def file_of(folder: Path, picture_id: str) -> Path:
    return folder / picture_id[:2] / picture_id


def overwrite(path: Path, content: bytes) -> None:
    path.unlink()
    path.write_bytes(content)


@contextmanager
def full_disk() -> Iterator[None]:
    """Files of this process may not pass 4 kB: the kernel cuts the write short as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.binary(max_size=5000))
def test_a_picture_comes_back_as_it_was_put(store: PictureStore, data: bytes) -> None:
    assert store.get(put(store, data)) == data


def test_storing_tells_digest_and_size_of_the_original(store: PictureStore) -> None:
    picture_id = new_picture_id()
    with store.writing():
        stored = store.put(picture_id, b"plate")
    assert stored == StoredPicture(picture_id, hashlib.sha256(b"plate").hexdigest(), 5)


def test_a_picture_of_format_one_opens_for_ever(folder: Path, tmp_path: Path) -> None:
    """Golden: what was stored once must open with every later release."""
    Keyring.create(tmp_path / "keys")
    master = tmp_path / "keys" / "master.key"
    overwrite(master, bytes(range(32)))
    master.chmod(0o400)
    picture_id = "00112233445566778899aabbccddeeff"
    file_of(folder, picture_id).parent.mkdir(parents=True)
    file_of(folder, picture_id).write_bytes(
        bytes.fromhex(
            "5042505801000112a7d8cb4368b89b729a71a2e271c535d2e149ebb37d8194b11ced6012b07a9cbbb50e4d02b4e3782a"
            "851c3f17df9d9bdef1c700b5db51c6a71315ef56374e45fa4e24af0081863d5d"
        )
    )
    assert PictureStore(folder, Keyring.open(tmp_path / "keys")).get(picture_id) == b"plate"


@pytest.mark.control("security.safeguards", "security.clets-grade")
def test_files_are_readable_by_their_owner_alone_and_show_no_plaintext(
    store: PictureStore, folder: Path
) -> None:
    picture_id = put(store, b"7ABC123" * 100)
    path = file_of(folder, picture_id)
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert {stat.S_IMODE(place.stat().st_mode) for place in (folder, path.parent)} == {0o700}
    assert b"7ABC123" not in path.read_bytes()


def test_equal_pictures_are_stored_unequal(store: PictureStore, folder: Path) -> None:
    first, second = (file_of(folder, put(store, b"plate")).read_bytes() for _ in range(2))
    assert first != second


def test_a_picture_moved_to_another_id_is_refused(store: PictureStore, folder: Path) -> None:
    one, other = put(store, b"car one"), put(store, b"car two")
    overwrite(file_of(folder, other), file_of(folder, one).read_bytes())
    with pytest.raises(PictureDamaged, match="altered, cut or moved"):
        store.get(other)
    assert store.get(one) == b"car one"


@pytest.mark.control("security.safeguards", "security.clets-grade")
def test_every_altered_byte_and_every_cut_is_refused(store: PictureStore, folder: Path) -> None:
    picture_id = put(store, b"plate")
    path = file_of(folder, picture_id)
    whole = path.read_bytes()
    for position in range(len(whole)):
        altered = bytearray(whole)
        altered[position] ^= 1
        for spoiled in (bytes(altered), whole[:position]):
            overwrite(path, spoiled)
            with pytest.raises(PictureDamaged):
                store.get(picture_id)


@pytest.mark.control("security.safeguards")
def test_another_instance_cannot_open_a_picture(store: PictureStore, folder: Path, tmp_path: Path) -> None:
    picture_id = put(store, b"plate")
    with pytest.raises(PictureDamaged, match="another master key"):
        PictureStore(folder, Keyring.create(tmp_path / "other")).get(picture_id)


def test_a_picture_that_is_not_there_is_missing(store: PictureStore) -> None:
    with pytest.raises(PictureMissing):
        store.get(new_picture_id())


def test_deleting_removes_and_a_second_time_is_fine(store: PictureStore) -> None:
    gone, kept = put(store, b"gone"), put(store, b"kept")
    for _ in range(2):
        store.delete([gone, new_picture_id()])
    assert list(store.ids()) == [kept]


def test_a_stored_picture_is_never_overwritten(store: PictureStore) -> None:
    picture_id = put(store, b"first")
    with store.writing(), pytest.raises(ValueError, match="already stored"):
        store.put(picture_id, b"second")
    assert store.get(picture_id) == b"first"


def test_a_put_that_the_sweep_could_not_see_is_refused(store: PictureStore) -> None:
    with pytest.raises(RuntimeError, match=r"inside store\.writing"):
        store.put(new_picture_id(), b"plate")
    put(store, b"plate")
    with pytest.raises(RuntimeError, match=r"inside store\.writing"):
        store.put(new_picture_id(), b"plate")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "../../etc/passwd",
        "/etc/passwd",
        "a" * 31,
        "a" * 33,
        "A" * 32,
        "g" * 32,
        "a" * 32 + "\n",
        "a\0" * 16,
    ],
)
def test_only_ids_of_our_own_making_reach_the_file_system(store: PictureStore, name: str) -> None:
    with store.writing(), pytest.raises(ValueError, match="is not a picture id"):
        store.put(name, b"plate")
    with pytest.raises(ValueError, match="is not a picture id"):
        store.get(name)
    with pytest.raises(ValueError, match="is not a picture id"):
        store.delete([new_picture_id(), name])


def test_a_new_store_holds_nothing(store: PictureStore) -> None:
    assert list(store.ids()) == []
    assert list(store.leftovers()) == []


def test_a_file_where_the_folder_belongs_is_named(store: PictureStore, folder: Path) -> None:
    folder.write_text("in the way")
    with (
        pytest.raises(StorageUnavailable, match=r"picture folder .* cannot be used .*; free space"),
        store.writing(),
    ):
        pass
    with pytest.raises(StorageUnavailable, match="cannot be used"):
        list(store.ids())
    with pytest.raises(StorageUnavailable, match="cannot be used"):
        store.get(new_picture_id())


def test_a_full_disk_stores_nothing_and_says_so(store: PictureStore, folder: Path) -> None:
    kept = put(store, b"small")
    with full_disk(), pytest.raises(StorageUnavailable, match="free space on its volume"):
        put(store, bytes(100_000))
    assert list(store.ids()) == [kept]
    assert list(store.leftovers()) == []
    assert store.get(put(store, bytes(100_000))) == bytes(100_000)


def test_a_failed_sync_is_final_and_leaves_nothing(
    store: PictureStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def failing_sync(descriptor: int) -> None:
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            tried.append(descriptor)
            raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", failing_sync)
    with pytest.raises(StorageUnavailable, match="Input/output error"):
        put(store, b"plate")
    assert len(tried) == 1
    assert list(store.ids()) == []
    assert list(store.leftovers()) == []
