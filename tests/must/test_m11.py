"""M11: 15 idle minutes, 30 for those who dispatch, 12 hours in all; polling keeps nobody signed in."""

from datetime import timedelta

import pytest

from tests.office import Browser, Office
from tests.signing_in import signed_in

OWN = "/account/sessions"


@pytest.mark.parametrize(("title", "minutes"), [("patrol_officer", 15), ("dispatcher", 30)])
def test_idle_minutes_end_a_session_at_the_boundary(office: Office, title: str, minutes: int) -> None:
    """Settled at sign-in, by the duties the profile gives."""
    member = office.hire(title)
    at = signed_in(office, member)
    office.clock.move(minutes=minutes, seconds=-1)
    assert at.get(OWN).status_code == 200, "one second before; and active again"
    office.clock.move(minutes=minutes)

    assert at.get(OWN).status_code == 303
    assert at.get(OWN, htmx=True).status_code == 401
    assert f"You were signed out after {minutes} minutes without activity." in at.get("/sign-in").text


def test_twelve_hours_end_the_busiest_session_even_with_proofs(office: Office) -> None:
    browser = signed_in(office, office.hire("patrol_officer"))
    for _ in range(51):
        office.clock.move(minutes=14)
        assert browser.get(OWN).status_code == 200
    office.clock.move(minutes=5, seconds=59)
    assert browser.get(OWN).status_code == 200
    office.clock.move(seconds=1)

    assert browser.get(OWN).status_code == 303
    assert "12 hours after you signed in" in browser.get("/sign-in").text


def test_a_page_that_polls_for_31_minutes_keeps_nobody_signed_in(office: Office) -> None:
    """The list of hits asks every three seconds and the lock every five; here both, each minute."""
    browser = signed_in(office, office.hire("dispatcher"))
    browser.get("/hits/")

    statuses = [poll(office, browser) for _ in range(31)]

    assert statuses[28] == (200, 200)
    assert statuses[29:] == [(401, 200), (401, 200)]
    assert browser.get("/sign-in/lock").json == {"locked": True, "waiting": 0}


def poll(office: Office, browser: Browser) -> tuple[int, int]:
    office.clock.now += timedelta(minutes=1)
    lock = browser.get("/sign-in/lock").status_code
    return browser.get("/hits/waiting?version=none", htmx=True).status_code, lock
