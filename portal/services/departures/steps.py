"""The check-list: what the portal sees done it notes itself, the rest a person signs; then the departure is closed."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.exc import NoResultFound

from portal.ledger import Action
from portal.models import Departure, DepartureStep
from portal.rules import departures as rules
from portal.rules.departures import Step
from portal.services.departures.facts import open_points
from portal.services.posts import holdings
from portal.services.work import Told, Work

SEEN = "Seen by the portal."


@dataclass(frozen=True)
class Point:
    """One step as the page shows it: what it asks, what is still open, and who did it when."""

    step: Step
    done: DepartureStep | None
    done_by: str
    """Empty where the portal noted it."""
    open: str
    """What the portal still sees; empty where nothing, or where it sees nothing of this step."""


def checklist(work: Work, departure: Departure) -> list[Point]:
    """Every step, in order."""
    done = {row.key: row for row in departure.steps}
    names = holdings.names(work.session, [row.done_by_id or "" for row in departure.steps])
    seen = {} if departure.closed_at else open_points(work, departure)
    return [
        Point(step, done.get(step.key), signer(done.get(step.key), names), seen.get(step.key, ""))
        for step in rules.STEPS
    ]


def signer(row: DepartureStep | None, names: Mapping[str, str]) -> str:
    if row is None:
        return ""
    return names.get(row.done_by_id or "", "")


def finish_step(work: Work, departure: Departure, key: str, note: str) -> None:
    """A person signs a step. Raises `RuleBroken`, and `NoResultFound` for a step there is none of."""
    step = rules.BY_KEY.get(key)
    if step is None:
        raise NoResultFound
    settle(work, departure)
    rules.check_step(
        step,
        leaver=departure.person_id,
        person=work.actor.person_id,
        done=keys_done(departure),
        closed=departure.closed_at is not None,
        note=note,
    )
    add(work, departure, key, note.strip())
    close_if_over(work, departure)


def settle(work: Work, departure: Departure) -> int:
    """Notes each step the portal sees done, once, and closes the departure if that was all; gives how many."""
    if departure.closed_at is not None:
        return 0
    done = keys_done(departure)
    found = [key for key, left in open_points(work, departure).items() if not left and key not in done]
    for key in found:
        add(work, departure, key, SEEN, by_portal=True)
    close_if_over(work, departure)
    return len(found)


def keys_done(departure: Departure) -> set[str]:
    return {row.key for row in departure.steps}


def add(work: Work, departure: Departure, key: str, note: str, *, by_portal: bool = False) -> None:
    row = DepartureStep(
        departure_id=departure.id,
        key=key,
        done_at=work.now,
        done_by_id=None if by_portal else work.actor.person_id,
        note=note,
    )
    departure.steps.append(row)
    work.session.flush()
    told = Told(filters={"step": key, "person": departure.person_id}, narrative=note)
    work.record(Action.DEPARTURE_STEP_DONE, row, departure, told=told)


def close_if_over(work: Work, departure: Departure) -> None:
    if departure.closed_at is None and rules.is_over(keys_done(departure), departure.effective_at, work.now):
        departure.closed_at = work.now
        work.record(Action.DEPARTURE_CLOSED, departure, told=Told(filters={"person": departure.person_id}))
