"""If the record cannot be written, nothing is shown."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool
from werkzeug.test import TestResponse

from portal.config import Settings
from tests.promises.furnished import SECRETS, Furnished
from tests.promises.routes import routes


@pytest.fixture
def owner(settings: Settings) -> Iterator[Engine]:
    """The database as its owner."""
    engine = create_engine(settings.owner_url or settings.database, poolclass=NullPool)
    yield engine
    engine.dispose()


@contextmanager
def ledger_away(owner: Engine) -> Iterator[None]:
    """The table goes by another name meanwhile."""
    with owner.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE ledger RENAME TO ledger_away")
    yield
    with owner.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE ledger_away RENAME TO ledger")


@contextmanager
def ledger_held(owner: Engine) -> Iterator[None]:
    """Somebody holds the lock that an entry needs."""
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        on_sqlite = owner.dialect.name == "sqlite"
        connection.exec_driver_sql("BEGIN IMMEDIATE" if on_sqlite else "BEGIN")
        if not on_sqlite:
            connection.exec_driver_sql("LOCK TABLE ledger IN ACCESS EXCLUSIVE MODE")
        yield
        connection.exec_driver_sql("ROLLBACK")


def is_refusal(answer: TestResponse) -> bool:
    """To come back later, without a byte of data."""
    told = [secret for secret in SECRETS if secret.encode().lower() in answer.data.lower()]
    return (
        answer.status_code == 503
        and "Retry-After" in answer.headers
        and not told
        and answer.mimetype == "text/html"
    )


def pages(furnished: Furnished) -> list[str]:
    """Every page that shows plate data, and the work list with plates on it."""
    under = "?search=" + furnished.ids["search_id"]
    found = [
        furnished.address(route) + under * ("read_id" in route.arguments)
        for route in routes(furnished.office.app)
        if route.method == "GET" and route.shows_plates
    ]
    forms = {"/reads/", "/reads/upload", "/hotlists/entries/new"}  # show no row of plate data
    return ["/", *(page for page in found if page not in forms)]


@pytest.mark.control("log.access")
def test_without_a_ledger_no_page_shows_plate_data(furnished: Furnished, owner: Engine) -> None:
    """M23: the table is gone."""
    officer = furnished.office.browser(furnished.officer)
    with ledger_away(owner):
        shown = {
            page: answer.status_code
            for page in pages(furnished)
            if not is_refusal(answer := officer.get(page))
        }
    afterwards = {page: officer.get(page, buffered=True).status_code for page in pages(furnished)}

    assert len(afterwards) >= 8
    assert shown == {}
    assert afterwards == dict.fromkeys(afterwards, 200)


@pytest.mark.control("log.access")
def test_while_the_ledger_is_locked_no_page_shows_plate_data(furnished: Furnished, owner: Engine) -> None:
    """M23: somebody else writes, and does not come to an end."""
    officer = furnished.office.browser(furnished.officer)
    with ledger_held(owner):
        answer = officer.get(f"/hits/{furnished.ids['hit_id']}")

    assert is_refusal(answer)
    assert officer.get(f"/hits/{furnished.ids['hit_id']}").status_code == 200


def test_without_a_ledger_nothing_is_decided(furnished: Furnished, owner: Engine) -> None:
    commander = furnished.office.browser(furnished.commander)
    entry = f"/hotlists/entries/{furnished.ids['entry_id']}"
    seen = commander.get(entry).text.partition('name="seen" value="')[2].partition('"')[0]
    with ledger_away(owner):
        answer = commander.post(f"{entry}/approval", {"seen": seen})

    assert is_refusal(answer)
    assert f"{entry}/approval" in commander.get(entry).text, "it still waits"
