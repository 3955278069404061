"""The run's files lie in memory only where there is room for them."""

from pathlib import Path

import pytest

from tests import scratch


def test_it_is_the_memory_where_that_has_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "MEMORY", tmp_path)
    monkeypatch.setattr(scratch, "ENOUGH", 1)

    assert scratch.folder() == tmp_path


@pytest.mark.parametrize(("memory", "enough"), [("", 2**63), ("nowhere", 1)], ids=["no room", "no memory"])
def test_it_is_the_disk_where_the_memory_is_small_or_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, memory: str, enough: int
) -> None:
    monkeypatch.setattr(scratch, "MEMORY", tmp_path / memory)
    monkeypatch.setattr(scratch, "ENOUGH", enough)

    assert scratch.folder() != scratch.MEMORY
    assert scratch.folder().is_dir()
