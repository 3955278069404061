"""Entries as people look at them: the list, one in full, and what waits for whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import false, func, not_, select

from portal.ledger import Action
from portal.models import HotlistDecision, HotlistEntry
from portal.services.hotlists.chains import Deciders, Seated, chain_named, is_open_to, seated, without
from portal.services.hotlists.entries import State, get, is_live, state_of, told_of
from portal.services.work import Access, Told, Work

CLOSED_SHOWN = 100
"""Of entries that alert nobody any more, the newest."""


NOBODY = Deciders([], [], [])
"""Of an entry that is decided."""

Filled = dict[tuple[str, int], Seated]
"""The open posts as they are filled, by chain and step: looked up once for a list."""


@dataclass(frozen=True)
class Listed:
    """An entry as a list shows it: how it stands now, and who may decide it while it waits."""

    entry: HotlistEntry
    state: State
    deciders: Deciders


def listed(work: Work, entry: HotlistEntry, filled: Filled) -> Listed:
    state = state_of(entry, work.now)
    if state != State.WAITING:
        return Listed(entry, state, NOBODY)
    chain = chain_named(work, entry.chain)
    key = (chain.key, entry.step)
    if key not in filled:
        filled[key] = seated(work, chain, entry.step)
    return Listed(entry, state, without(work, chain, entry.step, filled[key], entry.requested_by_id))


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
        filled: Filled = {}
        found = [listed(work, entry, filled) for entry in [*first, *others]]
        access.found([each.entry.id for each in found])
    return access, found


def open_entry(work: Work, entry_id: str) -> tuple[Access, Listed]:
    entry = get(work, entry_id)
    with work.access(Action.ENTRY_OPENED, told_of(entry)) as access:
        access.found([entry.id])
    return access, listed(work, entry, {})


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
    filled: Filled = {}
    return [listed(work, entry, filled) for entry in work.session.scalars(query).unique()]
