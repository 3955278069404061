"""M3: two factors for everyone, and no switch that turns the second off. That a password alone opens no route but the
next steps is walked route by route in tests/promises/test_anonymous.py."""

import re

import pytest

from portal.config import Settings
from portal.services.signin import enrolling
from portal.views.signin import STEPS
from portal.web.system_work import open_work, system_actor
from tests.must.signing_in import gives_password, token_of
from tests.office import PASSWORD, Office


def test_no_setting_speaks_of_the_second_factor() -> None:
    about = re.compile(r"totp|mfa|factor|code|second|authenticator|passkey|webauthn")

    assert [name for name in Settings.model_fields if about.search(name)] == []
    assert next(iter(STEPS)) == "code"


@pytest.mark.control("signin.password-and-code")
def test_a_forced_change_of_password_comes_only_after_the_code(office: Office) -> None:
    """Whoever has only the password, even one that is due to change, cannot make the account theirs."""
    member, browser = office.hire("patrol_officer"), office.visitor()
    with open_work(office.app, system_actor("test")) as work:
        enrolling.issue(work, member.account_id, "password")
    browser.post("/sign-in", {"user_name": member.user_name, "password": PASSWORD})
    new = {"new": "seven quiet herons at dusk", "again": "seven quiet herons at dusk"}

    assert browser.get("/sign-in/password").location == "/sign-in/code"
    assert browser.post("/sign-in/password", new | token_of(browser)).location == "/sign-in/code"
    assert (
        browser.post("/account/password", new | {"current": PASSWORD} | token_of(browser)).status_code == 401
    )
    assert gives_password(office, member, PASSWORD), "it is what it was"
