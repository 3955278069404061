"""The two locks fit together, so that one virtual environment serves ./run and ./test."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.txt", "requirements-test.txt", "requirements-uv.txt")


def pins(lock: str) -> set[str]:
    """The `name==version` of every package in a lock."""
    return set(re.findall(r"^([^\s#]+==[^\s;]+)", (ROOT / lock).read_text(), re.MULTILINE))


def test_the_lock_of_the_suite_holds_all_of_the_portals() -> None:
    assert pins("requirements.txt")
    assert pins("requirements.txt") <= pins("requirements-test.txt")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes(lock: str) -> None:
    entries = re.split(r"^(?=[^\s#])", (ROOT / lock).read_text(), flags=re.MULTILINE)[1:]
    assert len(entries) == len(pins(lock))
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_place_to_download_from(lock: str) -> None:
    assert re.findall(r"https?://|--index|--find-links", (ROOT / lock).read_text()) == []
