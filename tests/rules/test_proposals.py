"""A change that needs two: by somebody else, once, on what was shown."""

import pytest

from portal.rules import RuleBroken
from portal.rules import proposals as rules


@pytest.mark.parametrize(
    ("decider", "verdict", "withdrawn", "code"),
    [
        ("ann", None, False, "proposal.own"),
        ("ann", "confirmed", False, "proposal.own"),
        ("bob", "confirmed", False, "proposal.decided-already"),
        ("bob", "refused", False, "proposal.decided-already"),
        ("bob", None, True, "proposal.withdrawn"),
    ],
)
def test_a_proposal_is_decided_once_and_by_somebody_else(
    decider: str, verdict: str | None, withdrawn: bool, code: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        rules.check_decision(proposer="ann", decider=decider, verdict=verdict, withdrawn=withdrawn)
    assert refused.value.code == code


def test_an_open_proposal_of_somebody_else_can_be_decided() -> None:
    rules.check_decision(proposer="ann", decider="bob", verdict=None, withdrawn=False)


@pytest.mark.parametrize(
    ("person", "verdict", "withdrawn", "code"),
    [
        ("bob", None, False, "proposal.not-own"),
        ("ann", "refused", False, "proposal.decided-already"),
        ("ann", None, True, "proposal.withdrawn"),
    ],
)
def test_only_its_maker_withdraws_a_proposal_and_only_while_it_is_open(
    person: str, verdict: str | None, withdrawn: bool, code: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        rules.check_withdrawal(proposer="ann", person=person, verdict=verdict, withdrawn=withdrawn)
    assert refused.value.code == code


def test_its_maker_withdraws_an_open_proposal() -> None:
    rules.check_withdrawal(proposer="ann", person="ann", verdict=None, withdrawn=False)


def test_what_was_seen_must_be_what_is_there() -> None:
    rules.check_seen("as shown", "as shown")
    with pytest.raises(RuleBroken, match="Read it again"):
        rules.check_seen("as shown", "changed")
