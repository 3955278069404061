"""The dispatcher's part: hits waiting, one hit in full, the steps of the procedure."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from portal.access import Duty
from portal.agencies.alerts import DispatchStep
from portal.ledger import Action, digest_of
from portal.models import HeldRead, Hit, HitStep, HotlistDecision, HotlistEntry, Read, ReadFacts
from portal.rules import dispatch
from portal.services import hotlists
from portal.services.hotlists import entries
from portal.services.work import Access, Told, Work

SHOWN = 50


@dataclass(frozen=True)
class StepState:
    """One step of the procedure as it stands for a hit."""

    step: DispatchStep
    taken: list[HitStep]
    possible: bool


def version(work: Work) -> str:
    """Changes whenever the list of hits would look different; tells no plate. For polling."""
    hits = work.session.scalar(select(func.count()).select_from(Hit)) or 0
    steps = work.session.scalar(select(func.count()).select_from(HitStep)) or 0
    query = select(func.count(Hit.id)).select_from(Hit).join(HotlistEntry).join(HotlistDecision)
    live = work.session.scalar(query.where(entries.is_live(work.now))) or 0
    return digest_of([hits, steps, live])[:16]


def open_list(work: Work) -> tuple[Access, Sequence[Hit]]:
    """The newest hits: an access."""
    with work.access(Action.HITS_OPENED, Told(purpose="hotlist hit")) as access:
        hits = (
            work.session.scalars(select(Hit).order_by(Hit.raised_at.desc(), Hit.id).limit(SHOWN))
            .unique()
            .all()
        )
        access.found([hit.id for hit in hits])
    return access, hits


def get(work: Work, hit_id: str, *, for_change: bool = False) -> Hit:
    """Raises `NoResultFound` for a hit that is not there."""
    query = select(Hit).where(Hit.id == hit_id)
    if for_change:
        query = query.with_for_update(of=Hit).execution_options(populate_existing=True)
    return work.session.scalars(query).unique().one()


def open_hit(work: Work, hit_id: str) -> tuple[Access, Hit, ReadFacts | None]:
    """A hit with its read, if that was not purged: an access."""
    hit = get(work, hit_id)
    with work.access(Action.HIT_OPENED, told_of(hit)) as access:
        read = work.session.get(Read, hit.read_key) or work.session.get(HeldRead, hit.read_key)
        access.found([hit.id, *([work.tools.read_ids.hide(read.key)] if read else [])])
    return access, hit, read


def told_of(hit: Hit) -> Told:
    entry = hit.entry
    return Told(
        normalised={"plate": hit.plate},
        purpose="hotlist hit",
        case_number=entry.case_number,
        narrative=entry.narrative,
        subject_type="hit",
        subject_id=hit.id,
    )


def taken(hit: Hit) -> set[tuple[str, str]]:
    return {(step.step, step.outcome) for step in hit.steps}


def take_step(work: Work, hit_id: str, step: str, outcome: str, note: str) -> HitStep:
    """Puts a step on record. Raises `RuleBroken`, citing the section, for one out of its order, or a CLETS check by
    somebody without the authorisation."""
    hit = get(work, hit_id, for_change=True)
    dispatch.check_step(work.profile.dispatch, taken(hit), step, outcome)
    dispatch.check_authorisation(
        work.profile.dispatch,
        work.profile.clets,
        step,
        authorised=work.actor.clets,
        help_from=help_from(work),
    )
    row = HitStep(
        hit_id=hit.id,
        step=step,
        outcome=outcome,
        note=note.strip(),
        at=work.now,
        user_name=work.actor.user_name,
        full_name=work.actor.full_name,
    )
    work.session.add(row)
    work.session.flush()
    work.record(Action.HIT_STEP_TAKEN, row, told=told_of(hit), outcome=f"{step} {outcome}")
    return row


def help_from(work: Work) -> str:
    """Who records an authorisation for CLETS."""
    return " or ".join(work.profile.holders_of(Duty.PERMISSION_ASSIGNER)) or "whoever assigns permissions"


def may_use_clets(work: Work) -> bool:
    """Whether this person may take the step that is a CLETS check."""
    return work.actor.clets or not dispatch.restricts_clets(work.profile.clets)


def procedure(work: Work, hit: Hit) -> list[StepState]:
    """Every step of the agency's procedure, whether taken, and whether it can be taken now."""
    confirmation = stands(work, hit)
    return [
        StepState(
            step, [each for each in hit.steps if each.step == step.key], is_possible(step, confirmation)
        )
        for step in work.profile.dispatch.steps
    ]


def is_possible(step: DispatchStep, confirmation: str | None) -> bool:
    if step.needs == "positive-confirmation":
        return confirmation == dispatch.POSITIVE
    return step.needs is None or confirmation is not None


def stands(work: Work, hit: Hit) -> str | None:
    """How the confirmation stands, where the policy has a procedure."""
    return dispatch.confirmation(work.profile.dispatch, taken(hit)) if work.profile.dispatch.steps else None


def is_live(work: Work, hit: Hit) -> bool:
    """Whether the entry behind the hit still alerts."""
    return hotlists.state_of(hit.entry, work.now) == hotlists.State.LIVE


def is_waiting(work: Work, hit: Hit) -> bool:
    """Whether dispatch still has to ask for, or hear, the confirmation."""
    if not work.profile.dispatch.procedure:
        return not hit.steps
    return stands(work, hit) in (None, dispatch.STARTED)


def count_waiting(work: Work) -> int:
    hits = work.session.scalars(select(Hit).order_by(Hit.raised_at.desc()).limit(SHOWN)).unique()
    return sum(is_waiting(work, hit) for hit in hits)
