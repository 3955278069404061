"""Changes that need a second person: one proposes, another decides, and only then is it done.

The services of a subject (publication of a policy, a change of a post) check the terms when they are proposed and
carry them out when they are confirmed; what they share is here.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import select

from portal.access import GRANTS, Permission
from portal.ledger import Action
from portal.models import Governed, Proposal, ProposalDecision
from portal.rules import proposals as rules
from portal.rules.approvals import shown_digest
from portal.services.people import Holder, holders
from portal.services.work import Work

Kind = Literal["publication", "post", "permissions", "title"]
Verdict = Literal["confirmed", "refused"]


@dataclass(frozen=True)
class Decided:
    """A decision that was added to the session, and its proposal."""

    proposal: Proposal
    decision: ProposalDecision


def propose(work: Work, kind: Kind, subject_id: str, terms: Mapping[str, Any]) -> Proposal:
    """Puts a change up for a second person. `terms` are plain JSON; the caller has checked them."""
    proposal = Proposal(
        kind=kind,
        subject_id=subject_id,
        terms=dict(terms),
        proposed_by_id=work.actor.person_id,
        proposed_at=work.now,
    )
    work.session.add(proposal)
    work.session.flush()
    work.record(Action.PROPOSAL_MADE, proposal)
    return proposal


def get(work: Work, kind: Kind, proposal_id: str, *, for_change: bool = False) -> Proposal:
    """Raises `NoResultFound`. `for_change` locks it, so that of two decisions at once one waits."""
    query = select(Proposal).where(Proposal.id == proposal_id, Proposal.kind == kind)
    if for_change:
        query = query.with_for_update(of=Proposal).execution_options(populate_existing=True)
    return work.session.scalars(query).one()


def open_ones(work: Work, kind: Kind | None = None, subject_id: str | None = None) -> Sequence[Proposal]:
    """Proposals that wait for a second person, oldest first."""
    query = select(Proposal).where(Proposal.withdrawn_at.is_(None), ~Proposal.decision.has())
    if kind is not None:
        query = query.where(Proposal.kind == kind)
    if subject_id is not None:
        query = query.where(Proposal.subject_id == subject_id)
    return work.session.scalars(query.order_by(Proposal.proposed_at, Proposal.id)).all()


def shown(proposal: Proposal) -> str:
    """Digest of what a second person is shown, carried through the form as `seen`."""
    return shown_digest(
        proposal.id, proposal.kind, proposal.subject_id, json.dumps(proposal.terms, sort_keys=True)
    )


def deciders(work: Work, proposal: Proposal) -> list[Holder]:
    """Who holds a post now under which this may be decided; never the person who proposed it."""
    posts = {
        post: None
        for duty, assignment in work.profile.duties.items()
        if Permission.PROPOSAL_DECIDE in GRANTS[duty]
        for post in assignment.posts
    }
    found = {each.person_id: each for each in reversed(holders(work, tuple(posts)))}
    return [each for each in reversed(found.values()) if each.person_id != proposal.proposed_by_id]


def decide(
    work: Work, kind: Kind, proposal_id: str, verdict: Verdict, seen: str, reason: str = ""
) -> Decided:
    """The one decision on a proposal, added and flushed but not yet on record: the caller names what else it changed
    in the same entry, by `record`.

    Raises `RuleBroken` for one's own, a decided or withdrawn proposal, or a stale page; `NoResultFound`.
    """
    proposal = get(work, kind, proposal_id, for_change=True)
    rules.check_decision(
        proposer=proposal.proposed_by_id,
        decider=work.actor.person_id or "",
        verdict=proposal.decision.verdict if proposal.decision else None,
        withdrawn=proposal.withdrawn_at is not None,
    )
    rules.check_seen(seen, shown(proposal))
    decision = ProposalDecision(
        proposal_id=proposal.id,
        proposed_by_id=proposal.proposed_by_id,
        decided_by_id=work.actor.person_id,
        verdict=verdict,
        decided_at=work.now,
        post=", ".join(work.actor.post_titles) or work.actor.title,
        reason=reason,
    )
    work.session.add(decision)
    work.session.flush()
    return Decided(proposal, decision)


def record(work: Work, decided: Decided, *changed: Governed) -> None:
    """Puts the decision on record, with every row that was changed because of it."""
    work.record(Action.PROPOSAL_DECIDED, decided.decision, *changed, outcome=decided.decision.verdict)


def withdraw(work: Work, kind: Kind, proposal_id: str) -> Proposal:
    """Takes one's own proposal back. Raises `RuleBroken`, `NoResultFound`."""
    proposal = get(work, kind, proposal_id, for_change=True)
    rules.check_withdrawal(
        proposer=proposal.proposed_by_id,
        person=work.actor.person_id or "",
        verdict=proposal.decision.verdict if proposal.decision else None,
        withdrawn=proposal.withdrawn_at is not None,
    )
    proposal.withdrawn_at = work.now
    work.record(Action.PROPOSAL_WITHDRAWN, proposal)
    return proposal
