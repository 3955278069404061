"""May a proposal be decided now, and by this person?"""

from portal.rules.errors import RuleBroken


def check_decision(*, proposer: str, decider: str, verdict: str | None, withdrawn: bool) -> None:
    """Raises `RuleBroken` for one's own proposal, and for one that is decided or withdrawn already."""
    if proposer == decider:
        raise RuleBroken("proposal.own", "A second person must decide what you proposed.")
    check_open(verdict=verdict, withdrawn=withdrawn)


def check_withdrawal(*, proposer: str, person: str, verdict: str | None, withdrawn: bool) -> None:
    """Raises `RuleBroken` for somebody else's proposal, and for one that is decided or withdrawn already."""
    if proposer != person:
        raise RuleBroken("proposal.not-own", "Only the person who proposed this can withdraw it.")
    check_open(verdict=verdict, withdrawn=withdrawn)


def check_open(*, verdict: str | None, withdrawn: bool) -> None:
    if verdict is not None:
        raise RuleBroken("proposal.decided-already", f"This proposal has been {verdict} already.")
    if withdrawn:
        raise RuleBroken("proposal.withdrawn", "This proposal was withdrawn. Nothing is left to decide.")


def check_seen(seen: str, now_shown: str) -> None:
    """Raises `RuleBroken` when what the second person saw is not what is there now."""
    if seen != now_shown:
        raise RuleBroken(
            "proposal.stale", "The proposal has changed since you opened it. Read it again, then decide."
        )
