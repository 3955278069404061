"""Holds: a read is copied out of reach of the purge, for a reason, until somebody reviews it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, inspect, select

from portal.ledger import Action
from portal.models import HeldRead, Hold, HoldItem, Read, ReadFacts
from portal.rules import RuleBroken
from portal.rules.reasons import check_case_number, has_meaning
from portal.services.people import local_day
from portal.services.retention.lock import take_purge_lock
from portal.services.work import Access, Told, Work

LISTED = 200


@dataclass(frozen=True)
class NewHold:
    """A hold as it was asked for."""

    kind: str
    case_number: str
    reason: str
    review_on: date


def place(work: Work, new: NewHold, keys: Sequence[int]) -> Hold:
    """Keeps these reads past their time. Waits for a purge that runs; a read that is gone cannot be held.

    Raises `RuleBroken` for a missing reason or case number, a review day not ahead, or a read that is gone.
    """
    check(work, new)
    take_purge_lock(work.session)
    held = [hold_copy(work, key) for key in keys]
    hold = Hold(
        kind=new.kind,
        case_number=new.case_number.strip(),
        reason=new.reason.strip(),
        review_on=new.review_on,
        placed_by_id=work.actor.person_id,
        placed_at=work.now,
    )
    work.session.add(hold)
    work.session.flush()
    items = [HoldItem(hold_id=hold.id, read_key=read.key) for read in held]
    work.session.add_all(items)
    work.session.flush()
    told = Told(purpose=new.kind, case_number=hold.case_number, narrative=hold.reason)
    work.record(Action.HOLD_PLACED, hold, *items, told=told, count=len(items))
    return hold


def check(work: Work, new: NewHold) -> None:
    section = work.profile.retention.evidence.section
    check_case_number(new.case_number.strip(), "", required=True, section=section)
    if not has_meaning(new.reason):
        raise RuleBroken("hold.no-reason", "Say why this read must be kept.", section, "reason")
    if new.review_on <= local_day(work.profile, work.now):
        raise RuleBroken("hold.review-day", "The day of review lies ahead.", section, "review_on")


def hold_copy(work: Work, key: int) -> HeldRead:
    """The copy of this read that holds keep, made now if no other hold has made it."""
    held = work.session.get(HeldRead, key)
    if held is not None:
        return held
    read = work.session.get(Read, key, with_for_update={"read": True, "key_share": True})
    if read is None:
        raise RuleBroken("hold.gone", "This read has been purged; it can no longer be held.")
    columns = {each.key: getattr(read, each.key) for each in inspect(Read).column_attrs}
    held = HeldRead(**columns)
    work.session.add(held)
    work.session.flush()
    return held


def holds_on(work: Work, read: ReadFacts) -> Sequence[Hold]:
    query = select(Hold).join(HoldItem).where(HoldItem.read_key == read.key).order_by(Hold.placed_at)
    return work.session.scalars(query).unique().all()


def open_list(work: Work) -> tuple[Access, Sequence[Hold]]:
    """The holds next to be reviewed, with their reads: an access."""
    with work.access(Action.HOLDS_OPENED, Told(purpose="evidence administration")) as access:
        first = select(Hold).order_by(Hold.review_on, Hold.placed_at).limit(LISTED)
        holds = work.session.scalars(first).unique().all()
        access.found([work.tools.read_ids.hide(item.read_key) for hold in holds for item in hold.items])
    return access, holds


def count_due(work: Work) -> int:
    """How many of this person's holds are to be reviewed by today."""
    today = local_day(work.profile, work.now)
    query = select(func.count()).where(Hold.placed_by_id == work.actor.person_id, Hold.review_on <= today)
    return work.session.scalar(query) or 0
