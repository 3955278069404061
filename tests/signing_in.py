"""Signing in over the wire, step by step as a browser does, and the cookie each step leaves."""

import re
from typing import Any

import pyotp
from werkzeug.test import TestResponse

from tests.office import PASSWORD, Browser, Member, Office

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def cookie(browser: Browser) -> str:
    return next((kept.value for kept in browser.client._cookies.values()), "")


def take_up(browser: Browser, office: Office, session: str) -> None:
    """The browser names this session from now on."""
    name = office.app.session_interface.cookie_name(office.app)  # type: ignore[attr-defined]
    browser.client.set_cookie(name, session, secure=False)


def send(browser: Browser, path: str, **data: Any) -> TestResponse:
    """Opens the form at this address and sends it."""
    found = TOKEN.search(browser.get(path).text)
    assert found, path
    browser.token = found[1]
    return browser.post(path, {"csrf_token": found[1], **data})


def password(browser: Browser, member: Member, **data: str) -> TestResponse:
    return send(browser, "/sign-in", user_name=member.user_name, password=PASSWORD, **data)


def code_of(office: Office, member: Member) -> str:
    """The code their authenticator shows now."""
    return str(pyotp.TOTP(member.totp_secret).at(office.clock.now))


def signed_in(office: Office, member: Member) -> Browser:
    """A browser in which this member has signed in: password, code, banner."""
    browser = office.browser()
    password(browser, member)
    send(browser, "/sign-in/code", code=code_of(office, member))
    assert send(browser, "/sign-in/banner").status_code == 303
    found = TOKEN.search(browser.get("/account/sessions").text)
    assert found
    browser.token = found[1]
    return browser
