"""`flask people create|list|disable`: the first accounts while nobody could make them, and closing one."""

import json

from click.testing import Result
from flask import Flask

from portal.ledger import Action
from tests.office import Office
from tests.services.accounts_at_work import ADC, CHIEF
from tests.services.doing import on_record


def flask(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["people", *arguments])


def create(app: Flask, name: str, number: str, title: str, *posts: str) -> Result:
    held = [argument for post in posts for argument in ("--post", post)]
    return flask(app, "create", "--full-name", name, "--employee-number", number, "--title", title, *held)


def test_the_first_accounts_are_made_by_command_until_two_people_can(app: Flask, office: Office) -> None:
    assert "Nobody yet" in flask(app, "list").output

    first = create(app, "Ada Marsh", "4101", "captain", ADC)
    assert first.exit_code == 0, first.output
    assert "flask people link ada.marsh" in first.output
    assert create(app, "Ben Ito", "4102", "chief_of_police", CHIEF).exit_code == 0
    refused = create(app, "Cy Ode", "4103", "captain")

    assert refused.exit_code == 2
    assert "can be made and opened at /people by now" in refused.output
    told = {each["user_name"]: each for each in json.loads(flask(app, "list", "--json").output)}
    assert {name: (each["state"], each["posts"]) for name, each in told.items()} == {
        "ada.marsh": ("not enrolled", ["Administrative Division Commander"]),
        "ben.ito": ("not enrolled", ["Chief of Police"]),
    }
    made = on_record(office, Action.ACCOUNT_CREATED)
    assert {row.user_name for row in made} == {"system:people create"}
    assert all(" at " in row.terminal for row in made)


def test_what_cannot_be_made_is_refused_in_one_sentence(app: Flask) -> None:
    for title, post, told in (
        ("marshal", ADC, "There is no title"),
        ("captain", "vizier", "There is no post"),
    ):
        refused = create(app, "Ada Marsh", "4101", title, post)
        assert (refused.exit_code, told in refused.output) == (2, True)
    assert create(app, "Ada Marsh", "41 01", "captain").exit_code == 2
    assert "Nobody yet" in flask(app, "list").output


def test_an_account_is_closed_by_command_and_on_record(office: Office) -> None:
    officer = office.hire("patrol_officer", user_name="pat.o")
    browser = office.browser(officer)

    assert "Nobody signs in as" in flask(office.app, "disable", "pat", "--reason", "Report 26-80").output
    assert flask(office.app, "disable", "pat.o", "--reason", "x").exit_code == 2
    assert flask(office.app, "disable", "pat.o", "--reason", "Phone stolen, report 26-80").exit_code == 0

    assert browser.get("/").status_code == 303
    assert [row.narrative for row in on_record(office, Action.ACCOUNT_DISABLED)] == [
        "Phone stolen, report 26-80"
    ]


def test_who_alone_gives_clearance_gets_theirs_by_command(office: Office) -> None:
    office.hire("captain", ADC, user_name="ada.m", cleared=False, clets=False)
    given = ("--on", "2026-10-05", "--basis", "Letter of the state of 5 October")

    assert flask(office.app, "clear", "ada.m", *given).exit_code == 0
    assert flask(office.app, "clets", "ada.m", *given, "--until", "2027-10-05").exit_code == 0
    [told] = json.loads(flask(office.app, "list", "--json").output)
    assert (told["cleared_on"], told["clets_on"]) == ("2026-10-05", "2026-10-05")

    office.hire("patrol_officer", user_name="pat.o", cleared=False, clets=False)
    for command in ("clear", "clets"):
        refused = flask(office.app, command, "pat.o", *given)
        assert (refused.exit_code, "Somebody else may put this on file" in refused.output) == (2, True)
    assert len(on_record(office, Action.CLEARANCE_RECORDED)) == 1
