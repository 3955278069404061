"""Two versions side by side: what came, went, moved and changed, with every word of both accounted for."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from portal.models import PolicyVersion
from portal.services.policy.adopted import parse
from portal.services.policy.differences import Difference, Words, compare, compare_clauses, compare_titles
from portal.services.policy.importing import sections_of
from portal.services.policy.versions import Clause
from tests.adopted import POLICY

RULES = (
    "Each look at a plate has a reason that is written down.",
    "Nobody searches for a neighbour or a friend.",
    "The record of a look is kept for three calendar years.",
)


def clause(id: str, text: str) -> Clause:
    return Clause(id, "466.2", "RULES", "", "letter", 0, text)


def listed(*texts: str) -> list[Clause]:
    return [clause(f"466.2({letter})", text) for letter, text in zip("abcdefghij", texts, strict=False)]


def told(found: list[Difference]) -> list[tuple[str, str, str]]:
    """Kind, old id, new id."""
    return [
        (each.kind, each.old.id[5:] if each.old else "", each.new.id[5:] if each.new else "")
        for each in found
    ]


def test_the_same_text_differs_in_nothing() -> None:
    found = compare_clauses(listed(*RULES), listed(*RULES))

    assert told(found) == [("same", "(a)", "(a)"), ("same", "(b)", "(b)"), ("same", "(c)", "(c)")]


def test_a_line_broken_elsewhere_is_no_change() -> None:
    broken = [text.replace(" a ", "\n a  ") for text in RULES]

    assert {each.kind for each in compare_clauses(listed(*RULES), listed(*broken))} == {"same"}


def test_changed_words_are_marked_one_by_one() -> None:
    (found,) = compare_clauses(listed(RULES[2]), listed(RULES[2].replace("three calendar", "five")))

    assert found.kind == "changed"
    assert found.words == (
        Words("same", "The record of a look is kept for"),
        Words("removed", "three calendar"),
        Words("added", "five"),
        Words("same", "years."),
    )


def test_a_clause_between_others_is_new_and_those_after_it_are_the_same_under_their_new_letters() -> None:
    new = "Pictures of people are left out altogether."

    found = compare_clauses(listed(*RULES), listed(RULES[0], new, *RULES[1:]))

    assert told(found) == [
        ("same", "(a)", "(a)"),
        ("added", "", "(b)"),
        ("moved", "(b)", "(c)"),
        ("moved", "(c)", "(d)"),
    ]


def test_a_clause_that_is_gone_is_told_where_it_stood() -> None:
    found = compare_clauses(listed(*RULES), listed(RULES[0], RULES[2]))

    assert told(found) == [("same", "(a)", "(a)"), ("removed", "(b)", ""), ("moved", "(c)", "(b)")]
    assert found[1].words == (Words("removed", RULES[1]),)


def test_a_clause_put_elsewhere_was_moved_not_lost() -> None:
    found = compare_clauses(listed(*RULES), listed(RULES[2], RULES[0], RULES[1]))

    assert sorted(each.kind for each in found) == ["moved", "moved", "moved"]
    assert {(each.old.text, each.new.text) for each in found if each.old and each.new} == {
        (t, t) for t in RULES
    }


def test_clauses_with_nothing_in_common_are_one_gone_and_one_new() -> None:
    found = compare_clauses(listed(RULES[0]), listed("Pictures vanish soon."))

    assert told(found) == [("removed", "(a)", ""), ("added", "", "(a)")]


def test_of_two_changed_clauses_each_is_told_beside_its_own() -> None:
    old = listed(RULES[0], RULES[1])
    new = listed(
        RULES[0].replace("written", "typed"),
        "A wholly new thought about vans.",
        RULES[1].replace("or", "nor"),
    )

    assert told(compare_clauses(old, new)) == [
        ("changed", "(a)", "(a)"),
        ("added", "", "(b)"),
        ("changed", "(b)", "(c)"),
    ]


def test_a_text_rewritten_from_end_to_end_is_told_by_the_ids() -> None:
    old = [clause(f"466.2({number})", f"Old thought {number}") for number in range(150)]
    new = [replace(each, text=f"New {each.text}") for each in old]

    assert {each.kind for each in compare_clauses(old, new)} == {"changed"}


TEXTS = some.lists(
    some.lists(
        some.sampled_from("plates are kept for years and no look is free".split()), min_size=1, max_size=8
    ).map(" ".join),
    max_size=9,
)


@settings(derandomize=True, deadline=None)
@given(TEXTS, TEXTS)
def test_every_clause_of_both_is_told_once_with_all_its_words(old: list[str], new: list[str]) -> None:
    before, after = listed(*old), listed(*new)

    found = compare_clauses(before, after)

    assert sorted(each.old.id for each in found if each.old) == [each.id for each in before]
    assert [each.new.id for each in found if each.new] == [each.id for each in after]
    for each in found:
        kept_or = {
            kind: " ".join(run.text for run in each.words if run.kind in ("same", kind))
            for kind in ("removed", "added")
        }
        assert each.old is None or kept_or["removed"] == each.old.text
        assert each.new is None or kept_or["added"] == each.new.text


def version(text: bytes) -> PolicyVersion:
    adopted = parse(text.decode())
    return PolicyVersion(
        number=1, title=adopted.title, sections=sections_of(adopted), adopted_on=date(2026, 1, 1)
    )


def test_versions_are_compared_by_clause_and_by_heading() -> None:
    later = POLICY.replace(b"466.3 KEEPING", b"466.3 DESTROYING").replace(
        b"no longer than", b"only as long as"
    )
    old, new = version(POLICY), version(later + b"\n466.4 ASKING\nAnybody may ask the town about it.\n")

    found = compare(old, new)

    assert [each.clause.id for each in found if each.kind == "changed"] == ["466.3(para 1)"]
    assert [each.clause.id for each in found if each.kind == "added"] == ["466.4(para 1)"]
    assert [(each.number, each.old, each.new) for each in compare_titles(old, new)] == [
        ("466.3", "KEEPING", "DESTROYING"),
        ("466.4", "", "ASKING"),
    ]
    assert [(each.number, each.new) for each in compare_titles(new, old)] == [
        ("466.3", "KEEPING"),
        ("466.4", ""),
    ]


def test_a_difference_of_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="without a clause"):
        _ = Difference("same", None, None, ()).clause
