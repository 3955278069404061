"""The dispatch procedure as one table: which step may be taken when, by the steps taken before."""

import pytest

from portal.agencies.profile import load, slugs
from portal.rules import RuleBroken
from portal.rules.dispatch import check_step, confirmation

PROCEDURE = load("barstow").dispatch
NEW, ASKED = frozenset[tuple[str, str]](), frozenset({("a", "started")})
CONFIRMED, DENIED = ASKED | {("a", "positive")}, ASKED | {("a", "negative")}
STATES = {"new": NEW, "asked": ASKED, "confirmed": CONFIRMED, "denied": DENIED}
MAY = {
    "new": {("a", "started")},
    "asked": {("a", "positive"), ("a", "negative"), ("b", "done"), ("c", "done"), ("e", "done")},
    "confirmed": {("b", "done"), ("c", "done"), ("d", "done"), ("e", "done")},
    "denied": {("b", "done"), ("c", "done"), ("e", "done")},
}
STEPS = [each.key for each in PROCEDURE.steps]
OUTCOMES = ("started", "positive", "negative", "done")


@pytest.mark.control("dispatch.confirm", "dispatch.verified")
@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", STATES)
def test_a_step_is_taken_in_its_order_or_refused_with_its_section(
    state: str, step: str, outcome: str
) -> None:
    if (step, outcome) in MAY[state]:
        check_step(PROCEDURE, STATES[state], step, outcome)
        return
    with pytest.raises(RuleBroken) as refusal:
        check_step(PROCEDURE, STATES[state], step, outcome)
    assert refusal.value.section == f"466.9({step})"


def test_the_procedure_has_its_five_steps() -> None:
    assert STEPS == ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize("step", ["b", "c", "d", "e"])
def test_a_step_is_taken_once(step: str) -> None:
    with pytest.raises(RuleBroken, match="on record already"):
        check_step(PROCEDURE, CONFIRMED | {(step, "done")}, step, "done")


@pytest.mark.parametrize("taken", [CONFIRMED, DENIED])
@pytest.mark.parametrize("outcome", ["positive", "negative"])
def test_the_confirmation_is_answered_once(taken: frozenset[tuple[str, str]], outcome: str) -> None:
    with pytest.raises(RuleBroken, match=r"on record already|was answered"):
        check_step(PROCEDURE, taken, "a", outcome)


@pytest.mark.parametrize("step", ["", "f", "A", "a\x00"])
def test_a_step_the_procedure_does_not_have_is_refused(step: str) -> None:
    with pytest.raises(RuleBroken, match="no such step"):
        check_step(PROCEDURE, NEW, step, "done")


@pytest.mark.parametrize(
    ("taken", "stands"), [(NEW, None), (ASKED, "started"), (CONFIRMED, "positive"), (DENIED, "negative")]
)
def test_the_confirmation_stands_as_it_was_last_answered(
    taken: frozenset[tuple[str, str]], stands: str | None
) -> None:
    assert confirmation(PROCEDURE, taken) == stands


@pytest.mark.parametrize("slug", [slug for slug in slugs() if not load(slug).dispatch.procedure])
def test_an_agency_without_a_procedure_has_no_step_to_take(slug: str) -> None:
    with pytest.raises(RuleBroken, match="no such step"):
        check_step(load(slug).dispatch, NEW, "a", "started")
