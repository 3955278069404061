"""From the slip to the sign-in page over the wire, and that the session of it opens nothing else."""

import re

import pyotp
import pytest
from werkzeug.test import TestResponse

from portal.services.signin import enrolling
from portal.web.system_work import open_work, system_actor
from tests.must.signing_in import gives_password
from tests.office import PASSWORD, Browser, Member, Office

NEW = "seven quiet herons at dusk"
STEPS = ("/sign-in/enrolment/password", "/sign-in/enrolment/authenticator")


def code_for(office: Office, member: Member, purpose: str = "first") -> str:
    with open_work(office.app, system_actor("test")) as work:
        return enrolling.issue(work, member.account_id, purpose).code


def send(browser: Browser, path: str, to: str = "", **data: str) -> TestResponse:
    """Sends the form of a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(path).text)
    assert found, path
    return browser.post(to or path, {"csrf_token": found[1], **data})


def key_on(page: str) -> str:
    found = re.search(r'<strong class="code">([^<]+)</strong>', page)
    assert found
    return found[1].replace(" ", "")


def test_all_the_way_from_the_code_to_the_sign_in_page(office: Office) -> None:
    member, browser = office.hire("patrol_officer"), office.browser()
    assert "no-store" in browser.get("/sign-in/enrolment").headers["Cache-Control"]

    assert send(browser, "/sign-in/enrolment", code=code_for(office, member)).location == STEPS[0]
    weak = send(browser, STEPS[0], new="platebook12345678", again="platebook12345678")
    assert (weak.status_code, "the name of this system" in weak.text) == (422, True)
    differing = send(browser, STEPS[0], new=NEW, again=NEW + "s")
    assert (differing.status_code, "not the same" in differing.text) == (422, True)
    assert send(browser, STEPS[0], new=NEW, again=NEW).location == STEPS[1]
    page = browser.get(STEPS[1]).text
    assert "<svg role=" in page
    wrong = send(browser, STEPS[1], code="000000x")
    assert (wrong.status_code, key_on(wrong.text)) == (422, key_on(page))
    assert gives_password(office, member, PASSWORD), "nothing is set yet"
    codes = send(browser, STEPS[1], code=pyotp.TOTP(key_on(page)).at(office.clock.now))
    assert (codes.status_code, len(re.findall(r'<strong class="code">', codes.text))) == (200, 10)
    assert codes.headers["Cache-Control"] == "no-store"
    token = re.search(r'name="csrf_token" value="([^"]+)"', codes.text)
    assert token
    assert browser.post("/sign-in/enrolment/end", {"csrf_token": token[1]}).location == "/sign-in"
    assert gives_password(office, member, NEW)
    assert browser.get(STEPS[1]).location == "/sign-in/enrolment"


def test_the_session_of_an_enrolment_opens_nothing_else_and_takes_a_new_id(office: Office) -> None:
    member, browser = office.hire("captain"), office.browser()
    browser.get("/sign-in/enrolment")
    before = next(iter(browser.client._cookies.values())).value
    send(browser, "/sign-in/enrolment", code=code_for(office, member))

    assert next(iter(browser.client._cookies.values())).value != before
    for path in ("/", "/account", "/reads/", "/sign-in/code", "/sign-in/banner", "/sign-in/password"):
        assert browser.get(path).status_code == 303, path
        assert browser.get(path).location.startswith("/sign-in"), path


@pytest.mark.parametrize("path", STEPS)
def test_a_step_without_its_code_leads_back_to_the_code(office: Office, path: str) -> None:
    visitor = office.visitor()

    assert visitor.get(path).location == "/sign-in/enrolment"
    assert visitor.post(path, {"new": NEW, "again": NEW, "code": "123456"}).location == "/sign-in/enrolment"


def test_the_authenticator_comes_after_the_password_and_only_what_the_code_is_for(office: Office) -> None:
    member = office.hire("patrol_officer")
    first, only_password = office.browser(), office.browser()
    send(first, "/sign-in/enrolment", code=code_for(office, member))
    assert first.get(STEPS[1]).location == STEPS[0]

    send(only_password, "/sign-in/enrolment", code=code_for(office, member, "password"))
    assert only_password.get(STEPS[1]).location == "/sign-in/enrolment"
    assert send(only_password, STEPS[0], new=NEW, again=NEW).location == "/sign-in"
    assert first.get(STEPS[0]).location == "/sign-in/enrolment", "an earlier code opens nothing any more"


def test_a_wrong_code_is_refused_in_one_sentence(office: Office) -> None:
    answer = send(office.browser(), "/sign-in/enrolment", code="AAAA-BBBB")

    assert (answer.status_code, "is not known, was used already, or has run out" in answer.text) == (
        422,
        True,
    )


def test_the_slip_is_shown_once_and_the_secret_is_in_no_address(office: Office) -> None:
    commander, member = (
        office.hire("captain", "administrative_division_commander"),
        office.hire("patrol_officer"),
    )
    browser = office.browser(commander)
    path = f"/people/accounts/{member.account_id}"

    slip = browser.post(f"{path}/link", {"purpose": "first"})

    code = key_on(slip.text)
    assert (slip.status_code, slip.headers["Cache-Control"]) == (200, "no-store")
    assert code not in browser.get(f"{path}/sign-in").text
    assert not re.search(rf'(href|action|src)="[^"]*{code}', slip.text)
    assert browser.post(f"{path}/link", {"purpose": "anything"}).status_code == 422
    assert (
        browser.post(f"/people/accounts/{commander.account_id}/link", {"purpose": "first"}).status_code == 409
    )
    assert office.browser(member).post(f"{path}/link", {"purpose": "first"}).status_code == 403
    assert browser.post(f"{path}/release").status_code == 409
    assert browser.get("/people/accounts/nobody/sign-in").status_code == 404
