"""What dispatch does with a hit, in its order."""

from collections.abc import Callable, Collection
from datetime import timedelta

from sqlalchemy import ColumnElement, Exists, func, or_, select
from sqlalchemy.orm import aliased

from portal.agencies.alerts import DispatchStep
from portal.controls.control import Control, Evidence, waiting
from portal.controls.judging import count, judge_rows, not_asked, since_in_force, tally
from portal.models import Hit, HitStep
from portal.rules.dispatch import POSITIVE, STARTED, confirmation_step
from portal.services.work import Work

NEGLECTED = timedelta(hours=24)
"""How long a hit may wait before it counts as left lying; our own figure."""


def where_given(check: Callable[[Work], Evidence]) -> Callable[[Work], Evidence]:
    """The check, where the policy gives dispatch a procedure."""

    def checked(work: Work) -> Evidence:
        if not work.profile.dispatch.procedure:
            return not_asked("The policy gives dispatch no procedure.")
        return check(work)

    return checked


def steps(work: Work, is_meant: Callable[[DispatchStep], bool]) -> list[str]:
    return [step.key for step in work.profile.dispatch.steps if is_meant(step)]


def is_advice(step: DispatchStep) -> bool:
    """What patrol is told while the alert is being confirmed."""
    return step.needs == "confirmation-started" and step.modality != "if_practicable"


def is_update(step: DispatchStep) -> bool:
    return step.needs == "confirmation-started" and step.modality == "if_practicable"


def answered(work: Work, outcome: str, *, before: type[HitStep] | None = None) -> Exists:
    """Whether the hit at hand has this outcome of the confirmation on record, before that step where one is given."""
    asked = aliased(HitStep)
    query = select(asked.id).where(
        asked.step == confirmation_step(work.profile.dispatch), asked.outcome == outcome
    )
    if before is None:
        return query.where(asked.hit_id == Hit.id).exists()
    return query.where(asked.hit_id == before.hit_id, asked.at <= before.at).exists()


def judge_order(work: Work, later: ColumnElement[bool], outcome: str, kept: str, broken: str) -> Evidence:
    """Every later step on record, but those taken before the confirmation had this outcome."""
    taken = select(HitStep.hit_id).where(later, HitStep.at >= since_in_force(work))
    early = taken.where(~answered(work, outcome, before=HitStep)).distinct()
    return judge_rows(work.session, early, tally(kept, count(work.session, taken)), broken)


def confirmation_comes_first(work: Work) -> Evidence:
    later = HitStep.step.in_(steps(work, lambda step: step.needs is not None))
    answer = (HitStep.step == confirmation_step(work.profile.dispatch)) & (HitStep.outcome != STARTED)
    return judge_order(
        work,
        or_(later, answer),
        STARTED,
        "Steps on record, each after the confirmation was started",
        "Hits with a step before the confirmation was started",
    )


def verified_after_confirmation(work: Work) -> Evidence:
    meant = steps(work, lambda step: step.needs == "positive-confirmation")
    if not meant:
        return not_asked("The policy has no step in which units are told that an alert is verified.")
    return judge_order(
        work,
        HitStep.step.in_(meant),
        POSITIVE,
        "Alerts told as verified, each after a positive confirmation",
        "Hits told as verified without a positive confirmation",
    )


def hits_with(session_steps: Collection[str]) -> ColumnElement[bool]:
    """Whether all of these steps are on record for the hit at hand."""
    taken = select(func.count(func.distinct(HitStep.step))).where(
        HitStep.hit_id == Hit.id, HitStep.step.in_(session_steps)
    )
    return taken.scalar_subquery() == len(session_steps)


def patrol_is_advised(work: Work) -> Evidence:
    """A hit fails that nobody took up for a day, and a confirmed one that patrol was never told of."""
    advice = steps(work, is_advice)
    hits = select(Hit.id).where(Hit.raised_at >= since_in_force(work))
    waits = ~answered(work, STARTED)
    unsaid = answered(work, POSITIVE) & ~hits_with(advice)
    left = hits.where(Hit.raised_at < work.now - NEGLECTED, or_(waits, unsaid)).order_by(Hit.raised_at)
    worked = tally("Hits taken up by dispatch", count(work.session, hits.where(~waits)))
    return judge_rows(
        work.session,
        left,
        f"{worked} Waiting: {count(work.session, hits.where(waits))}.",
        "Hits that were left for a day, or confirmed without a word to patrol on record",
    )


def updates_are_passed_on(work: Work) -> Evidence:
    meant = steps(work, is_update)
    if not meant:
        return not_asked("The policy has no step for what becomes known later.")
    worked = select(Hit.id).where(Hit.raised_at >= since_in_force(work), answered(work, STARTED))
    told = worked.where(hits_with(meant))
    return Evidence(
        "pass",
        f"{tally('Hits taken up by dispatch', count(work.session, worked))} "
        f"With an update, as far as one became known: {count(work.session, told)}.",
    )


CONTROLS: tuple[Control, ...] = (
    Control(
        "dispatch.confirm",
        "enforced",
        "Dispatch starts the confirmation of a hit before any other step can be recorded.",
        where_given(confirmation_comes_first),
    ),
    Control(
        "dispatch.advise",
        "duty",
        "Dispatch advises the units in the field of a hit, and each step is recorded with its time.",
        where_given(patrol_is_advised),
    ),
    Control(
        "dispatch.verified",
        "enforced",
        "Units are told that an alert is verified only after a positive confirmation is on record.",
        where_given(verified_after_confirmation),
    ),
    Control(
        "dispatch.updates",
        "duty",
        "Dispatch passes on to the units what becomes known later, where that is possible.",
        where_given(updates_are_passed_on),
    ),
    waiting(
        "clets.patrol-verify",
        "duty",
        "The officer verifies an alert before acting on it, where that can be done.",
        "hits (verification)",
    ),
)
