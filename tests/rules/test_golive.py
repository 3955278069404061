"""Each point of the checklist, by the facts alone."""

from dataclasses import replace
from datetime import date

import pytest

from portal.rules.golive import Facts, Kept, Point, Seat, points

DAY = date(2026, 3, 4)
READY = Facts(
    seats=[Seat("administrator", ["Commander"], held=True, needed=True, section="400.2")],
    deciders=2,
    one_person=False,
    audit_section="400.6",
    open_questions=0,
    meeting=("City Council", DAY),
    version=(3, DAY),
    drafts=0,
    sources=[Kept("Server", answered=True, authority="Resolution 7", section="400.8")],
    destruction_law="Government Code 34090.6",
    checkpoint=DAY,
    policy="400.2",
)


def differing(**changed: object) -> Point:
    """The one point that is not done after these changes."""
    (found,) = [point for point in points(replace(READY, **changed)) if point.state != "done"]  # type: ignore[arg-type]  # of any field
    return found


def test_everything_there_is_ready() -> None:
    assert {point.state for point in points(READY)} == {"done"}
    assert all(not point.next for point in points(READY))


@pytest.mark.parametrize(
    ("changed", "state", "where", "law"),
    [
        ({"open_questions": 1}, "open", "questions", "Civil Code 1798.90.51(b)(2)"),
        ({"deciders": 1}, "open", "posts", "400.2"),
        ({"one_person": True}, "advised", "posts", "400.6"),
        ({"meeting": None}, "open", "meeting", "Civil Code 1798.90.55(a)"),
        ({"version": None}, "open", "text", "Civil Code 1798.90.51(b)(1)"),
        ({"version": None, "drafts": 1}, "open", "text", "Civil Code 1798.90.51(b)(1)"),
        ({"checkpoint": None}, "open", "checkpoint", "CJIS AU-9"),
        ({"sources": [Kept("Server", False, "", "400.8")]}, "open", "questions", "Government Code 34090.6"),
        ({"sources": [Kept("Server", True, "", "400.8")]}, "advised", "authority", "Government Code 34090.6"),
        ({"seats": [Seat("x", [], False, True, "400.3")]}, "open", "questions", "400.3"),
        ({"seats": [Seat("x", ["Commander"], False, True, "400.3")]}, "open", "posts", "400.3"),
        ({"seats": [Seat("x", ["Commander"], False, False, "400.3")]}, "advised", "posts", "400.3"),
    ],
)
def test_what_is_missing_says_so_why_and_what_to_do_next(
    changed: dict[str, object], state: str, where: str, law: str
) -> None:
    found = differing(**changed)
    assert (found.state, found.where, found.law) == (state, where, law)
    assert found.found.endswith(".")
    assert found.next.endswith(".")


def test_one_open_question_is_not_told_as_several() -> None:
    assert differing(open_questions=1).found == "1 is still open."
    assert differing(open_questions=2).found == "2 are still open."


def test_without_a_statute_the_section_of_the_source_is_cited() -> None:
    found = differing(destruction_law="", sources=[Kept("Server", True, "", "400.8")])
    assert found.law == "400.8"
