"""Pictures in the clear, pictures that are gone, and sessions that could be copied from the table."""

from pathlib import Path

import pytest
from sqlalchemy import select

from portal.config import Settings
from portal.models import Read, SigninSession
from tests.controls.behind import behind, found, look, put
from tests.office import Office
from tests.promises.furnished import Furnished, picture

KEYS = ("security.safeguards", "security.clets-grade")


@pytest.fixture
def stored(office: Office, clean: Furnished, settings: Settings) -> Path:
    """Where the picture of the one read lies."""
    with office.app.extensions["open_reading"]() as session:
        name = session.scalars(select(Read.picture)).one()
    return settings.pictures / name[:2] / name


def test_a_picture_in_the_clear(office: Office, clean: Furnished, stored: Path) -> None:
    assert "each encrypted and whole: 1." in look(office, "security.safeguards").text
    stored.chmod(0o600)
    stored.write_bytes(picture())

    for key in KEYS:
        assert found(office, key) == (clean.ids["read_id"],)


def test_a_picture_that_is_gone(office: Office, clean: Furnished, stored: Path) -> None:
    stored.unlink()

    for key in KEYS:
        assert found(office, key) == (clean.ids["read_id"],)


def test_a_session_kept_by_its_own_token(office: Office, clean: Furnished) -> None:
    now = office.clock.now
    with behind(office) as connection:
        put(
            connection, SigninSession, id_hash="token", data={}, account_id=clean.officer.account_id,
            created_at=now, active_at=now, address="", terminal="",
        )  # fmt: skip

    for key in KEYS:
        assert found(office, key) == (clean.officer.account_id,)


def test_what_cannot_be_seen_from_the_database_is_said_honestly(office: Office) -> None:
    assert "seen to when the portal starts" in look(office, "security.clets-grade").text
