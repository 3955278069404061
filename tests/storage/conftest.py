from pathlib import Path

import pytest

from portal.storage import Keyring, PictureStore


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return Keyring.create(tmp_path / "keys")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "pictures"


@pytest.fixture
def store(folder: Path, keyring: Keyring) -> PictureStore:
    return PictureStore(folder, keyring)
