"""Whoever keeps the training logs a class of twenty: three pages from the form to the file."""

from collections.abc import Callable

from tests.browser.conftest import Person
from tests.databases import ON_SQLITE
from tests.office import Office
from tests.views.test_training import KEEPER, PDF

SitDown = Callable[..., Person]
MOST_PAGES = 4


@ON_SQLITE
def test_a_class_of_twenty_is_logged_in_four_pages_at_most(office: Office, person: SitDown) -> None:
    keeper = office.hire("corporal", KEEPER, user_name="kim.keeper")
    for number in range(20):
        office.hire("patrol_officer", user_name=f"pupil.{chr(97 + number)}", trained=False)
    other = office.hire("detective", user_name="kim.other", trained=False)
    at_desk = person()
    at_desk.signs_in(keeper)
    at_desk.opens("/training/")
    assert at_desk.sees("Untrained")

    at_desk.follows("Log a class")
    pages = [at_desk.page.url]
    at_desk.fills(held_on=office.clock.now.date().isoformat(), instructor="A. Teacher")
    at_desk.page.get_by_label("Find a name or title").fill("pupil")
    at_desk.page.get_by_role("button", name="Tick all shown", exact=True).click()
    assert at_desk.sees("20 of 22 shown, 20 ticked")
    at_desk.presses("Look it over")
    pages.append(at_desk.page.url)
    assert at_desk.sees("20 people")
    at_desk.page.locator("[name=document]").set_input_files(
        {"name": "Sign-in sheet.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    at_desk.presses("Put it on file")
    pages.append(at_desk.page.url)

    assert at_desk.sees("20 people completed it")
    assert at_desk.sees("Sign-in sheet.pdf")
    assert at_desk.misses(other.full_name)
    assert len(set(pages)) == len(pages) <= MOST_PAGES
    at_desk.follows("Pupil A")
    at_desk.follows("Correct the completion")
    at_desk.page.locator("label", has_text="They did not complete it").click()
    at_desk.fills(reason="The sheet says she left at noon.")
    at_desk.presses("Correct it")
    assert at_desk.sees("Corrected")
