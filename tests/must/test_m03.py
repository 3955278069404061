"""M3: two factors for everyone, and no switch that turns the second off. That a password alone opens no route but the
next steps is walked route by route in tests/promises/test_anonymous.py."""

import re

import pytest

from portal.config import Settings
from portal.views.signin import STEPS
from tests.office import PASSWORD, Office


def test_no_setting_speaks_of_the_second_factor() -> None:
    about = re.compile(r"totp|mfa|factor|code|second|authenticator|passkey|webauthn")

    assert [name for name in Settings.model_fields if about.search(name)] == []
    assert next(iter(STEPS)) == "code"


@pytest.mark.control("signin.password-and-code")
def test_a_forced_change_of_password_comes_only_after_the_code(office: Office) -> None:
    """Whoever has only the password cannot make it theirs."""
    member = office.hire("patrol_officer")
    browser = office.visitor()
    assert browser.post("/sign-in", {"user_name": member.user_name, "password": PASSWORD}).status_code == 303

    new = {"new": "seven quiet herons at dusk", "again": "seven quiet herons at dusk"}
    for path, data in (("/sign-in/password", new), ("/account/password", new)):
        answer = browser.post(path, data)
        assert answer.status_code in (303, 400, 401), path
        assert answer.location in (None, "/sign-in/code"), path
