"""The hotlist of the demonstration: entries in every state, a hit worked to its end, and a fresh one that waits."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from portal.access import Duty
from portal.demo.people import Member
from portal.demo.shots import WORKED, Script
from portal.demo.stage import Stage
from portal.models import EntryKind, Verdict
from portal.rules import approvals, dispatch
from portal.services import hotlists
from portal.services.hits import working

DECIDED_AFTER = timedelta(minutes=12)
STEP_TAKES = timedelta(seconds=35)
RECOVERED_AFTER = timedelta(hours=3)
SOUGHT = "Called twice within twenty minutes and left a message; the duty desk says the commander is in court all day."


@dataclass(frozen=True)
class Request:
    """One request: how long ago, by the how-manieth requester, and what became of it."""

    ago: timedelta
    requester: int
    plate: str
    """A plate the script knows: `fresh`, `worked`, or the number of one that no picture shows."""
    kind: EntryKind
    reason: str
    case: str
    narrative: str
    verdict: Verdict | None = None
    escalated: bool = False


REQUESTS = (
    Request(
        timedelta(days=14),
        0,
        "0",
        EntryKind.STOLEN_PLATE,
        "Plate stolen from a parked pickup",
        "04488",
        "Front and rear plates were unscrewed overnight; fuel thefts with stolen plates are frequent there.",
        Verdict.APPROVED,
    ),
    Request(
        timedelta(days=9),
        1,
        "worked",
        EntryKind.STOLEN_VEHICLE,
        "Sedan stolen from a driveway",
        "04526",
        "Taken between midnight and six while the owner slept; a spare key was missing from the hallway.",
        Verdict.APPROVED,
    ),
    Request(
        timedelta(days=6),
        0,
        "1",
        EntryKind.INVESTIGATION,
        "Driver argued with a neighbour",
        "04540",
        "Neighbour dispute over parking; caller wants to know when the other driver comes home.",
        Verdict.DENIED,
    ),
    Request(
        timedelta(hours=27),
        1,
        "2",
        EntryKind.WANTED_VEHICLE,
        "Car of a robbery suspect",
        "04571",
        "Suspect in two pharmacy robberies drives this coupe, as his landlord and a bank camera confirm.",
        escalated=True,
    ),
    Request(
        timedelta(hours=5),
        0,
        "3",
        EntryKind.MISSING_PERSON,
        "Driver missing and at risk",
        "04579",
        "Father has not answered since last night and left a letter; the family fears for his life.",
    ),
    Request(
        timedelta(hours=2),
        1,
        "fresh",
        EntryKind.WANTED_VEHICLE,
        "Car used in a robbery",
        "04577",
        "Victim of the parking garage robbery saw the robber drive off in this coupe towards the freight yard.",
        Verdict.APPROVED,
    ),
)


def scenes(script: Script, now: datetime) -> list[tuple[datetime, partial[None]]]:
    """When each request is made and each hit worked, and how it is played."""
    requests = [(now - each.ago, partial(ask, script=script, request=each)) for each in REQUESTS]
    return [*requests, (now - WORKED + STEP_TAKES, partial(work_a_hit))]


def requesters(stage: Stage) -> list[Member]:
    """For each chain of approvers, the first user without a post whose title takes it."""
    first: dict[str, Member] = {}
    for user in stage.company.users:
        chain = stage.profile.title(user.role.title).chain
        if chain and not user.role.posts:
            first.setdefault(chain, user)
    return list(first.values())


def ask(stage: Stage, moment: datetime, script: Script, request: Request) -> None:
    asking = requesters(stage)
    requester = asking[request.requester % len(asking)]
    with stage.act(moment, requester) as work:
        new = hotlists.NewEntry(
            plate=plate_of(script, request.plate),
            state="",
            kind=request.kind,
            reason=request.reason,
            case_number=f"{moment:%y}-{request.case}",
            no_case_reason="",
            narrative=request.narrative,
            unavailable_statement=SOUGHT if request.escalated else "",
        )
        entry = hotlists.request(work, new)
        entry_id, step = entry.id, entry.step
    if request.verdict:
        decide(stage, moment + DECIDED_AFTER, requester, (entry_id, step), request.verdict)


def decide(
    stage: Stage, moment: datetime, requester: Member, asked: tuple[str, int], verdict: Verdict
) -> None:
    """The first approver of the chain opens the request, then decides."""
    entry_id, step = asked
    chain = stage.profile.chain_for(requester.role.title)
    if chain is None:
        raise LookupError(f"{requester.role.title} has no chain of approvers")
    approver = stage.company.holder(approvals.open_posts(chain, step)[0])
    with stage.look(moment, approver) as work:
        _, listed = hotlists.open_entry(work, entry_id)
        seen = hotlists.shown(listed.entry)
    with stage.act(moment, approver) as work:
        hotlists.decide(work, entry_id, verdict, seen)


def work_a_hit(stage: Stage, moment: datetime) -> None:
    """Dispatch takes every step of the procedure; the car is found, and its finder has the entry removed."""
    dispatcher = stage.company.with_duty(Duty.DISPATCH)
    if dispatcher is None:
        return
    with stage.look(moment, dispatcher) as work:
        working.open_list(work)
        hit_id = stage.hit_of("worked")
        _, hit, _ = working.open_hit(work, hit_id)
        entry_id = hit.entry_id
    for step, outcome, note in steps(stage):
        moment += STEP_TAKES
        with stage.act(moment, dispatcher) as work:
            working.take_step(work, hit_id, step, outcome, note)
    with stage.act(moment + RECOVERED_AFTER, requesters(stage)[1 % len(requesters(stage))]) as work:
        hotlists.remove(work, hotlists.get(work, entry_id))


def steps(stage: Stage) -> list[tuple[str, str, str]]:
    """(step, outcome, note) of the whole procedure with a positive confirmation, in a possible order."""
    first, *others = stage.profile.dispatch.steps
    told = [(step.key, dispatch.DONE, "") for step in others if step.needs == "confirmation-started"]
    after = [(step.key, dispatch.DONE, "") for step in others if step.needs != "confirmation-started"]
    asked = (first.key, dispatch.STARTED, "Status asked for.")
    confirmed = (first.key, dispatch.POSITIVE, "Listed as stolen; the reporting agency confirms it.")
    return [asked, *told, confirmed, *after]


def plate_of(script: Script, name: str) -> str:
    known = {"fresh": script.fresh, "worked": script.worked}
    return known[name] if name in known else script.unseen[int(name)]
