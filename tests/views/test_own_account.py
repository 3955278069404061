"""One's own account: each change asks for the password, and what changes is told."""

import re

import pyotp

from tests.must.signing_in import account, gives_password, gives_recovery_code, tries_counted
from tests.office import PASSWORD, Browser, Member, Office
from tests.services.doing import on_record

NEW = "seven quiet herons at dusk"


def test_the_password_is_changed_with_the_one_before_and_ends_other_sessions(office: Office) -> None:
    member = office.hire("patrol_officer")
    here, elsewhere = office.browser(member), office.browser(member)

    wrong = here.post("/account/password", {"current": "something else", "new": NEW, "again": NEW})
    assert (wrong.status_code, "not your password" in wrong.text) == (422, True)
    assert tries_counted(office, member) == 1
    same = here.post("/account/password", {"current": PASSWORD, "new": PASSWORD, "again": PASSWORD})
    assert "the password you have now" in same.text
    assert (
        here.post("/account/password", {"current": PASSWORD, "new": NEW, "again": NEW}).location == "/account"
    )

    assert tries_counted(office, member) == 1, "the right ones are taken back"
    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303
    assert gives_password(office, member, NEW)
    assert [row.user_name for row in on_record(office, "signin.password-set")] == [member.user_name]
    assert "not told" in str(on_record(office, "signin.password-set")[0].changes)


def test_five_wrong_passwords_there_lock_the_account(office: Office) -> None:
    member = office.hire("patrol_officer")
    browser = office.browser(member)
    for _ in range(5):
        browser.post("/account/recovery-codes", {"current": "something else"})

    assert account(office, member).locked_at == office.clock.now
    assert browser.post("/account/recovery-codes", {"current": PASSWORD}).status_code == 422


def test_recovery_codes_are_shown_once_and_make_the_earlier_ones_worthless(office: Office) -> None:
    member = office.hire("patrol_officer")
    browser = office.browser(member)
    first, second = (codes(browser, member) for _ in range(2))

    assert len({*first, *second}) == 20
    assert not gives_recovery_code(office, member, first[0])
    assert gives_recovery_code(office, member, second[0])
    assert "9 of 10" in browser.get("/account").text


def codes(browser: Browser, member: Member) -> list[str]:
    page = browser.post("/account/recovery-codes", {"current": PASSWORD})
    assert page.status_code == 200, member
    return re.findall(r'<strong class="code">([^<]+)</strong>', page.text)


def test_a_new_authenticator_shows_that_it_works_before_it_counts(office: Office) -> None:
    member = office.hire("patrol_officer")
    browser, before = office.browser(member), account(office, member).totp_secret
    page = browser.get("/account/authenticator")
    key = re.findall(r'<strong class="code">([^<]+)</strong>', page.text)[0].replace(" ", "")

    old = pyotp.TOTP(member.totp_secret).at(office.clock.now)
    assert browser.post("/account/authenticator", {"code": old, "current": PASSWORD}).status_code == 422
    code = pyotp.TOTP(key).at(office.clock.now)
    assert (
        browser.post("/account/authenticator", {"code": code, "current": "something else"}).status_code == 422
    )
    assert account(office, member).totp_secret == before
    assert browser.post("/account/authenticator", {"code": code, "current": PASSWORD}).location == "/account"
    assert account(office, member).totp_secret != before
    assert len(on_record(office, "signin.totp-set")) == 1
