"""Security keys in Chromium, with the browser's own virtual authenticator: registered, used to sign in, used anew."""

from collections.abc import Callable

from playwright.sync_api import CDPSession

from tests.clock import Clock
from tests.databases import ON_SQLITE
from tests.office import PASSWORD, Office
from tests.screens import Person
from tests.services.doing import on_record

pytestmark = ON_SQLITE

SitDown = Callable[..., Person]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def plugs_in(person: Person) -> tuple[CDPSession, str]:
    """A key in a port of this computer, touched whenever it is asked."""
    devtools = person.page.context.new_cdp_session(person.page)
    devtools.send("WebAuthn.enable")
    added = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return devtools, str(added["authenticatorId"])


def test_a_key_is_registered_signs_in_and_proves_anew(office: Office, person: SitDown, clock: Clock) -> None:
    chief = office.hire("chief_of_police", "chief_of_police")
    desk = person()
    devtools, authenticator = plugs_in(desk)
    desk.signs_in(chief)

    desk.opens("/account/keys")
    assert desk.sees("No security key yet")
    desk.page.get_by_role("button", name="Add this key").click()
    assert desk.sees("Give the key a name first.")
    desk.fills(name="Blue key")
    desk.sends(lambda: desk.page.get_by_role("button", name="Add this key").click())
    assert desk.sees("“Blue key” is registered")
    kept = devtools.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]
    assert [each["rpId"] for each in kept] == ["localhost"]

    desk.opens("/account/sessions")
    assert desk.sees("this one")
    assert desk.sees("on Linux")
    desk.presses("Sign out")
    desk.opens("/sign-in")
    desk.fills(user_name=chief.user_name, password=PASSWORD)
    desk.presses("Go on")
    desk.sends(lambda: desk.page.get_by_role("button", name="Use a security key").click())
    desk.presses("I understand and agree")
    assert desk.sees("Work list")

    clock.move(minutes=6)
    desk.opens("/reports/annual/2026.pdf")
    assert desk.sees("Show that it is you")
    with desk.page.expect_download() as begun:
        desk.page.get_by_role("button", name="Use a security key").click()
    assert begun.value.suggested_filename.endswith("annual-report-2026.pdf")
    assert len(on_record(office, "signin.passkey-used")) == 2
