"""The pages of posts: who holds them, their history, and changes that take two people."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.models import PostHeld, Proposal
from tests.clock import Clock
from tests.office import Browser, Member, Office
from tests.services.changing_posts import ADC, AIDE, CHIEF, ODC, ORDER, RECORDS, TRAINING, confirmed, proposed
from tests.services.doing import on_record

POSTS = "/people/posts"
DAY = timedelta(days=1)


@pytest.fixture
def chief(office: Office) -> Member:
    return office.hire("chief_of_police", CHIEF, user_name="the.chief")


@pytest.fixture
def adc(office: Office) -> Member:
    return office.hire("captain", ADC, user_name="ada.adc")


def ask(browser: Browser, post: str, to: Member, *, htmx: bool = False, **fields: str) -> TestResponse:
    form = {"person_id": to.person_id, "basis": ORDER} | fields
    return browser.post(f"{POSTS}/{post}/changes", form, htmx=htmx)


def seen_on(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert found
    return found[1]


def given(app: Flask, post: str) -> list[PostHeld]:
    with app.extensions["open_reading"]() as session:
        return list(session.scalars(select(PostHeld).where(PostHeld.post == post)).all())


def test_a_post_goes_from_the_form_over_a_second_person_to_its_history(
    office: Office, clock: Clock, chief: Member, adc: Member
) -> None:
    clerk = office.hire("lieutenant", user_name="lou.clerk")
    proposer, second = office.browser(adc), office.browser(chief)
    assert "Lou Clerk, Lieutenant" in proposer.get(f"{POSTS}/{RECORDS}/changes/new").text

    asked = ask(proposer, RECORDS, clerk)
    assert asked.status_code == 303
    assert "Lou Clerk is to be Custodian of Records" in second.get("/").text
    assert given(office.app, RECORDS) == []

    page = second.get(asked.location)
    answer = second.post(f"{asked.location}/confirmation", {"seen": seen_on(page.text)})
    assert (answer.status_code, answer.location) == (303, f"{POSTS}/{RECORDS}")

    history = second.get(answer.location).text
    assert "Lou Clerk" in history
    assert ORDER in history
    assert "Ada Adc" in history
    assert "The Chief (Chief of Police)" in history
    assert "<svg" in history
    assert "Confirmed" in proposer.get(asked.location).text


def test_the_list_shows_who_holds_what_to_members_and_to_nobody_else(
    office: Office, clock: Clock, chief: Member, adc: Member
) -> None:
    sergeant = office.hire("sergeant")
    confirmed(office, chief, proposed(office, adc, ODC, sergeant, acting=True, until=clock.now + DAY))
    proposal = proposed(office, adc, RECORDS, sergeant)
    officer = office.browser(office.hire("patrol_officer"))

    page = officer.get(POSTS)

    assert page.status_code == 200
    for text in (sergeant.full_name, "Acting", "Vacant", "Nobody on shift", "Hotlist approver", "466.11"):
        assert text in page.text
    assert f"/changes/{proposal}" not in page.text, "an officer decides no change"
    assert "/changes/new" not in officer.get(f"{POSTS}/{RECORDS}").text
    assert office.browser().get(POSTS).status_code == 303
    assert office.browser(office.hire("vendor_technician")).get(POSTS).status_code == 403


def test_a_post_nobody_has_held_says_so(office: Office, adc: Member) -> None:
    assert "Nobody has held this post yet" in office.browser(adc).get(f"{POSTS}/{RECORDS}").text
    assert office.browser(adc).get(f"{POSTS}/grand-vizier").status_code == 404


@pytest.mark.parametrize(
    ("post", "fields", "said"),
    [
        (RECORDS, {"person_id": ""}, "Choose who is to hold it"),
        (RECORDS, {"person_id": "0" * 32}, "Not a valid choice"),
        (RECORDS, {"basis": ""}, "Fill this in"),
        (RECORDS, {"basis": "see report"}, "by which order, letter or roster"),
        (RECORDS, {"acting": "y"}, "Give the end"),
        (RECORDS, {"since": "2026-11-01T09:00"}, "never changed backwards"),
        (RECORDS, {"until": "2026-11-01T09:00"}, "The end must come after the beginning"),
        (RECORDS, {"until": "tomorrow"}, "Not a valid datetime value"),
        (AIDE, {"until": "2027-11-02T09:01"}, "a year at most"),
        (ODC, {}, "asks for the title Captain"),
    ],
)
def test_what_is_wrong_with_a_proposal_is_said_at_its_field(
    office: Office, adc: Member, post: str, fields: dict[str, str], said: str
) -> None:
    clerk = office.hire("lieutenant")
    for htmx in (False, True):
        answer = ask(office.browser(adc), post, clerk, htmx=htmx, **fields)
        assert answer.status_code == 422
        assert said in answer.text
    with office.app.extensions["open_reading"]() as session:
        assert session.scalars(select(Proposal)).all() == []


def test_the_agencys_clock_counts(office: Office, clock: Clock, chief: Member, adc: Member) -> None:
    """It is nine in the morning at the agency."""
    clerk = office.hire("lieutenant")
    asked = ask(office.browser(adc), RECORDS, clerk, since="2026-11-02T12:00", until="2026-11-20T17:30")
    confirmed(office, chief, asked.location.rpartition("/")[2])

    (row,) = given(office.app, RECORDS)
    assert (row.since, row.until) == (
        clock.now + timedelta(hours=3),
        clock.now + 18 * DAY + timedelta(hours=8, minutes=30),
    )


def test_nobody_confirms_what_they_proposed_or_receive_by_whatever_post(
    office: Office, chief: Member, adc: Member
) -> None:
    trainer = office.hire("corporal", TRAINING)
    asked = ask(office.browser(adc), RECORDS, trainer).location
    seen = seen_on(office.browser(chief).get(asked).text)

    for member in (adc, trainer):
        browser = office.browser(member)
        page = browser.get(asked)
        assert page.status_code == 200
        assert f"{asked}/confirmation" not in page.text
        assert browser.post(f"{asked}/confirmation", {"seen": seen}).status_code == 409
    assert given(office.app, RECORDS) == []
    assert [row.outcome for row in on_record(office, "act.refused")] == ["proposal.own", "post.receiver"]


def test_a_page_out_of_date_confirms_nothing(office: Office, chief: Member, adc: Member) -> None:
    asked = ask(office.browser(adc), RECORDS, office.hire("lieutenant")).location

    assert office.browser(chief).post(f"{asked}/confirmation", {"seen": "0" * 64}).status_code == 409
    assert given(office.app, RECORDS) == []


def test_a_change_is_refused_with_its_reason_or_withdrawn_by_its_maker(
    office: Office, chief: Member, adc: Member
) -> None:
    clerk = office.hire("lieutenant")
    proposer, second = office.browser(adc), office.browser(chief)
    first, other = ask(proposer, RECORDS, clerk).location, ask(proposer, RECORDS, clerk).location

    seen = seen_on(second.get(first).text)
    too_long = second.post(f"{first}/refusal", {"seen": seen, "reason": "x" * 201})
    assert too_long.status_code == 422
    assert second.post(f"{first}/refusal", {"seen": seen, "reason": "After the audit."}).status_code == 303
    assert "After the audit." in second.get(first).text

    assert second.post(f"{other}/withdrawal").status_code == 403
    assert proposer.post(f"{other}/withdrawal").status_code == 303
    assert "Withdrawn" in second.get(other).text
    assert given(office.app, RECORDS) == []


def test_a_holding_ends_by_two_people(office: Office, clock: Clock, chief: Member, adc: Member) -> None:
    holding = confirmed(office, chief, proposed(office, adc, RECORDS, office.hire("lieutenant")))
    proposer, second = office.browser(adc), office.browser(chief)
    address = f"{POSTS}/holdings/{holding}/ending"
    clock.move(minutes=10)
    assert proposer.get(address).status_code == 200
    for fields, said in (({}, "Fill this in"), ({"basis": ORDER, "at": "2026-11-01T09:00"}, "backwards")):
        answer = proposer.post(address, fields)
        assert answer.status_code == 422
        assert said in answer.text

    asked = proposer.post(address, {"basis": ORDER})
    assert asked.status_code == 303
    office.proves(second)
    second.post(f"{asked.location}/confirmation", {"seen": seen_on(second.get(asked.location).text)})

    (row,) = given(office.app, RECORDS)
    assert row.until == clock.now
    assert "Ended by Ada Adc and The Chief" in second.get(f"{POSTS}/{RECORDS}").text


def test_the_work_list_of_the_administrator_names_vacancies_and_ends(
    office: Office, clock: Clock, chief: Member, adc: Member
) -> None:
    aide = office.hire("lieutenant")
    confirmed(office, chief, proposed(office, adc, AIDE, aide, until=clock.now + 10 * DAY))

    page = office.browser(adc).get("/").text
    assert f"{aide.full_name}, delegated, holds it for a while only" in page
    assert f'href="{POSTS}/{RECORDS}"' in page
    assert f'href="{POSTS}/{RECORDS}"' not in office.browser(chief).get("/").text


def test_the_untrained_still_see_what_waits_of_posts(office: Office, adc: Member) -> None:
    """Posts are no plate data."""
    untrained = office.hire("chief_of_police", CHIEF, trained=False)
    ask(office.browser(adc), RECORDS, office.hire("lieutenant"))

    assert "Changes of posts that wait for me" in office.browser(untrained).get("/").text
