"""Completeness is what the law asks for against what the text says; an answer completes it from its day on."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from portal.agencies import load, slugs
from portal.agencies.law import rule_set
from portal.ledger import Action
from portal.models import PolicyVersion, PublicMeeting
from portal.services import setup
from portal.services.policy.completeness import Found, completeness, of
from portal.services.work import Work
from portal.web.system_work import open_work, system_actor
from tests.clock import Clock

AGENCIES = ("coronado", "fresno", "barstow", "piedmont", "west-covina")
YES, THIN, NO = "covered", "thin", "missing"

TABLE = {
    # what the five texts say of each element, and in which sections: read from the texts by hand, in this order
    "purposes": (
        (YES, "426.3 426.5"),
        (YES, "430.2 430.3"),
        (YES, "466.3 466.4"),
        (YES, "438.2 438.3"),
        (YES, "462.1 462.3"),
    ),
    "titles": ((NO, ""), (NO, ""), (YES, "466.10"), (NO, ""), (NO, "")),
    "training": (
        (THIN, "426.4 426.5"),
        (THIN, "430.3 430.8"),
        (YES, "466.8"),
        (YES, "438.7"),
        (THIN, "462.3"),
    ),
    "monitoring": ((THIN, "426.7"), (THIN, "430.5"), (YES, "466.6"), (THIN, "438.5"), (THIN, "462.5")),
    "audits": ((THIN, "426.7"), (THIN, "430.5"), (YES, "466.6"), (THIN, "438.5"), (THIN, "462.5")),
    "sharing": ((YES, "426.8"), (YES, "430.7"), (YES, "466.7"), (THIN, "438.9"), (THIN, "462.4")),
    "custodian": (
        (YES, "426.3 426.3.1 426.6"),
        (THIN, "430.2 430.2.1 430.4"),
        (YES, "466.3 466.3.1 466.5 466.6 466.10"),
        (YES, "438.2 438.2.1 438.4"),
        (THIN, "462.2"),
    ),
    "accuracy": (
        (THIN, "426.5"),
        (THIN, "430.3"),
        (THIN, "466.4 466.6 466.9"),
        (THIN, "438.3"),
        (THIN, "462.3"),
    ),
    "retention": ((YES, "426.6"), (YES, "430.4"), (YES, "466.5"), (YES, "438.4"), (NO, "")),
    "destruction": (
        (THIN, "426.3.1 426.6"),
        (THIN, "430.2.1 430.4"),
        (THIN, "466.3.1 466.5"),
        (THIN, "438.2.1 438.4"),
        (NO, ""),
    ),
    "posting": ((YES, "426.3.1"), (YES, "430.2.1"), (YES, "466.3.1"), (YES, "438.2.1"), (NO, "")),
    "meeting": ((NO, ""), (NO, ""), (NO, ""), (NO, ""), (NO, "")),
}

ANSWERED = datetime(2026, 7, 4, 3, 0, tzinfo=UTC)
"""Still the third of July in California."""
DAY = date(2026, 7, 3)
TITLE = {"key": "captain", "name": "Captain", "tier": "full", "section": "Civil Code 1798.90.51(b)(2)(B)"}
TURNS = [
    ("fresno", "custodian", {"duties.administrator.posts": ["administrative_services_bureau_commander"]}),
    ("west-covina", "custodian", {"duties.administrator.posts": ["patrol_captain"]}),
    ("west-covina", "retention", {"retention.sources.server.minimum": {"years": 1}}),
    *[(slug, "titles", {"titles": [TITLE]}) for slug in AGENCIES if slug != "barstow"],
    *[(slug, "audits", {"audit.cadence": "quarterly"}) for slug in AGENCIES if slug != "barstow"],
]


def judged(
    slug: str, answers: Mapping[str, object] | None = None, meeting_on: date | None = None
) -> dict[str, Found]:
    profile = load(slug).with_answers(answers or {})
    found = completeness(profile, set(profile.bindings()), dict.fromkeys(answers or {}, ANSWERED), meeting_on)
    return {each.element.key: each for each in found}


def sections(found: Found) -> list[str]:
    return list(dict.fromkeys(clause.split("(")[0].split("/")[0] for clause in found.clauses))


@pytest.mark.parametrize("key", TABLE)
def test_an_element_is_covered_thin_or_missing_as_the_five_texts_are(key: str) -> None:
    found = [judged(slug)[key] for slug in AGENCIES]
    assert tuple((each.status, " ".join(sections(each))) for each in found) == TABLE[key]
    assert {each.answered_on for each in found} == {None}


def test_every_element_of_the_law_is_judged_in_its_order() -> None:
    assert list(judged("barstow")) == [element.key for element in rule_set().elements] == list(TABLE)


@pytest.mark.parametrize("slug", slugs())
def test_what_is_not_covered_says_what_is_lacking(slug: str) -> None:
    for found in judged(slug).values():
        assert found.note.endswith(".") == (found.status != YES)


def test_a_text_that_speaks_of_a_thing_and_leaves_it_open_is_told_from_one_that_is_silent() -> None:
    assert judged("west-covina")["retention"].note == "Left open by 462.4(para 2)."
    assert judged("west-covina")["posting"].note == "The text does not speak of it."
    assert judged("coronado")["titles"].note == "Left open by 426.3.1(a)."


@pytest.mark.parametrize(("slug", "element", "answers"), TURNS)
def test_an_answer_turns_its_element_and_no_other(
    slug: str, element: str, answers: Mapping[str, object]
) -> None:
    before, after = judged(slug), judged(slug, answers)
    assert before[element].status != YES
    assert (after[element].status, after[element].answered_on) == (YES, DAY)
    assert {key: found for key, found in after.items() if key != element} == {
        key: found for key, found in before.items() if key != element
    }


def test_an_answer_that_leaves_the_question_open_turns_nothing() -> None:
    assert judged("piedmont", {"titles": []})["titles"].status == NO


def test_the_answer_of_an_entry_and_of_a_whole_table_count_too() -> None:
    one = {"titles.captain": {key: value for key, value in TITLE.items() if key != "key"}}
    table = {
        "duties.administrator": {"posts": ["patrol_captain"], "section": "462.2", "modality": "reading"},
    }
    assert judged("west-covina", one)["titles"].status == YES
    assert judged("west-covina", table)["custodian"].status == YES


def test_an_answer_to_something_else_of_the_same_table_turns_nothing() -> None:
    answers = {"retention.sources.server.basis": "Resolution 2026-14"}
    assert judged("west-covina", answers)["retention"].status == NO


def test_a_source_without_a_length_leaves_retention_open() -> None:
    second = {"label": "Tower", "purged_by": "portal", "section": "466.5", "modality": "reading"}
    assert judged("barstow", {"retention.sources.tower": second})["retention"].status != YES


def test_a_public_meeting_on_record_covers_its_element() -> None:
    found = judged("coronado", meeting_on=date(2026, 2, 3))["meeting"]
    assert (found.status, found.answered_on) == (YES, date(2026, 2, 3))


def test_a_text_without_the_clause_is_not_covered_by_the_profile_s_binding() -> None:
    profile = load("coronado")
    without = set(profile.bindings()) - {"426.3.1(g)", "426.8(b)"}
    found = {each.element.key: each.status for each in completeness(profile, without, {}, None)}
    assert (found["posting"], found["sharing"]) == (NO, THIN)


# --- of an instance -----------------------------------------------------------------------------------------


def standing(app: Flask) -> dict[str, Found]:
    with open_work(app, system_actor("test")) as work:
        return {found.element.key: found for found in of(work)}


def draft(work: Work, clauses: list[str]) -> PolicyVersion:
    """A draft of invented words with these clauses."""
    parts = [
        {"id": clause, "marker": "", "kind": "paragraph", "depth": 0, "text": "Words."} for clause in clauses
    ]
    row = PolicyVersion(
        number=1,
        title="Plate readers",
        source_name="policy.txt",
        source_sha256=hashlib.sha256(b"policy").hexdigest(),
        source="Words.",
        text="Words.",
        sections=[{"number": "462.1", "title": "Purpose", "clauses": parts}],
        settled=[],
        adopted_on=date(2026, 1, 6),
        imported_at=work.now,
        imported_by_id=None,
        discarded_at=None,
    )
    work.session.add(row)
    work.record(Action.POLICY_IMPORTED, row)
    return row


def meet(work: Work, held_on: date) -> None:
    row = PublicMeeting(
        body="City Council",
        held_on=held_on,
        link="",
        note="",
        recorded_at=work.now,
        recorded_by_id=None,
    )
    work.session.add(row)
    work.record(Action.MEETING_RECORDED, row)


@pytest.fixture
def agency() -> str:
    return "west-covina"


def test_without_a_text_the_one_the_profile_was_made_for_is_judged(app: Flask) -> None:
    assert {key: found.status for key, found in standing(app).items()} == {
        key: row[AGENCIES.index("west-covina")][0] for key, row in TABLE.items()
    }


def test_the_answers_of_set_up_turn_it_dated_by_the_newest(app: Flask, clock: Clock) -> None:
    key = "retention.sources.server.minimum"
    for years in (1, 2):
        clock.move(days=1)
        with open_work(app, system_actor("test")) as work:
            setup.answer(work, key, {"years": years}, "Resolution 2026-14")
    found = standing(app)["retention"]
    assert (found.status, found.answered_on) == (YES, clock.now.date())


def test_the_newest_meeting_held_by_today_counts(app: Flask, clock: Clock) -> None:
    today = clock.now.date()
    with open_work(app, system_actor("test")) as work:
        meet(work, date(2020, 1, 14))
        meet(work, date(2024, 5, 7))
        meet(work, today.replace(year=today.year + 1))
    found = standing(app)["meeting"]
    assert (found.status, found.answered_on) == (YES, date(2024, 5, 7))


def test_a_draft_is_judged_by_its_own_clauses_until_it_is_discarded(app: Flask) -> None:
    with open_work(app, system_actor("test")) as work:
        row = draft(work, ["462.1(para 1)", "462.3(para 1)", "462.9(para 1)"])
        work.session.flush()
        version_id = row.id
    found = standing(app)
    assert found["purposes"].clauses == ("462.1(para 1)", "462.3(para 1)")
    assert (found["purposes"].status, found["audits"].status) == (YES, NO)

    with open_work(app, system_actor("test")) as work:
        row = work.session.get_one(PolicyVersion, version_id)
        row.discarded_at = work.now
        work.record(Action.POLICY_DISCARDED, row)
    assert standing(app)["audits"].status == THIN
