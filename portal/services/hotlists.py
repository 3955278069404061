"""Custom hotlist entries: asked for, sent along the chain of approvers, decided by somebody else, removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal.agencies.alerts import Chain
from portal.ledger import Action
from portal.models import Escalation, HotlistDecision, HotlistEntry, Verdict
from portal.rules import RuleBroken, approvals
from portal.rules.plates import check_plate, tidy
from portal.rules.reasons import check_case_number, check_narrative, check_short_reason, split_case_number
from portal.services import people
from portal.services.people import Holder
from portal.services.work import Access, Told, Work


class State(StrEnum):
    """How an entry stands at a moment."""

    WAITING = "waiting"
    LIVE = "live"
    EXPIRED = "expired"
    DENIED = "denied"
    REMOVED = "removed"


@dataclass(frozen=True)
class NewEntry:
    """A request as it was typed."""

    plate: str
    state: str
    kind: str
    reason: str
    case_number: str
    no_case_reason: str
    narrative: str
    unavailable_statement: str = ""


@dataclass(frozen=True)
class Listed:
    """An entry as a list shows it: how it stands now, who may decide it, and which of their posts nobody else holds."""

    entry: HotlistEntry
    state: State
    approvers: list[Holder]
    vacant: list[str]


def chain_of(work: Work) -> Chain:
    """The chain this person's requests take. Raises `RuleBroken` where the policy provides none."""
    title = work.actor.title_key
    chain = work.profile.chain_for(title) if title and work.profile.hotlist.custom else None
    if chain is None:
        raise RuleBroken(
            "hotlist.not-provided",
            "The policy provides no custom hotlist entries for your title.",
            work.profile.hotlist.section,
        )
    return chain


def chain_named(work: Work, key: str) -> Chain:
    return next(chain for chain in work.profile.hotlist.chains if chain.key == key)


def approvers(work: Work, chain: Chain, step: int, requester: str | None) -> list[Holder]:
    """Who may decide now, in the policy's order; never the requester."""
    found = people.holders(work, approvals.open_posts(chain, step))
    return [holder for holder in found if holder.person_id != requester]


def vacant(work: Work, chain: Chain, step: int, found: Sequence[Holder]) -> list[str]:
    """The titles of the posts that could decide now, had they a holder other than the requester."""
    filled = {holder.post for holder in found}
    return [work.profile.post(key).title for key in approvals.open_posts(chain, step) if key not in filled]


def first_step(work: Work, chain: Chain) -> int:
    """Where a request starts: at the first step somebody else can decide. A vacant post opens the next by itself."""
    for step in range(len(chain.steps)):
        if approvers(work, chain, step, work.actor.person_id):
            return step
    return len(chain.steps) - 1


def request(work: Work, new: NewEntry) -> HotlistEntry:
    """Puts the request on record; nothing matches yet. Raises `RuleBroken`, naming the field."""
    chain = chain_of(work)
    number, reason = split_case_number(new.case_number, new.no_case_reason)
    check(work, new, number, reason)
    entry = HotlistEntry(
        plate=tidy(new.plate),
        state=new.state.upper(),
        kind=new.kind,
        reason=new.reason.strip(),
        case_number=number,
        no_case_reason=reason,
        narrative=new.narrative.strip(),
        requested_by_id=work.actor.person_id,
        requested_at=work.now,
        chain=chain.key,
        step=first_step(work, chain),
    )
    work.session.add(entry)
    work.session.flush()
    work.record(Action.ENTRY_REQUESTED, entry, told=told_of(entry))
    if new.unavailable_statement.strip():
        escalate(work, entry, new.unavailable_statement)
    return entry


def check(work: Work, new: NewEntry, number: str, reason: str) -> None:
    plate = tidy(new.plate)
    section = work.profile.hotlist.section
    check_plate(plate)
    check_case_number(number, reason, required=work.profile.search.case_number == "required", section=section)
    check_short_reason(new.reason, plate=plate, section=section)
    check_narrative(new.narrative, plate=plate, section=section)


def told_of(entry: HotlistEntry) -> Told:
    return Told(
        normalised={"plate": entry.plate, "state": entry.state},
        purpose=entry.kind,
        case_number=entry.case_number,
        narrative=entry.narrative,
        subject_type="hotlist_entry",
        subject_id=entry.id,
    )


def escalate(work: Work, entry: HotlistEntry, statement: str) -> None:
    """Opens the next step by the requester's statement of how the approver was sought.

    Raises `RuleBroken` for anybody else, a decided entry, a last step, or a statement that says nothing.
    """
    chain = chain_named(work, entry.chain)
    check_not_removed(entry)
    if entry.requested_by_id != work.actor.person_id:
        raise RuleBroken("approval.not-requester", "Only the requester can state this.", chain.section)
    approvals.check_undecided(entry.decision.verdict if entry.decision else None)
    approvals.check_escalation(chain, entry.step, statement)
    entry.step += 1
    stated = Escalation(entry_id=entry.id, step=entry.step, statement=statement.strip(), at=work.now)
    work.session.add(stated)
    work.session.flush()
    work.record(Action.ENTRY_ESCALATED, entry, stated, told=told_of(entry))
    work.session.expire(entry, ["escalations"])


