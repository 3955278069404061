"""Who may decide a request: the chain of approvers as the profile lays it, and as the posts are filled now."""

from collections.abc import Sequence

from portal.agencies.alerts import Chain
from portal.models import HotlistEntry
from portal.rules import RuleBroken, approvals
from portal.services import people
from portal.services.people import Holder
from portal.services.work import Work


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


def is_open_to(work: Work, entry: HotlistEntry) -> bool:
    return bool(set(approvals.open_posts(chain_named(work, entry.chain), entry.step)) & set(work.actor.posts))
