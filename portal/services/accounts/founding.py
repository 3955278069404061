"""The first accounts of a new instance: at the command line, while no two people could make and open one.

It ends by itself, as the founding of posts does; should accounts be closed until nobody can, it opens again.
"""

from portal.access import Permission
from portal.models import Account
from portal.services import posts
from portal.services.accounts.creating import NewAccount, make
from portal.services.posts import NewHolding
from portal.services.posts.founding import able
from portal.services.posts.lock import take_post_lock
from portal.services.work import Work

BASIS = "Founding of the portal"


class NotFounding(RuntimeError):
    """Two people can make and open accounts by now, so no command does it for them."""


def create_first(work: Work, new: NewAccount, held: tuple[str, ...]) -> Account:
    """Makes an open account with these posts, on record as made without a second person; a password is its owner's.

    Raises `NotFounding` (also that of posts, for its posts), `RuleBroken`, and `NoResultFound` for an unknown post.
    """
    take_post_lock(work.session)
    check_founding(work)
    account = make(work, new, disabled=False)
    for post in held:
        posts.give_first(work, NewHolding(post, account.person_id, basis=BASIS))
    return account


def check_founding(work: Work) -> None:
    """Raises `NotFounding` once one person may make an account and somebody else have it opened."""
    makers = able(work, Permission.ACCOUNT_CREATE)
    assigners = able(work, Permission.PERMISSION_ASSIGN)
    deciders = able(work, Permission.PROPOSAL_DECIDE)
    apart = any(maker != assigner for maker in makers for assigner in assigners)
    confirmed = any(both != decider for both in makers & assigners for decider in deciders)
    if apart or confirmed:
        raise NotFounding(
            "Accounts can be made and opened at /people by now, so this command no longer may. Let whoever the policy "
            "names make it there, and somebody else assign its permissions."
        )


def check_nobody_clears(work: Work, person_id: str) -> None:
    """Raises `NotFounding` where somebody else may put this person's clearance or CLETS authorisation on file."""
    if able(work, Permission.PERMISSION_ASSIGN) - {person_id}:
        raise NotFounding(
            "Somebody else may put this on file by now, so this command no longer may. Let whoever assigns "
            "permissions do it on the person's page under /people."
        )
