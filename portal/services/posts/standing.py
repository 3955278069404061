"""Every post of the profile as it stands: who holds it and how, what is to come, what waits for a second person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from portal.access import Duty
from portal.agencies.authority import Post
from portal.models import PostHeld, Proposal
from portal.rules.posts import Kind
from portal.services import people, proposals
from portal.services.posts import holdings, terms
from portal.services.posts.terms import Ending
from portal.services.work import Work


@dataclass(frozen=True)
class Holding:
    """One person's holding of one post, as a page tells it."""

    id: str
    person_id: str
    full_name: str
    post: str
    kind: Kind
    since: datetime
    until: datetime | None
    basis: str


@dataclass(frozen=True)
class Change:
    """A change that waits for a second person, in words."""

    proposal: Proposal
    post: Post
    gives: bool
    person_id: str
    """Whom it is about: who receives the post, or whose holding ends."""
    full_name: str
    kind: Kind
    since: datetime | None
    """When it begins or ends; None is the moment it is confirmed."""
    until: datetime | None
    basis: str
    ends: tuple[Holding, ...] = ()
    """What ends with it."""


@dataclass(frozen=True)
class Standing:
    """One post, now."""

    post: Post
    duties: tuple[tuple[Duty, str], ...]
    """What it carries, each with its section."""
    now: tuple[Holding, ...]
    coming: tuple[Holding, ...]
    changes: tuple[Change, ...]

    @property
    def vacant(self) -> bool:
        return not self.now

    @property
    def acting_only(self) -> bool:
        """Whether only somebody who stands in holds it."""
        return bool(self.now) and all(each.kind == Kind.ACTING for each in self.now)


def standing(work: Work) -> list[Standing]:
    """The posts in the profile's order. Holdings of a post the profile no longer has are in its history alone."""
    known = {post.key for post in work.profile.posts}
    held = [told(work, row) for row in holdings.not_over(work.session, work.now) if row.post in known]
    open_changes = changes(work, proposals.open_ones(work, "post"))
    return [
        Standing(
            post,
            duties_of(work, post.key),
            tuple(each for each in held if each.post == post.key and each.since <= work.now),
            tuple(each for each in held if each.post == post.key and each.since > work.now),
            tuple(each for each in open_changes if each.post.key == post.key),
        )
        for post in work.profile.posts
    ]


def standing_of(work: Work, post: str) -> Standing:
    """Raises `NoResultFound` for a post the profile does not have."""
    found = holdings.post_named(work, post)
    return next(each for each in standing(work) if each.post.key == found.key)


def duties_of(work: Work, post: str) -> tuple[tuple[Duty, str], ...]:
    carried = work.profile.duties.items()
    return tuple((duty, assignment.section) for duty, assignment in carried if post in assignment.posts)


def told(work: Work, row: PostHeld) -> Holding:
    return Holding(
        row.id,
        row.person_id,
        row.person.full_name,
        row.post,
        holdings.kind(work, row),
        row.since,
        people.end_of(row),
        row.basis,
    )


def changes(work: Work, found: Iterable[Proposal]) -> list[Change]:
    """The proposals in words; those about a post the profile no longer has are left out."""
    known = {post.key for post in work.profile.posts}
    return [change_of(work, proposal) for proposal in found if proposal.subject_id in known]


def change_of(work: Work, proposal: Proposal) -> Change:
    asked = terms.read(proposal)
    post = work.profile.post(proposal.subject_id)
    if isinstance(asked, Ending):
        held = told(work, holdings.get(work.session, asked.holding_id))
        return Change(
            proposal,
            post,
            False,
            held.person_id,
            held.full_name,
            held.kind,
            asked.at,
            None,
            asked.basis,
            (held,),
        )
    new = asked.holding
    ended = tuple(told(work, holdings.get(work.session, each)) for each in asked.ends)
    full_name = holdings.names(work.session, [new.person_id]).get(new.person_id, "")
    kind = new.terms(work.profile).kind
    return Change(
        proposal, post, True, new.person_id, full_name, kind, new.since, new.until, new.basis, ended
    )
