"""`flask demo`: refuses where it does not belong, stays quiet where nothing is to be done, tells who can sign in."""

import json
from collections.abc import Iterator
from typing import Any

import pyotp
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from portal import create_app
from portal.config import Settings
from portal.demo import accounts
from portal.demo.load import LOADING
from portal.extensions import db
from portal.models import LedgerRow
from portal.web.founding import found_instance
from tests.clock import START, Clock

ACCOUNTS: list[dict[str, Any]] = [
    {
        "user_name": "jordan.avila",
        "password": "walnut-canyon-pebble-marble",
        "totp_secret": "HNJNFNTB5BFXLXP3TT2HFTUNKTN6TKTC",
        "full_name": "Jordan Avila",
        "title": "Captain",
        "posts": ["Division Commander", "Watch Commander"],
        "tier": "full",
        "trained": True,
    },
    {
        "user_name": "bo.li",
        "password": "amber-velvet-quiver-saddle",
        "totp_secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
        "full_name": "Bo Li",
        "title": "Dispatcher",
        "posts": [],
        "tier": "limited",
        "trained": False,
    },
]


def flask(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["demo", *arguments])


@pytest.fixture
def demonstration(settings: Settings, clock: Clock) -> Iterator[Flask]:
    """Founded as a demonstration, nothing loaded yet."""
    app = create_app(settings, clock)
    found_instance(app, demo=True)
    yield app
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture
def loaded(demonstration: Flask, settings: Settings) -> Flask:
    """As a loaded demonstration leaves its folder."""
    accounts.keep(settings.instance, ACCOUNTS)
    return demonstration


def rows_on_record(app: Flask) -> int | None:
    with app.extensions["open_reading"]() as session:
        rows: int | None = session.scalar(select(func.count()).select_from(LedgerRow))
        return rows


@pytest.mark.parametrize(
    "arguments", [["load"], ["load", "--if-needed"], ["accounts"], ["accounts", "--json"]]
)
def test_an_instance_that_is_no_demonstration_is_refused_in_a_sentence(
    app: Flask, arguments: list[str]
) -> None:
    result = flask(app, *arguments)

    assert result.exit_code == 2
    assert "is no demonstration" in result.stderr
    assert "flask agency init SLUG --demo" in result.stderr
    assert not result.stdout


def test_a_folder_without_an_instance_is_refused_in_a_sentence(settings: Settings) -> None:
    result = flask(create_app(settings), "load")

    assert result.exit_code == 2
    assert "flask agency init" in result.stderr


def test_nothing_is_done_where_it_is_loaded_already(loaded: Flask) -> None:
    before = rows_on_record(loaded)

    result = flask(loaded, "load", "--if-needed")

    assert (result.exit_code, result.output) == (0, "")
    assert rows_on_record(loaded) == before


def test_a_second_load_is_refused_and_says_how_to_begin_anew(loaded: Flask, settings: Settings) -> None:
    result = flask(loaded, "load")

    assert result.exit_code == 2
    assert (
        f"{settings.instance} holds the demonstration already. To begin anew, remove that folder"
        in result.stderr
    )


def test_nobody_is_told_before_it_is_loaded(demonstration: Flask) -> None:
    result = flask(demonstration, "accounts")

    assert result.exit_code == 2
    assert "Run: flask demo load" in result.stderr


def test_a_half_loaded_demonstration_counts_as_not_loaded(loaded: Flask, settings: Settings) -> None:
    (settings.instance / LOADING).touch()

    assert flask(loaded, "accounts", "--json").exit_code == 2


def test_accounts_as_json_are_the_file(loaded: Flask) -> None:
    result = flask(loaded, "accounts", "--json")

    assert result.exit_code == 0
    assert json.loads(result.stdout) == ACCOUNTS


def test_accounts_are_an_aligned_table_with_the_codes_of_this_moment(loaded: Flask) -> None:
    heading, rule, first, second, *_ = flask(loaded, "accounts").stdout.splitlines()

    for name, shown in (("User name", "bo.li"), ("Code", pyotp.TOTP(ACCOUNTS[1]["totp_secret"]).at(START))):
        assert second[heading.index(name) :].startswith(shown)
    assert first.endswith("Division Commander, Watch Commander")
    assert second.endswith("(not trained yet)")
    assert set(rule) == {"-", " "}
    assert ACCOUNTS[0]["totp_secret"] not in first
