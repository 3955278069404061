"""Set-up on screen: each kind of answer has its input, what does not fit comes back to the form, all is dated."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.models import SetupAnswer
from portal.services.setup import answer_all, answers, effective_profile
from portal.views.setup import WAYS
from portal.web.system_work import open_work, system_actor
from tests.clock import Clock
from tests.office import Browser, Office
from tests.services.reads_on_file import authorise, reading

BASIS = "Resolution 2026-14 of the City Council"
TITLES = [
    {"key": "captain", "name": "Captain", "tier": "full", "section": "462.2"},
    {"key": "dispatcher", "name": "Dispatcher", "tier": "limited", "section": "462.2"},
]
FOUNDING = {"titles": TITLES, "duties.administrator.posts": ["patrol_captain"]}


@pytest.fixture
def agency() -> str:
    return "west-covina"


@pytest.fixture
def captain(app: Flask, office: Office) -> Browser:
    with open_work(app, system_actor("test")) as work:
        answer_all(work, FOUNDING, "Order 12 of the Chief")
    return office.browser(office.hire("captain", "patrol_captain", user_name="ada.captain"))


def given(app: Flask) -> dict[str, Any]:
    with reading(app) as session:
        found = answers(session)
    return {key: value for key, value in found.items() if FOUNDING.get(key) != value}


def put(browser: Browser, key: str, **fields: Any) -> Any:
    return browser.post(f"/setup/questions/{key}", {"basis": BASIS} | fields)


@pytest.mark.parametrize(
    ("key", "fields", "kept"),
    [
        (
            "retention.sources.server.minimum",
            {"number": "1", "unit": "years"},
            {"retention.sources.server.minimum": {"years": 1}},
        ),
        (
            "retention.sources.server.basis",
            {"text": "Government Code 34090.6"},
            {"retention.sources.server.basis": "Government Code 34090.6"},
        ),
        (
            "retention.legal_basis",
            {"law": "Government Code 34090.6"},
            {"retention.legal_basis": "Government Code 34090.6"},
        ),
        (
            "retention.legal_basis",
            {"other": "Vehicle Code 2413"},
            {"retention.legal_basis": "Vehicle Code 2413"},
        ),
        ("audit.cadence", {"choice": "quarterly"}, {"audit.cadence": "quarterly"}),
        ("incident.required", {"choice": "yes"}, {"incident.required": True}),
        ("duties.dispatch.titles", {"titles": ["dispatcher"]}, {"duties.dispatch.titles": ["dispatcher"]}),
        (
            "duties.audit_director.posts",
            {"posts": ["patrol_captain"]},
            {"duties.audit_director.posts": ["patrol_captain"]},
        ),
        (
            "duties.audit_director.posts",
            {"new_post": "Inspector General", "rank": "captain"},
            {
                "posts.inspector_general": {
                    "title": "Inspector General",
                    "section": "462.5(e)",
                    "rank": "captain",
                },
                "duties.audit_director.posts": ["inspector_general"],
            },
        ),
        (
            "duties.audit_director.posts",
            {"new_post": "patrol captain"},
            {"duties.audit_director.posts": ["patrol_captain"]},
        ),
    ],
)
def test_each_kind_of_answer_is_taken_as_its_input_gives_it(
    app: Flask, captain: Browser, key: str, fields: dict[str, Any], kept: dict[str, Any]
) -> None:
    page = captain.get(f"/setup/questions/{key}")
    assert page.status_code == 200
    assert all(f'name="{name}"' in page.text for name in fields)

    sent = put(captain, key, **fields)

    assert (sent.status_code, sent.location) == (303, "/setup")
    assert given(app) == kept
    overview = captain.get("/setup").text
    assert "ada" in overview.lower()
    assert BASIS in overview
    assert BASIS in captain.get(f"/setup/questions/{key}").text


def test_titles_are_edited_row_by_row_and_keep_their_keys(app: Flask, captain: Browser) -> None:
    page = captain.get("/setup/questions/titles").text
    assert 'value="Captain"' in page

    rows = {
        "key_0": "captain", "name_0": "Captain of Police", "tier_0": "full",
        "key_1": "dispatcher", "name_1": "", "tier_1": "limited",
        "key_2": "", "name_2": "Records Clerk", "tier_2": "none",
    }  # fmt: skip
    assert put(captain, "titles", **rows).status_code == 303

    assert given(app)["titles"] == [
        {"key": "captain", "name": "Captain of Police", "tier": "full", "section": "462.2"},
        {"key": "records_clerk", "name": "Records Clerk", "tier": "none", "section": "Civil Code 1798.90.51(b)(2)(B)"},
    ]  # fmt: skip


def test_more_rows_are_shown_when_asked_for(captain: Browser) -> None:
    assert captain.get("/setup/questions/titles").text.count('name="name_') == 7
    assert captain.get("/setup/questions/titles?rows=30").text.count('name="name_') == 30
    assert captain.get("/setup/questions/titles?rows=100000").text.count('name="name_') == 200


@pytest.mark.parametrize(
    ("key", "fields", "said"),
    [
        ("retention.sources.server.minimum", {"number": "0", "unit": "years"}, "Give a number from 1"),
        ("retention.sources.server.minimum", {"number": "long", "unit": "years"}, "Not a valid integer value"),
        ("retention.sources.server.basis", {"text": " "}, "Fill this in."),
        ("retention.legal_basis", {"other": "the law"}, "is no citation of law; write it as in"),
        ("retention.legal_basis", {}, "Choose a law or name another"),
        ("audit.cadence", {}, "Choose one."),
        ("audit.cadence", {"choice": "sometimes"}, "Not a valid choice"),
        ("duties.dispatch.titles", {}, "Choose a title at least."),
        ("duties.audit_director.posts", {}, "Choose a post, or name another."),
        ("duties.administrator.posts", {"posts": ["day_to_day_administrator"]}, "Nobody holds any of these posts"),
        ("titles", {"name_0": ""}, "Name a title at least."),
        ("titles", {"key_0": "", "name_0": "Sheriff", "tier_0": "royal"}, "Not a valid choice"),
        ("audit.cadence", {"choice": "yearly", "basis": ""}, "Fill this in."),
        ("audit.cadence", {"choice": "yearly", "basis": "-"}, "Name what the answer rests on"),
    ],
)  # fmt: skip
def test_what_does_not_fit_comes_back_to_the_form_and_is_not_kept(
    app: Flask, captain: Browser, key: str, fields: dict[str, Any], said: str
) -> None:
    for htmx in (False, True):
        sent = captain.post(f"/setup/questions/{key}", {"basis": BASIS} | fields, htmx=htmx)
        assert sent.status_code == 422
        assert said in sent.text
    assert given(app) == {}


def test_a_title_others_refer_to_cannot_vanish_from_the_list(app: Flask, captain: Browser) -> None:
    assert put(captain, "duties.dispatch.titles", titles=["dispatcher"]).status_code == 303
    sent = put(captain, "titles", key_0="captain", name_0="Captain", tier_0="full")
    assert sent.status_code == 422
    assert "duties.dispatch.titles.0" in sent.text
    with reading(app) as session:
        assert len(session.scalars(select(SetupAnswer).where(SetupAnswer.key == "titles")).all()) == 1


def test_a_suggestion_is_shown_and_never_preset(captain: Browser) -> None:
    page = captain.get("/setup/questions/audit.cadence").text
    assert "What suggests itself" in page
    assert "checked" not in page
    assert 'value="1"' not in captain.get("/setup/questions/retention.sources.server.minimum").text


def test_a_question_says_which_law_needs_it_and_what_is_off(captain: Browser) -> None:
    page = captain.get("/setup/questions/retention.sources.server.minimum").text
    for said in (
        "Civil Code 1798.90.51(b)(2)(G)",
        "462.4",
        "nothing of this source is destroyed",
        "Not answered",
    ):
        assert said in page


def test_earlier_answers_are_shown_as_superseded(captain: Browser, clock: Clock) -> None:
    put(captain, "audit.cadence", choice="yearly", basis="Memo of January")
    clock.move(minutes=1)
    put(captain, "audit.cadence", choice="quarterly", basis="Memo of March")
    page = captain.get("/setup/questions/audit.cadence").text
    assert page.index("Memo of March") < page.index("Memo of January")
    assert "In force" in page
    assert "Superseded" in page


def test_an_answer_is_in_force_at_once(app: Flask, captain: Browser) -> None:
    put(captain, "audit.cadence", choice="yearly")
    with reading(app) as session:
        assert effective_profile(session, "west-covina").audit.cadence == "yearly"
    assert "How often is the system audited?" not in captain.get("/").text


@pytest.mark.parametrize(
    "key", ["nowhere", "search.case_number", "posts", "retention.sources.*.minimum", "a.b.c"]
)
def test_an_unknown_question_is_not_found(captain: Browser, key: str) -> None:
    assert captain.get(f"/setup/questions/{key}").status_code == 404
    assert captain.post(f"/setup/questions/{key}", {"basis": BASIS}).status_code == 404


def test_nobody_else_may_look_or_answer(office: Office, captain: Browser) -> None:
    dispatcher = office.browser(office.hire("dispatcher"))
    for path in ("/setup", "/setup/go-live", "/setup/questions/audit.cadence"):
        assert dispatcher.get(path).status_code == 403
    assert put(dispatcher, "audit.cadence", choice="yearly").status_code == 403


@pytest.mark.parametrize("agency", ["barstow"])
def test_whoever_receives_the_report_sees_and_does_not_answer(
    app: Flask, office: Office, agency: str
) -> None:
    chief = office.browser(office.hire("chief_of_police", "chief_of_police"))
    page = chief.get("/setup/questions/account_review.cadence")
    assert page.status_code == 200
    assert "<textarea" not in page.text
    assert put(chief, "account_review.cadence", choice="yearly").status_code == 403
    assert "No question is open" in chief.get("/setup").text


def test_while_no_post_administers_the_work_list_tells_how_to_begin(app: Flask, office: Office) -> None:
    with open_work(app, system_actor("test")) as work:
        answer_all(work, {"titles": TITLES}, "Order 12 of the Chief")
    page = office.browser(office.hire("captain", "patrol_captain")).get("/").text
    assert "Nobody can answer on screen yet" in page
    assert "flask agency answer west-covina duties.administrator.posts" in page
    assert "/setup/questions/" not in page, "no link that would be refused"


def test_the_work_list_leads_to_each_question(captain: Browser) -> None:
    page = captain.get("/").text
    assert 'href="/setup/questions/audit.cadence"' in page
    assert "Nobody can answer on screen yet" not in page


def test_the_checklist_tells_what_is_missing_and_leads_there(app: Flask, captain: Browser) -> None:
    page = captain.get("/setup/go-live").text
    assert "in the way of going live" in page
    assert "No meeting is on record." in page
    assert 'href="/setup"' in page
    put(captain, "retention.sources.server.minimum", number="1", unit="years")
    assert 'href="/retention/authorities/new"' in captain.get("/setup/go-live").text
    authorise(app)
    assert "Resolution 2020-14 is on file." in captain.get("/setup/go-live").text


def test_every_next_step_leads_to_a_page_or_to_one_built_beside_it(app: Flask) -> None:
    assert set(WAYS.values()) <= set(app.view_functions)
