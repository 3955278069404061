"""A request: put on record, sent on along the chain, taken out again."""

from dataclasses import dataclass

from portal.ledger import Action
from portal.models import Escalation, HotlistEntry
from portal.rules import RuleBroken, approvals
from portal.rules.plates import check_plate, tidy
from portal.rules.reasons import check_case_number, check_narrative, check_short_reason, split_case_number
from portal.services.hotlists.chains import chain_named, chain_of, first_step
from portal.services.hotlists.entries import State, check_not_removed, state_of, told_of
from portal.services.work import Work


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


def request(work: Work, new: NewEntry) -> HotlistEntry:
    """Puts the request on record; nothing matches yet. Raises `RuleBroken`, naming the field."""
    chain = chain_of(work)
    start = first_step(work, chain)
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
        step=start.step,
    )
    work.session.add(entry)
    work.session.flush()
    work.record(Action.ENTRY_REQUESTED, entry, told=told_of(entry))
    for step, unable in start.passed_over:
        state(work, entry, step, approvals.passed_over((each.holder, each.lack) for each in unable))
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
    state(work, entry, entry.step, statement.strip())


def state(work: Work, entry: HotlistEntry, step: int, statement: str) -> None:
    """Puts on record why a step of the chain is open: the requester's words, or what the portal itself found."""
    stated = Escalation(entry_id=entry.id, step=step, statement=statement, at=work.now)
    work.session.add(stated)
    work.session.flush()
    work.record(Action.ENTRY_ESCALATED, entry, stated, told=told_of(entry))
    work.session.expire(entry, ["escalations"])


def remove(work: Work, entry: HotlistEntry, reason: str = "") -> None:
    """Takes an entry out of matching at once, by whoever located the vehicle; or a request back, by its requester.

    Raises `RuleBroken` where the entry matches no more, or for somebody else's request.
    """
    check_not_removed(entry)
    if state_of(entry, work.now) == State.WAITING and entry.requested_by_id != work.actor.person_id:
        section = work.profile.hotlist.section
        raise RuleBroken("hotlist.not-requester", "Only the requester can take a request back.", section)
    if state_of(entry, work.now) not in (State.WAITING, State.LIVE):
        raise RuleBroken("hotlist.not-live", "This entry alerts nobody any more: there is nothing to remove.")
    entry.removed_at = work.now
    entry.removed_by_id = work.actor.person_id
    entry.removal_reason = reason.strip()
    work.record(Action.ENTRY_REMOVED, entry, told=told_of(entry))
