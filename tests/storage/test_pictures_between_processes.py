"""Kills and concurrent processes: a picture is whole or absent, and a sweep never meets a writer."""

import fcntl
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from portal.storage import Keyring, PictureStore, new_picture_id

PRELUDE = """
import sys
from pathlib import Path
from portal.storage import Keyring, PictureStore, new_picture_id
store = PictureStore(Path(sys.argv[1]), Keyring.open(Path(sys.argv[2])))
"""
PUTS_FOR_EVER = """
with store.writing():
    while True:
        print(store.put(new_picture_id(), b"picture" * 30_000).picture_id, flush=True)
"""
HOLDS_THE_LOCK = """
with store.{kind}():
    print("inside", flush=True)
    sys.stdin.readline()
    print("leaving", flush=True)
"""


def start(script: str, folder: Path, keys: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PRELUDE + script, str(folder), str(keys)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


def output(process: subprocess.Popen[str]) -> IO[str]:
    assert process.stdout is not None
    return process.stdout


@pytest.mark.parametrize("puts_before_the_kill", [1, 2, 5, 9, 14])
def test_a_killed_writer_leaves_whole_pictures_and_temporary_files_only(
    store: PictureStore, folder: Path, tmp_path: Path, puts_before_the_kill: int
) -> None:
    with start(PUTS_FOR_EVER, folder, tmp_path / "keys") as process:
        reported = [output(process).readline().strip() for _ in range(puts_before_the_kill)]
        process.kill()
        reported += [line.strip() for line in output(process) if line.endswith("\n")]
    assert set(reported) <= set(store.ids())
    assert all(store.get(picture_id) == b"picture" * 30_000 for picture_id in store.ids())
    stray = set(folder.glob("*/*")) - {folder / name[:2] / name for name in store.ids()}
    assert stray == set(store.leftovers())
    with store.sweeping():
        assert list(store.leftovers()) == []
        assert set(reported) <= set(store.ids())


def test_a_sweep_removes_temporary_files_of_the_dead(store: PictureStore, folder: Path) -> None:
    with store.writing():
        kept = store.put(new_picture_id(), b"plate").picture_id
    left = folder / kept[:2] / f".{kept}.dead.part"
    left.write_bytes(b"half")
    assert list(store.leftovers()) == [left]
    with store.sweeping():
        assert not left.exists()
    assert store.get(kept) == b"plate"


@pytest.mark.parametrize(("first", "second"), [("writing", "sweeping"), ("sweeping", "writing")])
def test_a_writer_and_a_sweep_wait_for_each_other(
    folder: Path, keyring: Keyring, tmp_path: Path, first: str, second: str
) -> None:
    keys = tmp_path / "keys"
    with start(HOLDS_THE_LOCK.format(kind=first), folder, keys) as holder:
        assert output(holder).readline() == "inside\n"
        assert would_wait(folder, second)
        with start(HOLDS_THE_LOCK.format(kind=second), folder, keys) as waiter:
            holder.communicate("go on\n")
            assert output(waiter).readline() == "inside\n"
            assert would_wait(folder, first)
            waiter.communicate("go on\n")
    assert not would_wait(folder, second)


def would_wait(folder: Path, kind: str) -> bool:
    """Ask the kernel without waiting, by the lock the store takes."""
    with (folder / ".lock").open() as file:
        try:
            fcntl.flock(file, {"writing": fcntl.LOCK_SH, "sweeping": fcntl.LOCK_EX}[kind] | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def test_two_writers_work_side_by_side(folder: Path, keyring: Keyring, tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    with start(HOLDS_THE_LOCK.format(kind="writing"), folder, keys) as one:
        assert output(one).readline() == "inside\n"
        with start(HOLDS_THE_LOCK.format(kind="writing"), folder, keys) as two:
            assert output(two).readline() == "inside\n"
            two.communicate("go on\n")
        one.communicate("go on\n")


def test_a_killed_writer_frees_the_sweep(
    store: PictureStore, folder: Path, keyring: Keyring, tmp_path: Path
) -> None:
    with start(HOLDS_THE_LOCK.format(kind="writing"), folder, tmp_path / "keys") as holder:
        assert output(holder).readline() == "inside\n"
        holder.kill()
    with store.sweeping():
        assert list(store.ids()) == []
