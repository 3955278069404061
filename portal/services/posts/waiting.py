"""The posts on somebody's work list: changes that wait for them, vacancies, and holdings that are about to end."""

from dataclasses import dataclass, field
from datetime import timedelta

from portal.access import Duty, Permission
from portal.services.posts.standing import Change, Holding, Standing, standing
from portal.services.work import Work

SOON = timedelta(days=14)
"""How long before its end a holding is pointed out: time enough to propose the next."""
SHORT = timedelta(days=7)
"""Who holds a post for no longer than this, as for a shift, is not pointed out: it would always be."""


@dataclass(frozen=True)
class Waiting:
    """Only what this person can do something about."""

    decisions: list[Change] = field(default_factory=list)
    mine: list[Change] = field(default_factory=list)
    """Proposed by this person; they wait for others."""
    vacancies: list[Standing] = field(default_factory=list)
    ending: list[tuple[Standing, Holding]] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not (self.decisions or self.mine or self.vacancies or self.ending)


def waiting_for(work: Work) -> Waiting:
    """What waits for the person at hand. Posts are no plate data: training is not asked for."""
    actor = work.actor
    if not actor.may(Permission.POST_VIEW):
        return Waiting()
    found = standing(work)
    changes = [change for each in found for change in each.changes]
    return Waiting(
        [each for each in changes if may_decide(work, each)],
        [each for each in changes if each.proposal.proposed_by_id == actor.person_id],
        [each for each in found if each.vacant and each.duties and Duty.ADMINISTRATOR in actor.duties],
        [
            (each, holding)
            for each in found
            if looks_after(work, each)
            for holding in each.now
            if ends_soon(work, holding)
        ],
    )


def may_decide(work: Work, change: Change) -> bool:
    """Whether this person can be the second person: neither who proposed it nor who receives the post."""
    actor = work.actor
    receives = change.gives and change.person_id == actor.person_id
    own = change.proposal.proposed_by_id == actor.person_id
    return actor.may(Permission.PROPOSAL_DECIDE) and not (own or receives)


def looks_after(work: Work, each: Standing) -> bool:
    return Duty.ADMINISTRATOR in work.actor.duties or each.post.assigned_by in work.actor.posts


def ends_soon(work: Work, holding: Holding) -> bool:
    return (
        holding.until is not None
        and holding.until - work.now <= SOON
        and holding.until - holding.since > SHORT
    )
