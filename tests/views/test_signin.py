"""Signing in over the wire: three steps, none passed by, and what ends it."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pyotp
import pytest
from werkzeug.test import TestResponse

from portal.services.signin.sessions import Caller, Renewal, SessionStore
from tests.clock import Clock
from tests.office import PASSWORD, TOKEN, Browser, Member, Office
from tests.services.doing import disable, on_record

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "/\t/evil.example/",
    "/\n/evil.example",
    "javascript:alert(1)",
    "hits/",
    "/nothing/here",
    "/sign-in/out",
    "/hits/\r\nSet-Cookie: a=b",
    "\\\\evil.example",
    "http:/evil.example",
]


def cookie(browser: Browser) -> str:
    return next((kept.value for kept in browser.client._cookies.values()), "")


def send(browser: Browser, path: str, **data: Any) -> TestResponse:
    """Opens the form at this address and sends it."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(path).text)
    assert found
    return browser.post(path, {"csrf_token": found[1], **data})


def send_password(browser: Browser, member: Member, **data: str) -> TestResponse:
    return send(browser, "/sign-in", user_name=member.user_name, password=PASSWORD, **data)


def code_of(member: Member, clock: Clock) -> str:
    return str(pyotp.TOTP(member.totp_secret).at(clock.now))


def halfway(office: Office, member: Member) -> Browser:
    """A browser in which the password was given, and nothing else yet."""
    store: SessionStore = office.app.extensions["sessions"]
    token = store.save(
        "",
        {"csrf_token": TOKEN},
        Renewal(member.account_id, complete=False),
        Caller("127.0.0.1", "test"),
        office.clock.now,
    )
    browser = office.browser(member)
    name = office.app.session_interface.cookie_name(office.app)  # type: ignore[attr-defined]
    browser.client.set_cookie(name, str(token), secure=False)
    return browser


def test_password_then_code_then_banner_lead_to_the_work_list(office: Office, clock: Clock) -> None:
    member, browser = office.hire("patrol_officer"), office.browser()

    first = send_password(browser, member)
    after_password = cookie(browser)
    second = send(browser, "/sign-in/code", code=code_of(member, clock))
    third = send(browser, "/sign-in/banner")
    complete = cookie(browser)

    assert [answer.location for answer in (first, second, third)] == ["/sign-in/code", "/sign-in/banner", "/"]
    assert "Work list" in browser.get("/").text
    assert len(on_record(office, "signin.completed")) == 1
    assert after_password != complete
    header = third.headers["Set-Cookie"]
    assert header.startswith("__Host-platebook-")
    assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= set(header.split("; "))
    assert "Max-Age" not in header
    assert "Expires" not in header
    assert "Domain" not in header
    browser.client.set_cookie(header.partition("=")[0], after_password, secure=False)
    assert browser.get("/").status_code == 303


def test_the_banner_may_come_first_and_is_asked_each_time(office: Office, clock: Clock) -> None:
    member = office.hire("patrol_officer")
    for _ in range(2):
        browser = office.browser()
        send_password(browser, member)
        assert send(browser, "/sign-in/banner").location == "/sign-in/code"
        assert send(browser, "/sign-in/code", code=code_of(member, clock)).location == "/"
        clock.move(seconds=30)


@pytest.mark.control("signin.password-and-code")
def test_one_finished_sign_in_lets_nobody_pass_by_the_code_of_the_next(office: Office, clock: Clock) -> None:
    officer, commander = office.hire("patrol_officer"), office.hire("captain")
    browser = office.browser()
    send_password(browser, officer)
    send(browser, "/sign-in/code", code=code_of(officer, clock))
    page = browser.get("/sign-in/banner")

    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token
    again = {"csrf_token": token[1], "user_name": commander.user_name, "password": PASSWORD}
    assert browser.post("/sign-in", again).location == "/sign-in/code"
    assert browser.get("/sign-in/code").status_code == 200
    assert send(browser, "/sign-in/banner").location == "/sign-in/code"
    assert browser.get("/").status_code == 303


@pytest.mark.control("signin.password-and-code")
def test_half_signed_in_opens_nothing_else(office: Office) -> None:
    browser = halfway(office, office.hire("patrol_officer"))

    for path in ("/", "/reads/", "/hits/", "/hits/waiting", "/hotlists/", "/evidence/"):
        assert browser.get(path).status_code == 303, path
        assert browser.get(path, htmx=True).status_code == 401, path
    assert browser.post("/reads/searches", {"plate": "7ABC123"}).status_code == 401


