"""The order of the dispatch steps on a hit."""

from collections.abc import Collection

from portal.agencies.alerts import Dispatch
from portal.agencies.use import Clets
from portal.rules.errors import RuleBroken

Taken = Collection[tuple[str, str]]
"""Steps already on record, as (step, outcome)."""

STARTED, POSITIVE, NEGATIVE, DONE = "started", "positive", "negative", "done"


def confirmation_step(dispatch: Dispatch) -> str:
    """The step that confirms the vehicle's status: the first, by every procedure there is."""
    return dispatch.steps[0].key


def confirmation(dispatch: Dispatch, taken: Taken) -> str | None:
    """How the confirmation stands: None before it is asked for, then `started`, `positive` or `negative`."""
    outcomes = [outcome for step, outcome in taken if step == confirmation_step(dispatch)]
    return next((each for each in (POSITIVE, NEGATIVE, STARTED) if each in outcomes), None)


def check_step(dispatch: Dispatch, taken: Taken, step: str, outcome: str) -> None:
    """Raises `RuleBroken`, citing the section, for a step out of its order or taken already."""
    known = {each.key: each for each in dispatch.steps}
    if step not in known:
        raise RuleBroken("dispatch.unknown-step", "The procedure has no such step.", dispatch.section)
    wanted = known[step]
    allowed = (STARTED, POSITIVE, NEGATIVE) if step == confirmation_step(dispatch) else (DONE,)
    if outcome not in allowed:
        raise RuleBroken("dispatch.unknown-outcome", "That is no outcome of this step.", wanted.section)
    if (step, outcome) in taken:
        raise RuleBroken("dispatch.taken-already", "This step is on record already.", wanted.section)
    stands = confirmation(dispatch, taken)
    if step == confirmation_step(dispatch):
        check_confirmation(stands, outcome, wanted.section)
    elif wanted.needs == "positive-confirmation" and stands != POSITIVE:
        raise RuleBroken(
            "dispatch.unconfirmed",
            "Units may be told that the alert is verified only after a positive confirmation.",
            wanted.section,
        )
    elif wanted.needs == "confirmation-started" and stands is None:
        raise RuleBroken("dispatch.not-started", "Ask for the confirmation first.", wanted.section)


def check_confirmation(stands: str | None, outcome: str, section: str) -> None:
    if outcome == STARTED:
        return
    if stands is None:
        raise RuleBroken(
            "dispatch.not-started", "Ask for the confirmation before you record its answer.", section
        )
    if stands != STARTED:
        raise RuleBroken("dispatch.answered-already", f"The confirmation was answered: {stands}.", section)


OF_THE_STATE = {"state", "clets"}
"""Restrictions that cover CLETS, which is a database of the state."""


def restricts_clets(clets: Clets) -> bool:
    """Whether the policy lets only people with an authorisation of their own use CLETS."""
    return bool(OF_THE_STATE.intersection(clets.restricted))


def check_authorisation(
    dispatch: Dispatch, clets: Clets, step: str, *, authorised: bool, help_from: str
) -> None:
    """Raises `RuleBroken`, citing the section, where the step is a CLETS check and the person may not use CLETS.

    Asking is a use of CLETS as much as hearing the answer is. `help_from` names who records an authorisation.
    """
    if step != confirmation_step(dispatch) or authorised or not restricts_clets(clets):
        return
    raise RuleBroken(
        "dispatch.no-clets",
        "This step takes a CLETS authorisation of your own, and none is on file that runs today. "
        f"Somebody authorised takes it; {help_from} records an authorisation.",
        clets.restricted_section,
    )
