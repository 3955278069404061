"""IT makes an account, the commander clears the person and assigns the permissions, and later closes it."""

from collections.abc import Callable

from tests.browser.conftest import Person
from tests.databases import ON_SQLITE
from tests.office import Office

pytestmark = ON_SQLITE

SitDown = Callable[..., Person]


def test_it_makes_the_account_and_the_commander_assigns(person: SitDown, office: Office) -> None:
    manager = office.hire("information_technology_manager")
    commander = office.hire("captain", "administrative_division_commander")

    it = person()
    it.signs_in(manager)
    it.opens("/people/new")
    it.presses("Make the account")
    assert it.sees("Please correct what is marked")
    it.fills(full_name="Jo Park", employee_number="P77")
    it.chooses(title="patrol_officer")
    it.presses("Make the account")
    assert it.sees("jo.park is made and disabled")
    assert it.sees("It cannot be opened yet")
    assert it.page.get_by_role("button", name="Assign").count() == 0
    it.follows("People")
    assert it.sees("3 of 3 people")

    adc = person(400)
    adc.signs_in(commander)
    assert adc.sees("Accounts that wait for permissions")
    adc.follows("Jo Park")
    adc.follows("Record the clearance")
    adc.fills(cleared_on="2026-11-01", basis="Letter 26-3 of the background unit")
    adc.presses("Put it on file")
    adc.presses("Assign the permissions of Patrol Officer")
    assert adc.sees("The account is open")
    assert adc.sees("search plates")

    adc.fills(reason="Phone stolen, report 26-80")
    adc.presses("Close the account")
    assert adc.sees("Phone stolen, report 26-80")
    adc.opens("/people/?q=park&state=disabled")
    assert adc.sees("1 of 3 people")
    adc.opens("/people/?q=nobody")
    assert adc.sees("Nobody fits")
