"""An officer leaves: the administrator records it, the officer's next click is refused, the steps are worked off."""

from collections.abc import Callable

from tests.browser.conftest import Person
from tests.clock import Clock
from tests.databases import ON_SQLITE
from tests.office import Office
from tests.services.changing_posts import ADC

pytestmark = ON_SQLITE

SitDown = Callable[..., Person]


def test_an_officer_leaves(office: Office, person: SitDown, clock: Clock) -> None:
    officer = office.hire("patrol_officer", user_name="jo.park")
    administrator = office.hire("captain", ADC, user_name="ada.reed")
    manager = office.hire("information_technology_manager", user_name="lee.chan")
    at_desk, in_car = person(), person(400)
    in_car.signs_in(officer)
    in_car.opens("/reads/")
    at_desk.signs_in(administrator)

    # 1. The administrator records it; what the portal sees is noted at once.
    at_desk.opens("/people/departures")
    assert at_desk.sees("Nobody leaves")
    at_desk.follows("Record a departure")
    at_desk.page.get_by_label("Who").select_option(officer.person_id)
    at_desk.page.get_by_text("Leaves the agency").click()
    at_desk.fills(reason="Letter of 2 November 2026")
    at_desk.confirms("Record the departure")
    assert at_desk.sees("6 of 9 steps done")
    address = at_desk.page.url.removeprefix(at_desk.address)

    # 2. The officer's next click leads to the door, and signing in again leads nowhere.
    in_car.opens("/reads/")
    assert in_car.page.url.startswith(f"{in_car.address}/sign-in")
    in_car.fills(user_name=officer.user_name, password="correct horse battery staple")
    in_car.presses("Go on")
    assert in_car.sees("User name or password is wrong")

    # 3. A day later it is red, and whoever else closes accounts has been told.
    clock.move(hours=24)
    at_desk, helping = person(), person()
    helping.signs_in(manager)
    assert helping.sees("less than an hour overdue")
    helping.follows("Notices")
    assert helping.sees("Jo Park leaves: work the check-list")
    helping.presses("Open")
    assert helping.page.url == helping.address + address

    # 4. The steps are signed, the last one closes it.
    for step in ("keys and cards returned", "accounts with vendors removed", "mobile unit signed off"):
        helping.presses(f"Sign: {step}")
    assert helping.sees("The departure is closed")
    at_desk.signs_in(administrator)
    assert at_desk.misses("People who leave")
    at_desk.opens(address)
    assert at_desk.sees("9 of 9 steps done")
