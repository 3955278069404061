"""A new officer: from the slip handed over in person, by authenticator and recovery codes, to the work list."""

from collections.abc import Callable

import pyotp

from tests.browser.conftest import Person
from tests.clock import Clock
from tests.databases import ON_SQLITE
from tests.office import Office

pytestmark = ON_SQLITE

SitDown = Callable[..., Person]
PASSWORD = "seven quiet herons at dusk"


def test_a_new_officer_enrols_and_signs_in(office: Office, person: SitDown, clock: Clock) -> None:
    commander = office.hire("captain", "administrative_division_commander", user_name="lee.chan")
    officer = office.hire("patrol_officer", user_name="jo.park")

    # 1. The commander makes the slip, and hands it over.
    in_office = person()
    in_office.signs_in(commander)
    in_office.opens(f"/people/accounts/{officer.account_id}/sign-in")
    in_office.page.locator("label", has_text="Password and authenticator").click()
    in_office.presses("Make the code")
    slip = in_office.page.locator(".panel")
    address = slip.locator("dd", has_text="/sign-in/enrolment").inner_text().partition("/sign-in")
    code = slip.locator(".code").inner_text()

    # 2. The officer opens the link: the code comes along behind the #, and leaves the address.
    at_desk = person(400)
    asked: list[str] = []
    at_desk.page.on("request", lambda request: asked.append(request.url))
    at_desk.opens(f"{address[1]}{address[2]}#{code}")
    assert at_desk.page.locator("[name=code]").input_value() == code
    assert code not in at_desk.page.url
    assert [url for url in asked if code in url.partition("#")[0]] == []
    at_desk.presses("Go on")

    # 3. A password: what is weak is refused with its reason.
    at_desk.fills(new="JoParkJoParkJoPark", again="JoParkJoParkJoPark")
    at_desk.presses("Go on")
    assert at_desk.sees("It is little more than your")
    at_desk.fills(new=PASSWORD, again=PASSWORD)
    at_desk.presses("Go on")

    # 4. The authenticator, by the key beside the square code; then the recovery codes.
    assert at_desk.page.get_by_role("img", name="The square code").is_visible()
    key = at_desk.page.locator(".panel .code").inner_text().replace(" ", "")
    at_desk.fills(code=pyotp.TOTP(key).at(clock.now))
    at_desk.presses("Finish")
    recovery = at_desk.page.locator(".codes .code").all_inner_texts()
    assert len(recovery) == 10
    at_desk.presses("I have put them away")
    assert at_desk.sees("All is set")

    # 5. Signing in, this once with a recovery code: the telephone is upstairs.
    at_desk.fills(user_name="jo.park", password=PASSWORD)
    at_desk.presses("Go on")
    at_desk.follows("Use a recovery code")
    at_desk.fills(code=recovery[3])
    at_desk.presses("Go on")
    assert at_desk.sees("9 are left")
    at_desk.presses("I understand and agree")
    assert at_desk.page.get_by_role("heading", name="Work list").is_visible()
    at_desk.follows(officer.full_name)
    assert at_desk.sees("9 of 10")
