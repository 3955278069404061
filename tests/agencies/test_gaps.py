"""What a text leaves open is read from the profile itself: an empty list, or a key left out."""

from typing import Any

import pytest

from portal.access import Duty
from portal.agencies import gaps, load
from portal.agencies.law import questions
from tests.agencies.conftest import raw

BY_TITLES = {"dispatch", "supervisor"}  # duties set-up asks titles for, not posts


def left_open(document: dict[str, Any]) -> set[str]:
    duties = {
        f"duties.{duty}.{'titles' if duty in BY_TITLES else 'posts'}"
        for duty, assignment in document["duties"].items()
        if not assignment.get("posts") and not assignment.get("titles") and "same_as" not in assignment
    }
    sources = {
        f"retention.sources.{key}.{name}"
        for key, source in document["retention"]["sources"].items()
        for name in ("minimum", "basis")
        if name not in source
    }
    single = {
        "titles": not document["titles"],
        "audit.cadence": "cadence" not in document["audit"],
        "retention.legal_basis": "legal_basis" not in document["retention"],
    }
    return duties | sources | {key for key, is_open in single.items() if is_open}


def test_the_gaps_are_what_the_text_leaves_open(slug: str) -> None:
    found = gaps(load(slug))
    assert {gap.key for gap in found} == left_open(raw(slug))
    assert len({gap.key for gap in found}) == len(found)


def test_each_gap_asks_names_its_law_its_section_and_what_stops(slug: str) -> None:
    number = load(slug).policy.number
    for gap in gaps(load(slug)):
        assert gap.question.endswith("?")
        assert gap.stops.endswith(".")
        assert gap.law.startswith(("Civil Code 1798.90.5", "CJIS "))
        assert gap.section.startswith((f"{number}.", "Civil Code "))


def test_the_richest_text_leaves_nothing_open() -> None:
    assert gaps(load("barstow")) == []


def test_the_demo_answers_everything_but_what_it_keeps_open_to_show(slug: str) -> None:
    kept_open = {
        "fresno": {"duties.administrator.posts"},
        "west-covina": {
            "retention.sources.server.minimum",
            "retention.sources.server.basis",
            "retention.legal_basis",
        },
    }
    profile = load(slug)
    answered = profile.with_answers(profile.demo.answers)
    assert {gap.key for gap in gaps(answered)} == kept_open.get(slug, set())


def test_unanswered_retention_stops_the_purge() -> None:
    stops = {gap.key: gap.stops for gap in gaps(load("west-covina"))}
    assert stops["retention.sources.server.minimum"].startswith("Purge")


def test_an_answer_closes_its_gap() -> None:
    profile = load("west-covina").with_answers({"retention.sources.server.minimum": {"years": 1}})
    assert "retention.sources.server.minimum" not in {gap.key for gap in gaps(profile)}


@pytest.mark.parametrize("duty", list(Duty))
def test_there_is_a_question_for_every_duty_a_text_may_leave_open(duty: Duty) -> None:
    assert any(question.key.startswith(f"duties.{duty}.") for question in questions())
