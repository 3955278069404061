"""A post's past: everybody who held it, who proposed it, who confirmed it, on what ground, and what ended it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import selectinload

from portal.models import PostHeld, Proposal, ProposalDecision
from portal.rules.posts import start_of
from portal.services.people import end_of
from portal.services.posts import holdings, terms
from portal.services.posts.standing import Holding, told
from portal.services.posts.terms import Ending
from portal.services.work import Work

PAGE = 50


@dataclass(frozen=True)
class Past:
    """One holding with what gave it and what ended it before its time; None where no proposal did."""

    holding: Holding
    given: Proposal | None
    ended: Proposal | None
    stands: str
    """`coming`, `now`, `over`, or `never` for what was ended before it began."""


@dataclass(frozen=True)
class Page:
    """A page of a history, newest first, and the id after which the next page begins."""

    rows: list[Past]
    older: str | None


def history(work: Work, post: str, before: str | None = None) -> Page:
    """Who held the post, from the newest, or from the holding `before` on. Raises `NoResultFound`."""
    holdings.post_named(work, post)
    query = select(PostHeld).where(PostHeld.post == post).options(selectinload(PostHeld.person))
    if before:
        last = holdings.get(work.session, before)
        query = query.where(
            or_(PostHeld.since < last.since, and_(PostHeld.since == last.since, PostHeld.id < last.id))
        )
    query = query.order_by(PostHeld.since.desc(), PostHeld.id.desc()).limit(PAGE + 1)
    rows = work.session.scalars(query).all()
    given = {row.proposal_id for row in rows}
    confirmed = confirmed_of(work, post)
    ended = endings(confirmed)
    proposals = {proposal.id: proposal for proposal in confirmed if proposal.id in given}
    found = [
        Past(
            told(work, row),
            proposals.get(row.proposal_id or ""),
            ending_of(row, ended),
            state_of(row, work.now),
        )
        for row in rows[:PAGE]
    ]
    return Page(found, rows[PAGE - 1].id if len(rows) > PAGE else None)


def confirmed_of(work: Work, post: str) -> Sequence[Proposal]:
    """What was confirmed about a post, in the order it was."""
    query = (
        select(Proposal)
        .join(ProposalDecision, ProposalDecision.proposal_id == Proposal.id)
        .where(Proposal.kind == "post", Proposal.subject_id == post, ProposalDecision.verdict == "confirmed")
    )
    return work.session.scalars(query.order_by(ProposalDecision.decided_at, Proposal.id)).all()


@dataclass(frozen=True)
class Ended:
    """What a confirmed proposal ended, and from which moment on."""

    proposal: Proposal
    holdings: tuple[str, ...]
    at: datetime


def endings(confirmed: Sequence[Proposal]) -> list[Ended]:
    """What was ended by a proposal of its own, or by a successor."""
    found = []
    for proposal in confirmed:
        asked = terms.read(proposal)
        first = asked.at if isinstance(asked, Ending) else asked.holding.since
        ended = (asked.holding_id,) if isinstance(asked, Ending) else asked.ends
        if ended and proposal.decision:
            found.append(Ended(proposal, ended, start_of(first, proposal.decision.decided_at)))
    return found


def ending_of(row: PostHeld, ended: Sequence[Ended]) -> Proposal | None:
    """What ended the holding before its time; None where it ended by itself, or goes on."""
    matching = (
        each.proposal for each in ended if row.id in each.holdings and row.until == max(each.at, row.since)
    )
    return next(matching, None)


def state_of(row: PostHeld, now: datetime) -> str:
    until = end_of(row)
    if until is not None and until <= row.since:
        return "never"
    if row.since > now:
        return "coming"
    return "now" if until is None or until > now else "over"
