"""Accounts and titles on somebody's work list: what waits for them, and what they proposed."""

from dataclasses import dataclass, field

from sqlalchemy import select

from portal.access import Permission
from portal.models import Account
from portal.services.accounts import changes
from portal.services.accounts.changes import Change
from portal.services.work import Work


@dataclass(frozen=True)
class Waiting:
    """Only what this person can do something about."""

    decisions: list[Change] = field(default_factory=list)
    mine: list[Change] = field(default_factory=list)
    """Proposed by this person; they wait for others."""
    unopened: list[Account] = field(default_factory=list)
    """Accounts that wait for permissions, and for whoever assigns them."""

    @property
    def empty(self) -> bool:
        return not (self.decisions or self.mine or self.unopened)


def waiting_for(work: Work) -> Waiting:
    """What waits for the person at hand. People are no plate data: training is not asked for."""
    actor = work.actor
    concerned = (Permission.PROPOSAL_DECIDE, Permission.TITLE_PROPOSE, Permission.PERMISSION_ASSIGN)
    if not any(actor.may(each) for each in concerned):
        return Waiting()
    found = changes.waiting(work)
    unopened = never_opened(work) if actor.may(Permission.PERMISSION_ASSIGN) else []
    proposed = {each.proposal.subject_id for each in found}
    return Waiting(
        [each for each in found if may_decide(work, each)],
        [each for each in found if each.proposal.proposed_by_id == actor.person_id],
        [each for each in unopened if each.id not in proposed and each.person_id != actor.person_id],
    )


def may_decide(work: Work, change: Change) -> bool:
    """Whether this person can be the second: neither who proposed it nor whom it is about, one of the two assigning."""
    own = work.actor.person_id in (change.proposal.proposed_by_id, change.person.id)
    second = work.actor.may(Permission.PROPOSAL_DECIDE) and not own
    return second and changes.one_assigns(work, change.proposal)


def never_opened(work: Work) -> list[Account]:
    """Disabled accounts that nobody has opened or closed yet, oldest first."""
    query = select(Account).where(
        Account.disabled, Account.enabled_at.is_(None), Account.disabled_reason == ""
    )
    rows = work.session.scalars(query.order_by(Account.created_at, Account.id)).unique()
    return [each for each in rows if each.person.left_at is None or each.person.left_at > work.now]
