"""The first holders of a new instance: at the command line, while no two people could propose and confirm.

It ends by itself. As soon as one person may propose and another confirm, the command refuses, and every change takes
the two of them. Should accounts be closed until nobody can, it opens again: otherwise the posts would be stuck.
"""

from sqlalchemy import select

from portal.access import Permission
from portal.ledger import Action
from portal.models import Account, PostHeld
from portal.rules import posts as rules
from portal.rules.accounts import closed
from portal.services import people
from portal.services.posts import changing, holdings
from portal.services.posts.deciding import begin, told_of
from portal.services.posts.lock import take_post_lock
from portal.services.posts.terms import NewHolding
from portal.services.signin.accounts import standing_of
from portal.services.work import Work


class NotFounding(RuntimeError):
    """Two people can propose and confirm changes by now, so no command does it for them."""


def give_first(work: Work, new: NewHolding) -> PostHeld:
    """Gives a post without a second person, on record as such; it ends nobody's holding.

    Raises `NotFounding`, `RuleBroken`, and `NoResultFound` for a post the profile does not have.
    """
    section = holdings.post_named(work, new.post).section
    take_post_lock(work.session)
    check_founding(work)
    rules.check_terms(new.terms(work.profile), work.now, work.profile.agency.time_zone)
    changing.check_proposer(work, new, "")
    ended = changing.check_receiver(work, new)
    rules.check_vacant([row.id for row in ended], section)
    holding = begin(work, new, rules.start_of(new.since, work.now))
    work.record(Action.POST_GIVEN, holding, told=told_of(holding, new.basis), outcome="no second person")
    return holding


def check_founding(work: Work) -> None:
    """Raises `NotFounding` once somebody may propose and somebody else may confirm."""
    proposers, deciders = able(work, Permission.POST_PROPOSE), able(work, Permission.PROPOSAL_DECIDE)
    if any(proposer != decider for proposer in proposers for decider in deciders):
        raise NotFounding(
            "Two people can propose and confirm a change of posts by now, so this command no longer may. "
            "Let one of them propose it at /people/posts, and another confirm it."
        )


def able(work: Work, permission: Permission) -> set[str]:
    """The people with an open account who may do this now."""
    accounts = work.session.scalars(select(Account).where(~Account.disabled)).unique()
    actors = (
        people.actor_of(work.session, work.profile, each.person, each.user_name, work.now)
        for each in accounts
        if closed(standing_of(each), work.now) is None
    )
    return {actor.person_id for actor in actors if actor.person_id and actor.may(permission)}
