"""The published text for everybody: each clause with what carries it out, its versions, their changes, as data."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from portal.controls import CONTROLS
from portal.rules.public_page import anchor
from portal.web.system_work import open_work, system_actor
from tests.clock import Clock
from tests.office import Browser
from tests.published import LINK, checked, draft, procedure, publish, sections
from tests.services.doing import PLATE
from tests.services.reads_on_file import receive

FAILING, OFFENDER = "posts.administrator", "0f3c9a51d2b84e67a1c05d9e8b7f6a32"
OLD = [
    {
        "number": "466.1",
        "title": "Aim",
        "clauses": [
            {
                "id": "466.1(para 1)",
                "marker": "",
                "kind": "paragraph",
                "depth": 0,
                "text": "Cameras help the town.",
            },
            {
                "id": "466.1(a)",
                "marker": "(a)",
                "kind": "letter",
                "depth": 1,
                "text": "Nobody looks for a friend.",
            },
        ],
    }
]
NEW = [
    {
        "number": "466.1",
        "title": "Aim and bounds",
        "clauses": [
            {
                "id": "466.1(para 1)",
                "marker": "",
                "kind": "paragraph",
                "depth": 0,
                "text": "Cameras help this town.",
            },
            {
                "id": "466.1(a)",
                "marker": "(a)",
                "kind": "letter",
                "depth": 1,
                "text": "Nobody looks for a friend.",
            },
        ],
    }
]


@pytest.fixture
def in_force(app: Flask, clock: Clock) -> Flask:
    """A text in force, a check of its controls, and a plate on file."""
    receive(app, clock.now, PLATE)
    publish(app)
    checked(app, failing=FAILING, offenders=[OFFENDER])
    procedure(app)
    return app


def look(app: Flask, path: str = "/policy") -> str:
    answer = Browser(app.test_client()).get(path)
    assert answer.status_code == 200
    return answer.text


def test_each_clause_stands_there_with_what_carries_it_out(in_force: Flask) -> None:
    page = look(in_force)
    with open_work(in_force, system_actor("test")) as work:
        bound = work.profile.bindings()

    assert len(bound) > 40
    for number, (clause, binding) in enumerate(bound.items()):
        block = page.partition(f'id="{anchor(clause)}"')[2].partition('<div class="clause clause--')[0]
        assert f"Invented clause {number}." in block
        missing = [key for key in binding.controls if CONTROLS[key].does.replace("'", "&#39;") not in block]
        assert missing == []
        assert f'href="#{anchor(clause)}"' in page
        assert "2 Nov 2026" in block


def test_a_control_that_is_not_kept_is_told_in_words_and_by_number_alone(in_force: Flask) -> None:
    for path in ("/policy", "/policy?lang=es", "/policy.json"):
        text = look(in_force, path)
        assert OFFENDER not in text
        assert PLATE not in text
        assert "Proposer" not in text
        assert "Decider" not in text
    assert "Not kept" in look(in_force)
    assert "No se cumple" in look(in_force, "/policy?lang=es")


def test_a_rule_in_plain_words_leads_to_its_clause(in_force: Flask) -> None:
    page = look(in_force)
    ids = set(re.findall(r'\bid="([^"]+)"', page))
    targets = re.findall(r'class="section-ref" href="#([^"]+)"', page)

    assert len(targets) > 10
    assert set(targets) <= ids


def test_an_anchor_is_an_id_that_any_link_can_carry(in_force: Flask) -> None:
    with open_work(in_force, system_actor("test")) as work:
        anchors = [anchor(clause) for clause in work.profile.bindings()]

    assert len(set(anchors)) == len(anchors)
    assert [each for each in anchors if not re.fullmatch(r"s[A-Za-z0-9._-]+", each)] == []
    assert anchor("466.7(a)(1)") == "s466.7-a-1"
    assert anchor("438.7(bullet 2)") == "s438.7-bullet-2"
    assert anchor("466.10/2(a)") == "s466.10_2-a"


def test_a_draft_is_nowhere(app: Flask, clock: Clock) -> None:
    with open_work(app, system_actor("test")) as work:
        number = draft(work, sections(work, words="Only drafted."), clock.now.date()).number
    browser = Browser(app.test_client())

    assert browser.get(f"/policy/versions/{number}").status_code == 404
    assert browser.get(f"/policy/versions/{number}/changes/{number}").status_code == 404
    for path in ("/policy", "/policy/versions", "/policy/completeness", "/policy.json"):
        assert "Only drafted." not in look(app, path)
    assert "No version is published yet" in look(app, "/policy/versions")


def test_every_published_version_stays_readable_with_its_dates_and_meeting(app: Flask, clock: Clock) -> None:
    first = publish(app, text=OLD, effective_on=clock.now.date() - timedelta(days=40))
    second = publish(app, text=NEW)
    later = publish(app, words="Of next month.", effective_on=clock.now.date() + timedelta(days=30))

    listed = look(app, "/policy/versions")
    assert listed.count("In force<") == 1
    assert re.search(rf'versions/{second}">{second}</a> <span[^>]*>In force<', listed)
    assert f"/policy/versions/{second}/changes/{later}" in listed
    assert listed.count(LINK) == 3
    old = look(app, f"/policy/versions/{first}")
    assert "Cameras help the town." in old
    assert "not the one in force" in old
    assert 'id="s466.1-a"' in old
    assert "23 Sep 2026" in old
    assert "Cameras help this town." in look(app)
    assert "Of next month." in look(app, f"/policy/versions/{later}")


def test_the_changes_are_marked_as_words_that_came_and_went(app: Flask) -> None:
    old, new = publish(app, text=OLD), publish(app, text=NEW)

    changes = look(app, f"/policy/versions/{old}/changes/{new}")

    assert re.sub(r"\s+", " ", changes).count("Cameras help <del>the</del> <ins>this</ins> town.") == 1
    assert "<del>Aim</del> <ins>Aim and bounds</ins>" in changes
    assert "1 clause is the same in both." in changes
    assert "Nobody looks for a friend." not in changes
    back = look(app, f"/policy/versions/{new}/changes/{old}")
    assert "<del>this</del> <ins>the</ins>" in back
    assert "No clause differs" in look(app, f"/policy/versions/{new}/changes/{new}")


def test_what_the_law_asks_for_stands_with_the_clauses_that_cover_it(in_force: Flask) -> None:
    page = look(in_force, "/policy/completeness")

    assert page.count("<tr id=") == 12
    assert "Civil Code 1798.90.51(b)(2)(E)" in page
    for status in ("Covered", "Thin"):
        assert status in page
    targets = set(re.findall(r'href="/policy#([^"]+)"', page))
    assert len(targets) > 10
    assert targets <= set(re.findall(r'\bid="([^"]+)"', look(in_force)))


def test_only_an_address_of_the_web_is_made_a_link(app: Flask) -> None:
    procedure(app, "Sound", link=LINK)
    procedure(app, "Unsound", link="javascript:alert(1)")

    page = look(app)

    assert "Unsound" in page
    assert LINK in page
    assert "javascript" not in page


def test_the_data_tell_the_same_as_the_page(in_force: Flask) -> None:
    told: dict[str, Any] = in_force.test_client().get("/policy.json").get_json()

    assert set(told) == {
        "agency", "policy", "day", "version", "versions", "custodian", "titles", "training", "purposes", "retention",
        "audit", "rules", "checked_at", "counts", "sections", "last_purge", "procedures", "completeness",
        "open_questions",
    }  # fmt: skip
    assert told["version"]["number"] == 1
    assert told["version"]["meeting_link"] == LINK
    clauses = [clause for section in told["sections"] for clause in section["clauses"]]
    assert set(clauses[0]) == {"id", "anchor", "text", "depth", "modality", "controls"}
    assert set(clauses[0]["controls"][0]) == {
        "control",
        "kind",
        "does",
        "status",
        "evidence",
        "count",
        "checked_at",
    }
    states = {each["control"]: each["status"] for clause in clauses for each in clause["controls"]}
    assert states.pop(FAILING) == "fail"
    assert set(states.values()) == {"pass"}
    assert told["counts"] == {
        "pass": len(states), "fail": 1, "unanswered": 0, "off": 0, "unchecked": 0, "unknown": 0
    }  # fmt: skip
    assert told["checked_at"] == "2026-11-02T17:00:00+00:00"
    assert {each["status"] for each in told["completeness"]} <= {"covered", "thin", "missing"}


def test_without_a_text_each_clause_is_told_by_its_number(app: Flask) -> None:
    page = look(app)
    with open_work(app, system_actor("test")) as work:
        missing = [clause for clause in work.profile.bindings() if f"§ {clause}<" not in page]

    assert missing == []
    assert "has not been published here yet" in page
    assert "Not checked yet" in page
