"""Proposing that a post be given or ended. Nothing of it happens before a second person confirms it."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.exc import NoResultFound

from portal.models import PostHeld, Proposal
from portal.rules import posts as rules
from portal.rules.posts import Kind, Span, Terms
from portal.services import people, proposals
from portal.services.posts import holdings, terms
from portal.services.posts.terms import NewHolding
from portal.services.work import Work


def propose_change(work: Work, new: NewHolding) -> Proposal:
    """Puts it up for a second person that somebody is given a post.

    Raises `RuleBroken`, and `NoResultFound` for a post the profile does not have.
    """
    holdings.post_named(work, new.post)
    plain = replace(new, basis=new.basis.strip())
    rules.check_terms(plain.terms(work.profile), work.now, work.profile.agency.time_zone)
    check_proposer(work, plain, work.actor.person_id or "")
    ended = check_receiver(work, plain)
    return proposals.propose(
        work, "post", plain.post, terms.of_giving(plain, [holding.id for holding in ended])
    )


def check_proposer(work: Work, new: NewHolding, proposer: str) -> None:
    """Raises `RuleBroken` where this person may not propose it at this moment."""
    asked = new.terms(work.profile)
    assigner = asked.post.assigned_by
    rules.check_proposer(
        asked,
        proposer=proposer,
        receiver=new.person_id,
        held=people.current_posts(work.session, proposer, work.now) if proposer else work.actor.posts,
        assigner=work.profile.post(assigner).title if assigner else "",
    )


def check_receiver(work: Work, new: NewHolding) -> list[PostHeld]:
    """The holdings that end when this one begins, were it confirmed now. Raises `RuleBroken` for whom it is not for."""
    asked = new.terms(work.profile)
    start = rules.start_of(new.since, work.now)
    rank = asked.post.rank
    rules.check_candidate(
        asked,
        can_sign_in=holdings.can_sign_in(work.session, new.person_id, start),
        title=people.current_title(work.session, new.person_id, start),
        rank=work.profile.title(rank).name if rank else "",
    )
    found = holdings.since_then(work, new.post, start)
    ended = succeeded(asked, found, start)
    rules.check_free(
        asked,
        Span(start, new.until),
        [holdings.span_of(row) for row in found if is_own(row, new)],
        [holdings.span_of(row) for row in followers(asked, found, start)],
    )
    return ended


def is_own(row: PostHeld, new: NewHolding) -> bool:
    return row.person_id == new.person_id and row.acting == new.acting


def succeeded(asked: Terms, found: list[PostHeld], start: datetime) -> list[PostHeld]:
    """A post for good has one holder: whoever has held it ends where the next begins. Others may be held by several."""
    if asked.kind != Kind.PERMANENT:
        return []
    return [row for row in found if not row.acting and row.since <= start]


def followers(asked: Terms, found: list[PostHeld], start: datetime) -> list[PostHeld]:
    if asked.kind != Kind.PERMANENT:
        return []
    return [row for row in found if not row.acting and row.since > start]


def propose_ending(work: Work, holding_id: str, at: datetime | None, basis: str) -> Proposal:
    """Puts it up for a second person that a holding ends before its time. Raises `RuleBroken`, `NoResultFound`."""
    holding = holdings.get(work.session, holding_id)
    section = holdings.post_named(work, holding.post).section
    rules.check_basis(basis, section)
    if at is not None:
        rules.check_not_past(at, work.now, "at", section)
    rules.check_ending(holdings.span_of(holding), rules.start_of(at, work.now), section)
    return proposals.propose(work, "post", holding.post, terms.of_ending(holding.id, at, basis.strip()))


def withdraw(work: Work, proposal_id: str) -> Proposal:
    """Takes one's own proposal back. Raises `RuleBroken`, `NoResultFound`."""
    return proposals.withdraw(work, "post", proposal_id)


def find(work: Work, proposal_id: str) -> Proposal:
    """Raises `NoResultFound`, also for a post the profile no longer has."""
    proposal = proposals.get(work, "post", proposal_id)
    if not people.is_known_post(work.profile, proposal.subject_id):
        raise NoResultFound
    return proposal
