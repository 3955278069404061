"""One entry: found, how it stands, and what the record repeats of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, or_, select

from portal.models import HotlistDecision, HotlistEntry, Verdict
from portal.rules import RuleBroken, approvals
from portal.services.work import Told, Work


class State(StrEnum):
    """How an entry stands at a moment."""

    WAITING = "waiting"
    LIVE = "live"
    EXPIRED = "expired"
    DENIED = "denied"
    REMOVED = "removed"


def get(work: Work, entry_id: str, *, for_change: bool = False) -> HotlistEntry:
    """Raises `NoResultFound` for an entry that is not there."""
    query = select(HotlistEntry).where(HotlistEntry.id == entry_id)
    if for_change:
        query = query.with_for_update(of=HotlistEntry).execution_options(populate_existing=True)
    return work.session.scalars(query).unique().one()


def state_of(entry: HotlistEntry, now: datetime) -> State:
    if entry.removed_at is not None:
        return State.REMOVED
    decision = entry.decision
    if decision is None:
        return State.WAITING
    if decision.verdict == Verdict.DENIED:
        return State.DENIED
    return State.LIVE if decision.live_until is None or decision.live_until > now else State.EXPIRED


def is_live(now: datetime) -> ColumnElement[bool]:
    """An entry alerts from its approval until its time is up, to the second, unless it was removed."""
    return (
        (HotlistDecision.verdict == Verdict.APPROVED)
        & (HotlistDecision.decided_at <= now)
        & or_(HotlistDecision.live_until.is_(None), HotlistDecision.live_until > now)
        & HotlistEntry.removed_at.is_(None)
    )


def told_of(entry: HotlistEntry) -> Told:
    return Told(
        normalised={"plate": entry.plate, "state": entry.state},
        purpose=entry.kind,
        case_number=entry.case_number,
        narrative=entry.narrative,
        subject_type="hotlist_entry",
        subject_id=entry.id,
    )


def check_not_removed(entry: HotlistEntry) -> None:
    """Raises `RuleBroken` for an entry that was removed, whether or not it had been decided."""
    if entry.removed_at is not None:
        raise RuleBroken("hotlist.removed-already", "This entry has been removed already.")


def shown(entry: HotlistEntry) -> str:
    """Digest of what an approver is shown of a request."""
    statements = [stated.statement for stated in entry.escalations]
    return approvals.shown_digest(
        entry.id,
        entry.plate,
        entry.state,
        entry.kind,
        entry.reason,
        entry.case_number,
        entry.no_case_reason,
        entry.narrative,
        *statements,
    )