def get(work: Work, entry_id: str, *, for_change: bool = False) -> HotlistEntry:
    """Raises `NoResultFound` for an entry that is not there."""
    query = select(HotlistEntry).where(HotlistEntry.id == entry_id)
    if for_change:
        query = query.with_for_update(of=HotlistEntry).execution_options(populate_existing=True)
    return work.session.scalars(query).unique().one()


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


def decide(work: Work, entry_id: str, verdict: Verdict, seen: str) -> HotlistDecision:
    """The one decision on a request, under a post held now. Others who decide at the same time wait and are refused.

    Raises `RuleBroken` for one's own request, a post that is not open, a decided request, or a stale page.
    """
    entry = get(work, entry_id, for_change=True)
    chain = chain_named(work, entry.chain)
    check_not_removed(entry)
    approvals.check_undecided(entry.decision.verdict if entry.decision else None)
    post = approvals.deciding_post(
        chain,
        entry.step,
        work.actor.posts,
        requester=entry.requested_by_id,
        decider=work.actor.person_id or "",
    )
    approvals.check_seen(seen, shown(entry))
    decision = new_decision(work, entry, verdict, post, approvals.section_of(chain, post))
    work.session.add(decision)
    work.session.flush()
    action = Action.ENTRY_APPROVED if verdict == Verdict.APPROVED else Action.ENTRY_DENIED
    work.record(action, decision, told=told_of(entry))
    return decision


def new_decision(
    work: Work, entry: HotlistEntry, verdict: Verdict, post: str, section: str
) -> HotlistDecision:
    approved = verdict == Verdict.APPROVED
    return HotlistDecision(
        entry_id=entry.id,
        requested_by_id=entry.requested_by_id,
        decided_by_id=work.actor.person_id,
        verdict=verdict,
        decided_at=work.now,
        live_until=approvals.live_until(work.profile, work.now) if approved else None,
        post=post,
        section=section,
        seen=shown(entry),
        note=note_of(work, entry, verdict, post, section),
    )


def note_of(work: Work, entry: HotlistEntry, verdict: Verdict, post: str, section: str) -> str:
    """What is written into the narrative, as the policy asks of whoever approves."""
    local = work.now.astimezone(ZoneInfo(work.profile.agency.time_zone))
    note = (
        f"{verdict.capitalize()} by {work.actor.full_name}, {work.profile.post(post).title}, "
        f"{local:%Y-%m-%d %H:%M:%S %Z} under {section}."
    )
    if approvals.step_of(chain_named(work, entry.chain), post) == 0:
        return note
    if started_at(entry) > 0:
        note += " No earlier approver: the post was vacant, or the requester's own."
    statements = " ".join(stated.statement for stated in entry.escalations)
    return f"{note} First approver unavailable: {statements}" if statements else note


def started_at(entry: HotlistEntry) -> int:
    """The step the request first went to, counted from 0: each statement since has opened one more."""
    return entry.step - len(entry.escalations)


def remove(work: Work, entry: HotlistEntry) -> None:
    """Takes an entry out of matching at once, or a request back. Raises `RuleBroken` where it matches no more."""
    check_not_removed(entry)
    if state_of(entry, work.now) not in (State.WAITING, State.LIVE):
        raise RuleBroken("hotlist.not-live", "This entry alerts nobody any more: there is nothing to remove.")
    entry.removed_at = work.now
    work.record(Action.ENTRY_REMOVED, entry, told=told_of(entry))


def check_not_removed(entry: HotlistEntry) -> None:
    """Raises `RuleBroken` for an entry that was removed, whether or not it had been decided."""
    if entry.removed_at is not None:
        raise RuleBroken("hotlist.removed-already", "This entry has been removed already.")


def state_of(entry: HotlistEntry, now: datetime) -> State:
    if entry.removed_at is not None:
        return State.REMOVED
    decision = entry.decision
    if decision is None:
        return State.WAITING
    if decision.verdict == Verdict.DENIED:
        return State.DENIED
    return State.LIVE if decision.live_until is None or decision.live_until > now else State.EXPIRED


def listed(work: Work, entry: HotlistEntry) -> Listed:
    state = state_of(entry, work.now)
    chain = chain_named(work, entry.chain)
    if state != State.WAITING:
        return Listed(entry, state, [], [])
    found = approvers(work, chain, entry.step, entry.requested_by_id)
    return Listed(entry, state, found, vacant(work, chain, entry.step, found))


def open_list(work: Work) -> tuple[Access, list[Listed]]:
    """The entries of the last weeks, newest first: an access."""
    query = select(HotlistEntry).order_by(HotlistEntry.requested_at.desc(), HotlistEntry.id).limit(100)
    with work.access(Action.ENTRIES_OPENED, Told(purpose="hotlist administration")) as access:
        found = [listed(work, entry) for entry in work.session.scalars(query).unique()]
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


def is_open_to(work: Work, entry: HotlistEntry) -> bool:
    return bool(set(approvals.open_posts(chain_named(work, entry.chain), entry.step)) & set(work.actor.posts))


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
