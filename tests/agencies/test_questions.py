"""Every question set-up may ask can be answered, and every suggestion and reading belongs to one."""

from typing import Any

import pytest

from portal.agencies import gaps, load, slugs
from portal.agencies.answers import choices_of, in_words, kind_of, value_of
from portal.agencies.gaps import asked
from portal.agencies.law import rule_set

ANSWERS: dict[str, Any] = {
    "title-list": [{"key": "chief", "name": "Chief", "tier": "full", "section": "CJIS AC-2"}],
    "posts": [],
    "titles": [],
    "period": {"days": 400},
    "law": "Government Code 26202.6",
    "yes-no": True,
    "text": "Resolution 2026-14",
}


def test_every_question_of_set_up_has_an_input_fit_for_it(slug: str) -> None:
    profile = load(slug)
    kinds = {gap.key: kind_of(profile, gap.key) for gap in asked(profile)}
    assert all(kind == "posts" for key, kind in kinds.items() if key.endswith(".posts"))
    assert all(
        kind == "titles" for key, kind in kinds.items() if key.startswith("duties.") and "titles" in key
    )
    assert kinds.get("titles", "title-list") == "title-list"
    assert kinds.get("audit.cadence", "choice") == "choice"
    assert kinds.get("retention.sources.server.minimum", "period") == "period"
    assert kinds.get("retention.sources.server.basis", "text") == "text"
    assert kinds.get("retention.legal_basis", "law") == "law"


def test_every_reading_can_be_changed_and_says_what_the_profile_says(slug: str) -> None:
    profile = load(slug)
    for reading in profile.readings:
        kind = kind_of(profile, reading.key)
        value = choices_of(profile, reading.key)[-1] if kind == "choice" else ANSWERS[kind]
        changed = profile.with_answers({reading.key: value})
        assert reading.question.endswith("?")
        assert reading.reading.endswith(".")
        assert reading.section.startswith((f"{profile.policy.number}.", "CJIS ", "Civil Code "))
        if not reading.key.startswith("duties."):  # an emptied duty follows the duty it is the same as
            assert value_of(changed, reading.key) == value


def test_a_reading_is_no_question_left_open(slug: str) -> None:
    profile = load(slug)
    assert not {each.key for each in profile.readings} & {gap.key for gap in asked(profile)}


def test_a_suggestion_belongs_to_a_question_left_open_and_answers_nothing(slug: str) -> None:
    profile = load(slug)
    open_keys = {gap.key for gap in gaps(profile)}
    assert set(profile.suggestions) <= open_keys
    assert {gap.key: gap.suggest for gap in gaps(profile) if gap.key in profile.suggestions} == dict(
        profile.suggestions
    )


def test_the_agency_s_own_suggestion_goes_before_the_common_one() -> None:
    suggested = {slug: {gap.key: gap.suggest for gap in gaps(load(slug))} for slug in slugs()}
    assert "90 days" in suggested["piedmont"]["audit.cadence"]
    assert "city council" in suggested["west-covina"]["retention.sources.server.basis"]
    assert suggested["piedmont"]["titles"] == suggested["fresno"]["titles"] != ""


def test_the_statute_of_destruction_follows_the_kind_of_agency() -> None:
    assert rule_set().destruction == {
        "city": ("Government Code 34090.6",),
        "county": ("Government Code 26202.6",),
    }
    assert {load(slug).agency.kind for slug in slugs()} == {"city", "county"}


def test_an_answered_question_stays_among_those_asked() -> None:
    answered = load("west-covina").with_answers({"audit.cadence": "yearly"})
    assert "audit.cadence" in {gap.key for gap in asked(answered)}
    assert "audit.cadence" not in {gap.key for gap in gaps(answered)}


def test_what_the_text_settles_is_told_from_what_set_up_answered() -> None:
    answered = load("west-covina").with_answers({"audit.cadence": "yearly"})
    assert not answered.is_settled("audit.cadence")
    assert not answered.is_settled("duties.administrator.posts")
    assert not answered.is_settled("posts.training_sergeant")
    assert answered.is_settled("search.case_number")
    assert answered.is_settled("posts.patrol_captain")
    assert answered.is_settled("duties.administrator")


def test_a_profile_remembers_how_it_was_written() -> None:
    written = load("west-covina")
    answered = written.with_answers({"audit.cadence": "yearly"}).with_answers(
        {"retention.legal_basis": "CJIS AC-2"}
    )
    assert answered.as_written.document == written.document


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("titles", [{"key": "chief", "name": "Chief", "tier": "full"}], "Chief (full)"),
        ("titles", [], "None"),
        ("duties.administrator.posts", ["patrol_captain", "long_gone"], "Patrol Captain, long_gone"),
        ("duties.administrator.posts", [], "Nobody"),
        ("duties.dispatch.titles", ["dispatcher"], "dispatcher"),
        ("retention.sources.server.minimum", {"years": 1}, "1 calendar year"),
        ("retention.sources.server.minimum", {"days": 60}, "60 days"),
        ("retention.sources.server.minimum", None, "Nothing"),
        ("retention.legal_basis", "Government Code 34090.6", "Government Code 34090.6"),
        ("audit.cadence", "half-yearly", "Half yearly"),
        ("audit.cadence", None, "Nothing"),
        ("incident.required", True, "Yes"),
    ],
)
def test_an_answer_reads_in_words(key: str, value: object, words: str) -> None:
    assert in_words(load("west-covina"), key, value) == words


@pytest.mark.parametrize(
    "key", ["agency", "nowhere", "retention.sources.attic.minimum", "retention.sources", "posts"]
)
def test_what_cannot_be_asked_is_an_error(key: str) -> None:
    with pytest.raises(KeyError):
        kind_of(load("west-covina"), key)
