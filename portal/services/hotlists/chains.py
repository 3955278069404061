"""Who may decide a request: the chain of approvers as the profile lays it, and as the posts are filled now."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.agencies.alerts import Chain
from portal.models import HotlistEntry, Person
from portal.rules import RuleBroken, approvals
from portal.rules.ability import Lack
from portal.services import people
from portal.services.authority import lack_of
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


@dataclass(frozen=True)
class Unable:
    """The holder of a post who cannot decide now, and what they lack."""

    holder: Holder
    lack: Lack


@dataclass(frozen=True)
class Deciders:
    """The open posts of a chain as they are filled now: by whom it can be decided, by whom it cannot, by nobody."""

    able: list[Holder]
    unable: list[Unable]
    vacant: list[str]
    """Titles of the posts without a holder other than the requester."""


Seated = list[tuple[Holder, Lack | None]]


def deciders(work: Work, chain: Chain, step: int, requester: str | None) -> Deciders:
    """Who may decide now, in the policy's order; never the requester, nor whom plate data is closed to."""
    return without(work, chain, step, seated(work, chain, step), requester)


def seated(work: Work, chain: Chain, step: int) -> Seated:
    """The holders of the posts that are open, each with what keeps them from deciding."""
    found = people.holders(work, approvals.open_posts(chain, step))
    query = select(Person).where(Person.id.in_({holder.person_id for holder in found}))
    persons = work.session.scalars(query.options(joinedload(Person.account))).unique()
    lacks = {person.id: lack_of(work, person) for person in persons}
    return [(holder, lacks[holder.person_id]) for holder in found]


def without(work: Work, chain: Chain, step: int, holders: Seated, requester: str | None) -> Deciders:
    others = [(holder, lack) for holder, lack in holders if holder.person_id != requester]
    filled = {holder.post for holder, _ in others}
    return Deciders(
        [holder for holder, lack in others if lack is None],
        [Unable(holder, lack) for holder, lack in others if lack is not None],
        [work.profile.post(key).title for key in approvals.open_posts(chain, step) if key not in filled],
    )


@dataclass(frozen=True)
class Start:
    """The step a request begins at, and who of the steps before holds a post but cannot decide."""

    step: int
    passed_over: tuple[tuple[int, tuple[Unable, ...]], ...] = ()
    """Each step that opened for that reason, counted from 0, and the people in the one before it."""


def first_step(work: Work, chain: Chain) -> Start:
    """Where a request starts: at the first step somebody else can decide.

    A post that is vacant, or whose holder cannot decide, opens the next by itself.
    """
    passed_over: list[tuple[int, tuple[Unable, ...]]] = []
    known: set[str] = set()
    for step in range(len(chain.steps)):
        found = deciders(work, chain, step, work.actor.person_id)
        if found.able or step == len(chain.steps) - 1:
            return Start(step, tuple(passed_over))
        fresh = tuple(each for each in found.unable if each.holder.post not in known)
        known |= {each.holder.post for each in fresh}
        if fresh:
            passed_over.append((step + 1, fresh))
    raise AssertionError("a chain has a step")


def is_open_to(work: Work, entry: HotlistEntry) -> bool:
    return bool(set(approvals.open_posts(chain_named(work, entry.chain), entry.step)) & set(work.actor.posts))
