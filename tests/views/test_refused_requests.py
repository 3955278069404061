"""What a refused or foreign request leaves behind: nothing, in the database or in the session."""

from collections.abc import Iterator
from contextlib import contextmanager

import pyotp
import pytest
from flask import Flask

from portal.ledger import Ledger, LedgerUnavailable
from portal.services.signin import accounts
from tests.clock import Clock
from tests.office import PASSWORD, Browser, Member, Office


@contextmanager
def ledger_down(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The ledger cannot be written, as when its table is locked."""

    def refuse(*_: object) -> None:
        raise LedgerUnavailable("The ledger cannot be written.")

    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "append_in", refuse)
        patch.setattr(Ledger, "append_now", refuse)
        yield


def past_the_password(office: Office, member: Member) -> Browser:
    browser = office.visitor()
    answer = browser.post("/sign-in", {"user_name": member.user_name, "password": PASSWORD})
    assert answer.status_code == 303
    page = browser.get("/sign-in/code").text
    browser.token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    return browser


def test_a_code_that_could_not_be_recorded_is_not_taken(
    office: Office, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = office.hire("patrol_officer")
    browser = past_the_password(office, officer)
    code = pyotp.TOTP(officer.totp_secret).at(clock.now)

    with ledger_down(monkeypatch):
        assert browser.post("/sign-in/code", {"code": code}).status_code == 503

    assert browser.post("/sign-in/banner").location == "/sign-in/code"
    assert browser.post("/sign-in/code", {"code": code}).location == "/"


def test_nobody_is_signed_in_without_a_row_that_says_so(
    office: Office, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = office.hire("patrol_officer")
    browser = past_the_password(office, officer)
    browser.post("/sign-in/code", {"code": pyotp.TOTP(officer.totp_secret).at(clock.now)})

    with ledger_down(monkeypatch):
        assert browser.post("/sign-in/banner").status_code == 503

    assert browser.get("/reads/").status_code == 303


def test_a_refusal_that_cannot_be_recorded_is_503(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    officer = office.browser(office.hire("patrol_officer"))

    with ledger_down(monkeypatch):
        answer = officer.get("/system/jobs")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")


def test_a_link_from_another_site_ends_nobodys_session(office: Office) -> None:
    stranger = office.browser()

    answer = stranger.client.get("/", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert 'http-equiv="refresh"' in answer.text


def test_a_poll_that_finds_nobody_leads_back_to_the_page_it_stands_on(office: Office) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://localhost/hits/"}

    answer = office.browser().client.get("/hits/waiting?version=x", headers=headers)

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/sign-in?next=/hits/")


def test_nobody_waits_for_a_hash(app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a password is hashed, the database is free: another writer gets through at once."""
    officer = office.hire("patrol_officer")
    real = accounts.password_fits

    def write_meanwhile(*arguments: object) -> bool:
        with app.extensions["open_writing"]() as session:
            session.connection()
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(accounts, "password_fits", write_meanwhile)

    past_the_password(office, officer)


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/sign-in?next=//[", {}),
        ("/sign-in/again?to=//[", {}),
        ("/hits/waiting?version=x", {"HX-Request": "true", "HX-Current-URL": "http://["}),
    ],
)
def test_an_address_that_is_none_is_no_fault_of_ours(
    office: Office, path: str, headers: dict[str, str]
) -> None:
    assert office.browser().client.get(path, headers=headers).status_code < 500
    assert office.browser(office.hire("patrol_officer")).client.get(path, headers=headers).status_code < 500


def test_an_origin_that_is_no_address_is_foreign(office: Office) -> None:
    browser = office.browser(office.hire("patrol_officer"))

    assert browser.client.post("/sign-in/out", headers={"Origin": "http://["}).status_code == 403


def test_a_very_long_password_is_refused_before_anything_is_done_with_it(office: Office) -> None:
    visitor = office.visitor()

    answer = visitor.post("/sign-in", {"user_name": "x", "password": "a" + "\u0301" * 2000})

    assert answer.status_code == 422
    assert "too long to be a password" in answer.text
