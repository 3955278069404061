"""A dispatcher's console left alone: a bare number, the way back in for its owner, and nothing else."""

import pytest

from tests.office import PASSWORD, Browser, Member, Office
from tests.promises.furnished import SECRETS, furnish
from tests.services.doing import on_record
from tests.signing_in import code_of, cookie, take_up

LOCK = "/sign-in/lock"


@pytest.fixture
def left_alone(office: Office) -> tuple[Browser, Member]:
    """The console of a dispatcher 30 minutes after the last touch, one hit waiting."""
    dispatcher = furnish(office, with_text=False).dispatcher
    browser = office.browser(dispatcher, idle_minutes=30)
    office.clock.move(minutes=30)
    return browser, dispatcher


def test_it_tells_a_number_and_no_plate_and_writes_no_row(
    office: Office, left_alone: tuple[Browser, Member]
) -> None:
    browser, _ = left_alone
    before = len(on_record(office, "hit.list-opened")), len(on_record(office, "hit.opened"))

    answer = browser.get(LOCK)

    assert answer.json == {"locked": True, "waiting": 1}
    assert not [secret for secret in SECRETS if secret in answer.text]
    assert (len(on_record(office, "hit.list-opened")), len(on_record(office, "hit.opened"))) == before


def test_it_opens_nothing_else_and_polls_do_not_lead_away(left_alone: tuple[Browser, Member]) -> None:
    browser, _ = left_alone

    poll = browser.get("/hits/waiting?version=x", htmx=True)

    assert (poll.status_code, poll.data, poll.headers["HX-Trigger"]) == (401, b"", "lock")
    assert "HX-Redirect" not in poll.headers
    assert browser.get("/hits/").location == "/sign-in?next=/hits/", (
        "without a script: sign in, and come back"
    )
    for path in ("/", "/sign-in/code", "/sign-in/banner", "/account/sessions"):
        assert browser.get(path).status_code == 303, path
    assert browser.post("/sign-in/key/challenge").status_code == 401


def test_its_owner_opens_it_with_password_and_code_and_the_page_goes_on(
    office: Office, left_alone: tuple[Browser, Member]
) -> None:
    browser, dispatcher = left_alone
    before = cookie(browser)

    answer = browser.post(LOCK, {"password": PASSWORD, "code": code_of(office, dispatcher)})

    assert answer.status_code == 200
    assert answer.json["person"] == dispatcher.user_name
    assert cookie(browser) != before
    assert browser.get("/hits/").status_code == 200
    assert browser.post("/hits/nothing/steps").status_code == 404, (
        "a form of the page before still has its token"
    )
    assert [row.outcome for row in on_record(office, "signin.proved-anew")] == ["unlocked"]
    thief = office.browser()
    take_up(thief, office, before)
    assert thief.get(LOCK, htmx=True).status_code == 401


@pytest.mark.parametrize("wrong", ["password", "code", "nothing"])
def test_nobody_else_opens_it(office: Office, left_alone: tuple[Browser, Member], wrong: str) -> None:
    browser, dispatcher = left_alone
    given = {"password": PASSWORD, "code": code_of(office, dispatcher)}
    given = given | {wrong: "something else"} if wrong != "nothing" else {}

    answer = browser.post(LOCK, given)

    assert answer.status_code == 422
    assert answer.json["message"]
    assert browser.get(LOCK).json["locked"] is True
    assert browser.get("/hits/").status_code == 303


def test_twelve_hours_after_signing_in_it_is_over(office: Office, left_alone: tuple[Browser, Member]) -> None:
    browser, dispatcher = left_alone
    office.clock.move(hours=11, minutes=30)

    assert browser.get(LOCK, htmx=True).status_code == 401
    given = {"password": PASSWORD, "code": code_of(office, dispatcher)}
    assert browser.post(LOCK, given).status_code in (400, 401)


def test_nobody_elses_session_is_ever_locked(office: Office) -> None:
    browser = office.browser(office.hire("patrol_officer"))
    office.clock.move(minutes=15)

    assert browser.get(LOCK, htmx=True).status_code == 401


def test_no_refused_try_opens_it(office: Office, left_alone: tuple[Browser, Member]) -> None:
    """Neither a name that is nobody's, given at the sign-in page, nor tries past the fifth."""
    browser, _ = left_alone

    assert browser.post("/sign-in", {"user_name": "nobody.here", "password": PASSWORD}).status_code in (
        303,
        422,
    )
    for _ in range(7):
        browser.post(LOCK, {"password": "not the password at all", "code": "000000"})

    assert browser.get(LOCK).json["locked"] is True
    assert browser.get("/account/sessions").status_code == 303


def test_a_wrong_code_costs_one_try_and_the_right_one_then_opens_it(
    office: Office, left_alone: tuple[Browser, Member]
) -> None:
    browser, dispatcher = left_alone

    for _ in range(3):
        assert browser.post(LOCK, {"password": PASSWORD, "code": "000000"}).status_code == 422

    answer = browser.post(LOCK, {"password": PASSWORD, "code": code_of(office, dispatcher)})
    assert answer.status_code == 200
