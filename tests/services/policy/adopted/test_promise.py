"""No word of a policy is lost, invented or moved, however the text is set."""

import random
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.services.policy.adopted import UnreadableText, parse
from tests.services.policy.adopted.disturbing import disturbed
from tests.services.policy.adopted.inventing import Invented, policies
from tests.services.policy.adopted.texts import INVENTED, REAL, name, read
from tests.services.policy.adopted.words import check_promise, signature

FRAGMENTS = (
    "512.1 PURPOSE", "512.2", "512.3 Loans of keys", "512.1.1 KEEPERS", "400.2 OTHER", "(a)", "(b) text", "- (c) Text.",
    "1. One", "2. Two", "(i) first", "(ii) second", "o item", "• item", "-", "*", "**(a)** bold", "# 512.4 **GATES**",
    "Policy Manual", "Page 1 of 2", "Quarry Hill Police Department", "---", "", "", "\f", "12", "13", "14", "(", ")",
    "A sentence that ends.", "and goes on", "Whose Name Is", "well-", "his/", "(see Town Code § 9951.2", "9951.3).",
    "Including:", "a. small", "A. Large", "z) last", "(aa) more", "512.4 is a sentence.", "Contents ....... 3", "§",
    "\ufeff", "(x) ten", "©", "2020. The year", "item; and", "Section 512.9 END", "_under_", "\\(a\\) escaped",
)  # fmt: skip
"""Pieces that the parser has to tell apart, in any order."""


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40), st.sampled_from(["\n", "\r\n", "\n\n", " "]))
def test_the_promise_holds_for_pieces_in_any_order(pieces: list[str], between: str) -> None:
    check_promise(
        between.join(["512.1 PURPOSE", *pieces]) if between != " " else "512.1 PURPOSE\n" + " ".join(pieces)
    )


@settings(deadline=None, derandomize=True, max_examples=200)
@given(st.text())
def test_the_promise_holds_for_any_text(text: str) -> None:
    check_promise("512.1 PURPOSE\n" + text)


@settings(deadline=None, derandomize=True, max_examples=100)
@given(st.text())
def test_any_text_is_a_policy_or_unreadable(text: str) -> None:
    with suppress(UnreadableText):
        parse(text)


@settings(deadline=None, derandomize=True, max_examples=150)
@given(policies())
def test_a_policy_is_read_as_it_was_meant(policy: Invented) -> None:
    found = check_promise(policy.text)

    assert [(clause.id, clause.kind, clause.text) for clause in found.clauses] == policy.clauses
    assert [(section.number, section.title) for section in found.sections] == policy.sections
    assert {line.text.strip() for line in found.lines if line.role == "furniture"} <= set(policy.furniture)


@pytest.mark.parametrize("path", INVENTED, ids=name)
@settings(deadline=None, derandomize=True, max_examples=25)
@given(seed=st.integers(0, 2**32))
def test_disturbing_an_invented_policy_changes_nothing_it_says(path: Path, seed: int) -> None:
    text = read(path)

    assert signature(check_promise(disturbed(text, random.Random(seed)))) == signature(parse(text))  # noqa: S311 no secret


@pytest.mark.skipif(not REAL, reason="the adopted texts are not here")
@pytest.mark.parametrize("path", REAL, ids=name)
@settings(deadline=None, derandomize=True, max_examples=25)
@given(seed=st.integers(0, 2**32))
def test_disturbing_an_adopted_policy_changes_nothing_it_says(path: Path, seed: int) -> None:
    text = read(path)

    assert signature(check_promise(disturbed(text, random.Random(seed)))) == signature(parse(text))  # noqa: S311 no secret
