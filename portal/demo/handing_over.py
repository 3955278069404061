"""Posts that change hands in the demonstration: one assigned for a time, one stood in for, one that waits.

Which posts these are follows from the profile: what another post assigns, what keeps training, what keeps records.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from portal.access import Duty, Permission
from portal.demo.people import Member
from portal.demo.stage import Stage
from portal.services import posts, proposals
from portal.services.posts import NewHolding

ASSIGNED = timedelta(days=64)
ASSIGNED_FOR = timedelta(days=300)
STOOD_IN_FOR = timedelta(days=3, hours=4)
STANDS_IN = timedelta(days=14)
ASKED = timedelta(hours=6)
BEGINS_IN = timedelta(days=18)
CONFIRMED_AFTER = timedelta(minutes=50)


def scenes(now: datetime) -> list[tuple[datetime, Callable[[Stage, datetime], None]]]:
    """When each change is proposed, and how it is played."""
    return [
        (now - ASSIGNED, assign),
        (now - STOOD_IN_FOR, stand_in),
        (now - ASKED, ask_for_a_successor),
    ]


def assign(stage: Stage, moment: datetime) -> None:
    """The holder of one post assigns another, to one more person, for less than a year."""
    for post in stage.profile.posts:
        if post.assigned_by:
            new = NewHolding(
                post.key,
                colleague_of(stage, stage.company.holder(post.key)).person_id,
                until=moment + ASSIGNED_FOR,
                basis=f"Assignment letter {moment:%y}-09 (invented)",
            )
            confirm(stage, moment, new, propose(stage, moment, stage.company.holder(post.assigned_by), new))
            return


def stand_in(stage: Stage, moment: datetime) -> None:
    """Whoever keeps the training is away; a colleague acts."""
    for key in stage.profile.duties[Duty.TRAINING_KEEPER].posts[:1]:
        substitute = colleague_of(stage, stage.company.holder(key))
        new = NewHolding(
            key,
            substitute.person_id,
            acting=True,
            until=moment + STANDS_IN,
            basis=f"Special order {moment:%y}-31, leave of the holder (invented)",
        )
        confirm(stage, moment, new, propose(stage, moment, proposer_of(stage, moment, new), new))


def ask_for_a_successor(stage: Stage, moment: datetime) -> None:
    """Somebody is to follow in keeping the records; a second person has not decided yet."""
    for key in stage.profile.duties[Duty.CUSTODIAN_OF_RECORDS].posts[:1]:
        successor = colleague_of(stage, stage.company.holder(key))
        new = NewHolding(
            key,
            successor.person_id,
            since=moment + BEGINS_IN,
            basis=f"Personnel order {moment:%y}-44 (invented)",
        )
        propose(stage, moment, proposer_of(stage, moment, new), new)


def colleague_of(stage: Stage, holder: Member) -> Member:
    """Somebody without a post, of the same title if there is one, else of the same tier."""
    company = stage.company
    free = [each for each in company.members if not each.role.posts and each is not holder]
    return min(
        free,
        key=lambda each: (
            each.role.title != holder.role.title,
            company.tier(each) != company.tier(holder),
        ),
    )


def proposer_of(stage: Stage, moment: datetime, new: NewHolding) -> Member:
    return next(
        each
        for each in stage.company.members
        if each.person_id != new.person_id and stage.actor(each, moment).may(Permission.POST_PROPOSE)
    )


def propose(stage: Stage, moment: datetime, proposer: Member, new: NewHolding) -> tuple[str, str]:
    """The id of the proposal, and who proposed it."""
    with stage.act(moment, proposer) as work:
        return posts.propose_change(work, new).id, proposer.person_id


def confirm(stage: Stage, moment: datetime, new: NewHolding, proposed: tuple[str, str]) -> None:
    """The first who may be the second person opens it, then confirms."""
    proposal_id, proposer = proposed
    moment += CONFIRMED_AFTER
    second = next(
        each
        for each in stage.company.members
        if each.person_id not in (proposer, new.person_id)
        and stage.actor(each, moment).may(Permission.PROPOSAL_DECIDE)
    )
    with stage.act(moment, second) as work:
        posts.confirm(work, proposal_id, proposals.shown(posts.find(work, proposal_id)))
