"""The one decision on a request, by somebody else, on what they were shown."""

from zoneinfo import ZoneInfo

from portal.ledger import Action
from portal.models import HotlistDecision, HotlistEntry, Verdict
from portal.rules import approvals
from portal.services.hotlists.chains import chain_named
from portal.services.hotlists.entries import check_not_removed, get, shown, told_of
from portal.services.work import Work

VACANT = "No earlier approver: the post was vacant, or the requester's own."
"""What a note says where a request began at a later step."""


def decide(work: Work, entry_id: str, verdict: Verdict, seen: str) -> HotlistDecision:
    """The one decision on a request, under a post held now. Others who decide at the same time wait and are refused.

    Raises `RuleBroken` for one's own request, a post that is not open, a decided request, a stale page, or
    while plate data is closed to this person.
    """
    entry = get(work, entry_id, for_change=True)
    chain = chain_named(work, entry.chain)
    check_not_removed(entry)
    approvals.check_undecided(entry.decision.verdict if entry.decision else None)
    approvals.check_able(work.actor.barred)
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
        note += f" {VACANT}"
    statements = " ".join(stated.statement for stated in entry.escalations)
    return f"{note} First approver unavailable: {statements}" if statements else note


def started_at(entry: HotlistEntry) -> int:
    """The step the request first went to, counted from 0: each statement since has opened one more."""
    return entry.step - len(entry.escalations)
