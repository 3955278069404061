"""Acceptance 4: with the portal's own credentials nothing that was published can be changed or taken away."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import object_session
from sqlalchemy.pool import NullPool

from portal.config import Settings
from portal.database import prepare
from portal.models import PolicyVersion
from portal.services.policy import versions
from tests.adopted import LATER, POLICY, bind
from tests.office import Office
from tests.services.doing import doing
from tests.services.policy.going_public import ADMINISTRATOR, SECOND, imported, on_file, published

FOR_GOOD = ("policy_publication", "proposal_decision", "public_meeting")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    bind(settings)
    return settings


@pytest.fixture
def public(office: Office) -> int:
    """A published version, and a draft beside it."""
    first = office.hire(*ADMINISTRATOR)
    number = published(office, first, office.hire(*SECOND))
    imported(office, first, LATER)
    return number


@pytest.fixture
def credentials(app: Flask, public: int) -> Connection:
    """A connection as the portal makes it: its role, its pragmas."""
    engine = create_engine(app.config["SQLALCHEMY_DATABASE_URI"], poolclass=NullPool)
    prepare(engine)
    with engine.connect() as connection:
        yield connection
        connection.rollback()
    engine.dispose()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE policy_version SET text = 'other' WHERE number = 1",
        "UPDATE policy_version SET sections = '[]' WHERE number = 1",
        "UPDATE policy_version SET number = number + 10",
        "UPDATE policy_version SET discarded_at = '2026-11-02 00:00:00' WHERE number = 1",
        "DELETE FROM policy_version WHERE number = 1",
        "DELETE FROM policy_version",
    ],
)
def test_a_published_version_refuses_every_change(credentials: Connection, statement: str) -> None:
    with pytest.raises(DBAPIError, match="a published policy_version never changes"):
        credentials.exec_driver_sql(statement)


def test_a_draft_beside_it_can_be_changed(credentials: Connection) -> None:
    changed = credentials.exec_driver_sql("UPDATE policy_version SET title = 'other' WHERE number = 2")

    assert changed.rowcount == 1


@pytest.mark.parametrize("table", FOR_GOOD)
@pytest.mark.parametrize("act", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_what_was_published_decided_and_held_stays_as_it_is(
    credentials: Connection, table: str, act: str
) -> None:
    with pytest.raises(DBAPIError, match=r"append-only|permission denied"):
        credentials.exec_driver_sql(act.format(table))


def change(version: PolicyVersion) -> None:
    version.text = "Other words."


def delete(version: PolicyVersion) -> None:
    object_session(version).delete(version)  # type: ignore[union-attr]  # it was just loaded in one


@pytest.mark.parametrize("way", [change, delete])
def test_a_session_is_refused_all_the_same(
    office: Office, public: int, way: Callable[[PolicyVersion], None]
) -> None:
    """Even code that would satisfy the record."""
    with doing(office, office.hire("captain")) as work:
        way(versions.numbered(work.session, public))
        with pytest.raises(DBAPIError, match=r"never changes|append-only|permission denied"):
            work.session.flush()
        work.session.rollback()

    assert on_file(office, public).text == POLICY.decode()
