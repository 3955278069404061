"""Exceptions on screen: signed by the administrator, seen by the auditor, refused where the policy says shall."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.agencies.profile import load
from portal.models import PolicyException
from tests.clock import START, Clock
from tests.office import Browser, Member, Office
from tests.services.doing import on_record
from tests.services.reads_on_file import reading

PAGE = "/policy/exceptions"
REASON = "The server is being replaced, and its log arrives in spring."


def first(modality: str) -> tuple[str, str]:
    """The first clause and control that the agency's profile binds so."""
    return next(
        (binding.id, control)
        for binding in load("barstow").clauses
        for control in binding.controls
        if binding.modality_of(control) == modality
    )


SHOULD, SHALL, IF_PRACTICABLE = first("should"), first("shall"), first("if_practicable")


def form(subject: tuple[str, str] = SHOULD, **changes: str) -> dict[str, str]:
    return {
        "clause": subject[0],
        "control": subject[1],
        "reason": REASON,
        "review_on": f"{(START + timedelta(days=60)).date()}",
    } | changes


@pytest.fixture
def captain(office: Office) -> Member:
    return office.hire("captain", "administrative_division_commander")


@pytest.fixture
def administrator(office: Office, captain: Member) -> Browser:
    return office.browser(captain)


@pytest.fixture
def auditor(office: Office) -> Browser:
    return office.browser(office.hire("chief_of_police", "chief_of_police"))


def kept(app: Flask) -> list[PolicyException]:
    with reading(app) as session:
        return list(session.scalars(select(PolicyException)))


def test_from_the_list_over_the_choice_to_the_form(administrator: Browser) -> None:
    assert "No exception is signed" in administrator.get(PAGE).text
    choice = administrator.get(f"{PAGE}/new").text
    assert SHOULD[0] in choice
    assert f'href="{PAGE}/new?clause={SHALL[0]}&amp;control={SHALL[1]}"' not in choice

    page = administrator.get(f"{PAGE}/new", query_string={"clause": SHOULD[0], "control": SHOULD[1]}).text

    assert f'value="{SHOULD[0]}"' in page
    assert f'value="{SHOULD[1]}"' in page


def test_signed_it_shows_to_the_auditor_with_day_signer_and_post(
    app: Flask, administrator: Browser, auditor: Browser, captain: Member
) -> None:
    answer = administrator.post(PAGE, form())

    assert (answer.status_code, answer.location) == (303, PAGE)
    page = auditor.get(PAGE).text
    post = load("barstow").post("administrative_division_commander").title
    for words in (SHOULD[0], REASON, captain.full_name, post, "2 Nov 2026", "1 Jan 2027", "In force"):
        assert words in page
    assert "End it" not in page
    assert "Sign anew" not in page


@pytest.mark.parametrize(("subject", "said"), [(SHALL, "without exception"), (IF_PRACTICABLE, "each act")])
def test_what_binds_harder_is_refused_with_its_section(
    app: Flask, office: Office, administrator: Browser, subject: tuple[str, str], said: str
) -> None:
    address = {"clause": subject[0], "control": subject[1]}
    for answer in (
        administrator.post(PAGE, form(subject)),
        administrator.get(f"{PAGE}/new", query_string=address),
    ):
        assert answer.status_code == 409
        assert said in answer.text
        assert subject[0] in answer.text
    assert kept(app) == []
    assert [row.outcome for row in on_record(office, "act.refused")] == ["exception.clause-binds"] * 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reason": "policy"}, "in your own words"),
        ({"reason": " "}, "in your own words"),
        ({"review_on": ""}, "Give the day of the review"),
        ({"review_on": "2026-11-02"}, "The day of review lies ahead"),
        ({"review_on": "2027-11-03"}, "2027-11-02 at the latest"),
        ({"clause": ""}, "Choose the clause"),
    ],
)
def test_what_cannot_be_signed_is_sent_back_to_the_form(
    app: Flask, administrator: Browser, wrong: dict[str, str], said: str
) -> None:
    for htmx in (False, True):
        answer = administrator.post(PAGE, form(**wrong), htmx=htmx)
        assert answer.status_code == 422
        assert said in answer.text
    assert kept(app) == []


@pytest.mark.parametrize("wrong", [{"clause": "466.99"}, {"control": "release.kept"}])
def test_what_the_profile_does_not_bind_is_not_there(administrator: Browser, wrong: dict[str, str]) -> None:
    assert administrator.post(PAGE, form(**wrong)).status_code == 404
    address = {name: form(**wrong)[name] for name in ("clause", "control")}
    assert administrator.get(f"{PAGE}/new", query_string=address).status_code == 404


def test_it_is_ended_once(app: Flask, administrator: Browser, auditor: Browser) -> None:
    administrator.post(PAGE, form())
    (row,) = kept(app)

    assert administrator.post(f"{PAGE}/{row.id}/end").status_code == 303
    assert "Ended" in auditor.get(PAGE).text
    assert administrator.post(f"{PAGE}/{row.id}/end").status_code == 409
    assert administrator.post(f"{PAGE}/{'0' * 32}/end").status_code == 404


def test_only_the_administrator_signs_and_ends(app: Flask, administrator: Browser, auditor: Browser) -> None:
    administrator.post(PAGE, form())
    (row,) = kept(app)

    assert auditor.get(f"{PAGE}/new").status_code == 403
    assert auditor.post(PAGE, form()).status_code == 403
    assert auditor.post(f"{PAGE}/{row.id}/end").status_code == 403
    assert kept(app)[0].ended_at is None


def test_its_review_comes_up_on_the_administrators_work_list(
    office: Office, administrator: Browser, captain: Member, clock: Clock
) -> None:
    def work_list(member: Any = captain) -> str:
        return office.browser(member).get("/").text

    administrator.post(PAGE, form())
    clock.move(days=45)
    assert "Exceptions to review" not in work_list()
    clock.move(days=1)
    assert "Exceptions to review" in work_list()
    assert "1 Jan 2027" in work_list()
    assert "Exceptions to review" not in work_list(office.hire("captain"))
    clock.move(days=30)
    assert "Exceptions to review" in work_list(), "past its day it must be signed anew or ended"
    assert "Lapsed" in office.browser(captain).get(PAGE).text
