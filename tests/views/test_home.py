"""The first page shows what one may do and nothing else."""

import re

import pytest

from tests.office import Office
from tests.services.doing import PLATE, ask

ODC = "operations_division_commander"


def destinations(text: str) -> set[str]:
    return set(re.findall(r'href="(/[a-z-]*/?)(?:[?"#])', text))


@pytest.mark.parametrize(
    ("title", "posts", "offered", "withheld"),
    [
        (
            "patrol_officer",
            (),
            {"/reads/", "/hotlists/", "/hits/", "/evidence/"},
            {"/reports/", "/system/jobs"},
        ),
        ("dispatcher", (), {"/hits/"}, {"/reads/", "/hotlists/", "/evidence/", "/reports/"}),
        ("information_technology_manager", (), set(), {"/reads/", "/hotlists/", "/hits/", "/evidence/"}),
    ],
)
def test_the_menu_offers_what_the_person_may_open(
    office: Office, title: str, posts: tuple[str, ...], offered: set[str], withheld: set[str]
) -> None:
    browser = office.browser(office.hire(title, *posts))

    found = destinations(browser.get("/").text)

    assert offered <= found
    assert not withheld & found
    assert [path for path in found if browser.get(path).status_code != 200] == []


@pytest.mark.control("training.gate")
def test_the_untrained_are_told_why_and_see_no_plate(office: Office) -> None:
    office.hire("captain", ODC)
    ask(office, office.hire("patrol_officer"))
    untrained = office.browser(office.hire("captain", ODC, trained=False))

    page = untrained.get("/")

    assert "Plate data is closed to you" in page.text
    assert "466.4(d)" in page.text
    assert PLATE not in page.text
    for path in ("/reads/", "/hits/", "/hotlists/", "/evidence/", "/reads/upload"):
        assert untrained.get(path).status_code == 403, path


def test_a_quiet_desk_says_so_and_a_request_shows_without_its_maker_having_to_look(office: Office) -> None:
    commander = office.browser(office.hire("captain", ODC))
    assert "Nothing waits for you" in commander.get("/").text
    officer = office.hire("patrol_officer")
    ask(office, officer)

    assert "Waiting for me" in commander.get("/").text
    assert "My requests that wait for others" in office.browser(officer).get("/").text