@pytest.mark.control("signin.password-and-code")
def test_twenty_at_once_with_one_code_let_one_in(office: Office, clock: Clock) -> None:
    member = office.hire("patrol_officer")
    browsers, code = [halfway(office, member) for _ in range(20)], code_of(member, clock)

    with ThreadPoolExecutor(20) as pool:
        answers = pool.map(lambda each: each.post("/sign-in/code", {"code": code}).status_code, browsers)

    assert list(answers).count(303) == 1
    assert len(on_record(office, "signin.code-accepted")) == 1


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(office: Office) -> None:
    member = office.hire("patrol_officer")
    wrong = send(office.browser(), "/sign-in", user_name=member.user_name, password="something else")
    unknown = send(office.browser(), "/sign-in", user_name="x" * len(member.user_name), password=PASSWORD)
    odd = send(office.browser(), "/sign-in", user_name="a\x00b", password="\x00")

    def without_what_was_typed(answer: TestResponse) -> str:
        token = r'csrf_token" value="[^"]+"|X-CSRFToken": "[^"]+"'
        return re.sub(rf'{token}|name="user_name"[^>]*', "", answer.text)

    assert (wrong.status_code, unknown.status_code, odd.status_code) == (422, 422, 422)
    assert "User name or password is wrong." in wrong.text
    assert without_what_was_typed(wrong) == without_what_was_typed(unknown)
    assert PASSWORD not in unknown.text


def test_a_page_that_was_asked_for_is_come_back_to(office: Office, clock: Clock) -> None:
    member, browser = office.hire("patrol_officer"), office.browser()
    target = browser.get("/reads/?a=b").location

    assert target == "/sign-in?next=/reads/?a%3Db"
    assert 'name="next" value="/reads/?a=b"' in browser.get(target).text
    send_password(browser, member, next="/reads/?a=b")
    send(browser, "/sign-in/banner")
    assert send(browser, "/sign-in/code", code=code_of(member, clock)).location == "/reads/?a=b"


def test_signing_in_leads_nowhere_else(office: Office, clock: Clock) -> None:
    member = office.hire("patrol_officer")
    for target in ELSEWHERE:
        page = office.browser().get("/sign-in", query_string={"next": target})
        assert 'name="next"' not in page.text, target
    browser = office.browser()
    send_password(browser, member, next=ELSEWHERE[0])
    send(browser, "/sign-in/banner")
    assert send(browser, "/sign-in/code", code=code_of(member, clock)).location == "/"


def test_polling_keeps_nobody_signed_in_but_working_does(office: Office, clock: Clock) -> None:
    dispatcher = office.hire("dispatcher")
    watching, working = office.browser(dispatcher), office.browser(dispatcher)
    for _ in range(3):
        clock.move(minutes=5)
        watching.get("/hits/waiting")
        working.get("/hits/")

    assert watching.get("/hits/waiting", htmx=True).status_code == 401
    assert working.get("/hits/").status_code == 200


def test_twelve_hours_end_the_busiest_session(office: Office, clock: Clock) -> None:
    browser, began = office.browser(office.hire("information_technology_manager")), clock.now
    while (clock.now - began).total_seconds() < 12 * 3600 - 600:
        clock.move(minutes=10)
        assert browser.get("/").status_code == 200
    clock.move(minutes=9, seconds=59)
    assert browser.get("/").status_code == 200
    clock.move(seconds=1)
    assert browser.get("/").status_code == 303


def test_signing_out_ends_the_session_everywhere_it_was_copied(office: Office) -> None:
    browser = office.browser(office.hire("patrol_officer"))
    kept = cookie(browser)

    answer = browser.post("/sign-in/out")

    assert (answer.status_code, answer.location) == (303, "/policy")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert len(on_record(office, "signin.ended")) == 1
    name = office.app.session_interface.cookie_name(office.app)  # type: ignore[attr-defined]
    browser.client.set_cookie(name, kept, secure=False)
    assert browser.get("/").status_code == 303


def test_a_disabled_account_is_out_at_the_next_request(office: Office) -> None:
    member = office.hire("patrol_officer")
    browser = office.browser(member)
    assert browser.get("/").status_code == 200

    disable(office, member)

    assert browser.get("/").status_code == 303
