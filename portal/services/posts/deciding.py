"""A second person confirms or refuses a change of a post; what is confirmed is done in the same transaction.

Everything is asked anew at that moment: terms that were right when they were proposed may be so no longer.
"""

from datetime import datetime

from portal.ledger import Action
from portal.models import PostHeld, Proposal
from portal.rules import posts as rules
from portal.rules.posts import Terms
from portal.services import proposals
from portal.services.posts import changing, holdings, terms
from portal.services.posts.lock import take_post_lock
from portal.services.posts.terms import Ending, Giving, NewHolding
from portal.services.proposals import Decided
from portal.services.work import Told, Work


def confirm(work: Work, proposal_id: str, seen: str, reason: str = "") -> PostHeld:
    """Gives or ends the post; gives the holding that was begun or ended. Of two confirmations at once one waits.

    Raises `RuleBroken` for one's own proposal, a post given to oneself, a stale page, or what may not be done now;
    `NoResultFound`.
    """
    take_post_lock(work.session)
    changing.find(work, proposal_id)
    decided = proposals.decide(work, "post", proposal_id, "confirmed", seen, reason)
    change = terms.read(decided.proposal)
    return end(work, decided, change) if isinstance(change, Ending) else give(work, decided, change)


def refuse(work: Work, proposal_id: str, seen: str, reason: str = "") -> Proposal:
    """Leaves everything as it is. Raises `RuleBroken`, `NoResultFound`."""
    changing.find(work, proposal_id)
    decided = proposals.decide(work, "post", proposal_id, "refused", seen, reason)
    proposals.record(work, decided)
    return decided.proposal


def give(work: Work, decided: Decided, change: Giving) -> PostHeld:
    new, proposal = change.holding, decided.proposal
    start = rules.start_of(new.since, work.now)
    rules.check_second_person(decider=work.actor.person_id or "", receiver=new.person_id)
    rules.check_end(as_of(new.terms(work.profile), start), start, work.profile.agency.time_zone)
    changing.check_proposer(work, new, proposal.proposed_by_id)
    ended = changing.check_receiver(work, new)
    rules.check_succession(change.ends, [row.id for row in ended])
    holding = begin(work, new, start, proposal.id, work.actor.person_id)
    proposals.record(work, decided)
    work.record(Action.POST_GIVEN, holding, told=told_of(holding, new.basis))
    for row in ended:
        row.until = start
        work.record(Action.POST_ENDED, row, told=told_of(row, new.basis))
    work.session.flush()
    return holding


def as_of(asked: Terms, start: datetime) -> Terms:
    """The terms with the first moment they would really have."""
    return Terms(asked.post, asked.acting, start, asked.until, asked.basis)


def begin(
    work: Work,
    new: NewHolding,
    start: datetime,
    proposal_id: str | None = None,
    confirmed_by_id: str | None = None,
) -> PostHeld:
    holding = PostHeld(
        person_id=new.person_id,
        post=new.post,
        acting=new.acting,
        basis=new.basis,
        proposal_id=proposal_id,
        confirmed_by_id=confirmed_by_id,
        since=start,
        until=new.until,
    )
    work.session.add(holding)
    work.session.flush()
    return holding


def end(work: Work, decided: Decided, change: Ending) -> PostHeld:
    """Ends it at the moment asked for, yet never before this one. What has not begun then never begins."""
    holding = holdings.get(work.session, change.holding_id)
    at = rules.start_of(change.at, work.now)
    rules.check_ending(holdings.span_of(holding), at, work.profile.post(holding.post).section)
    holding.until = max(at, holding.since)
    work.session.flush()
    proposals.record(work, decided)
    work.record(Action.POST_ENDED, holding, told=told_of(holding, change.basis))
    return holding


def told_of(holding: PostHeld, basis: str) -> Told:
    """Which post, whose, and on what ground."""
    return Told(filters={"post": holding.post, "person": holding.person_id}, narrative=basis)
