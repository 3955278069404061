"""Entries as people look at them: the list, one in full, and what waits for whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import false, func, not_, select

from portal.ledger import Action
from portal.models import HotlistDecision, HotlistEntry
from portal.services.hotlists.chains import approvers, chain_named, is_open_to, vacant
from portal.services.hotlists.entries import State, get, is_live, state_of, told_of
from portal.services.people import Holder
from portal.services.work import Access, Told, Work

CLOSED_SHOWN = 100
"""Of entries that alert nobody any more, the newest."""


@dataclass(frozen=True)
class Listed:
    """An entry as a list shows it: how it stands now, who may decide it, and which of their posts nobody else holds."""

    entry: HotlistEntry
    state: State
    approvers: list[Holder]
    vacant: list[str]


def listed(work: Work, entry: HotlistEntry) -> Listed:
    state = state_of(entry, work.now)
    chain = chain_named(work, entry.chain)
    if state != State.WAITING:
        return Listed(entry, state, [], [])
    found = approvers(work, chain, entry.step, entry.requested_by_id)
    return Listed(entry, state, found, vacant(work, chain, entry.step, found))


def open_list(work: Work) -> tuple[Access, list[Listed]]:
    """Every entry that is live or waits for its decision, then the newest of the others: an access."""
    newest = (
        select(HotlistEntry)
        .outerjoin(HotlistDecision)
        .order_by(HotlistEntry.requested_at.desc(), HotlistEntry.id)
    )
    undecided = HotlistDecision.id.is_(None) & HotlistEntry.removed_at.is_(None)
    matters = undecided | is_live(work.now)
    with work.access(Action.ENTRIES_OPENED, Told(purpose="hotlist administration")) as access:
        first = work.session.scalars(newest.where(matters)).unique()
        others = work.session.scalars(
            newest.where(not_(func.coalesce(matters, false()))).limit(CLOSED_SHOWN)
        ).unique()
        found = [listed(work, entry) for entry in [*first, *others]]
        access.found([each.entry.id for each in found])
    return access, found


def open_entry(work: Work, entry_id: str) -> tuple[Access, Listed]:
    entry = get(work, entry_id)
    with work.access(Action.ENTRY_OPENED, told_of(entry)) as access:
        access.found([entry.id])
    return access, listed(work, entry)


def waiting_for(work: Work) -> Sequence[HotlistEntry]:
    """The requests this person can decide now, oldest first."""
    if not work.actor.posts or not work.profile.hotlist.custom:
        return []
    query = (
        select(HotlistEntry)
        .outerjoin(HotlistDecision)
        .where(HotlistDecision.id.is_(None), HotlistEntry.removed_at.is_(None))
        .where(HotlistEntry.requested_by_id != work.actor.person_id)
        .order_by(HotlistEntry.requested_at)
    )
    return [entry for entry in work.session.scalars(query).unique() if is_open_to(work, entry)]


def own_waiting(work: Work) -> list[Listed]:
    """This person's own requests that nobody has decided yet."""
    query = (
        select(HotlistEntry)
        .outerjoin(HotlistDecision)
        .where(HotlistDecision.id.is_(None), HotlistEntry.removed_at.is_(None))
        .where(HotlistEntry.requested_by_id == work.actor.person_id)
        .order_by(HotlistEntry.requested_at)
    )
    return [listed(work, entry) for entry in work.session.scalars(query).unique()]
