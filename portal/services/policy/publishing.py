"""From draft to published version: the public meeting, the proposal, and the decision of a second person."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import Permission
from portal.ledger import Action, plain
from portal.models import PolicyPublication, PolicyVersion, Proposal, ProposalDecision, PublicMeeting
from portal.rules import publishing as rules
from portal.services import proposals
from portal.services.people import local_day
from portal.services.policy import importing, versions
from portal.services.proposals import Verdict
from portal.services.work import Work

KIND: proposals.Kind = "publication"


@dataclass(frozen=True)
class NewMeeting:
    """A public meeting as it is put on file."""

    body: str
    held_on: date
    link: str = ""
    note: str = ""


@dataclass(frozen=True)
class Proposed:
    """A publication somebody asks for: of which version, from which day, after which meeting."""

    proposal: Proposal
    version: PolicyVersion
    meeting: PublicMeeting
    effective_on: date
    text_digest: str

    @property
    def is_open(self) -> bool:
        return self.proposal.decision is None and self.proposal.withdrawn_at is None


@dataclass(frozen=True)
class Standing:
    """Where a version stands on its way to the public."""

    state: Literal["draft", "proposed", "published", "discarded"]
    proposal: Proposal | None
    """The one that waits, or the one that was confirmed."""
    unbound: list[str]
    """Clauses of which the profile does not say what carries them out."""
    bound_to_nothing: list[str]
    """Clauses the profile binds that this text does not have."""


def standing(work: Work, version: PolicyVersion) -> Standing:
    bound = work.profile.bindings()
    there = [clause.id for clause in versions.clauses(version)]
    lists = [each for each in there if each not in bound], [each for each in bound if each not in there]
    if version.publication is not None:
        decision = work.session.get_one(ProposalDecision, version.publication.decision_id)
        return Standing("published", decision.proposal, *lists)
    if version.discarded_at is not None:
        return Standing("discarded", None, *lists)
    waits = next(iter(proposals.open_ones(work, KIND, version.id)), None)
    return Standing("proposed" if waits else "draft", waits, *lists)


def record_meeting(work: Work, new: NewMeeting) -> PublicMeeting:
    """Puts a public meeting on file, for good. Raises `RuleBroken`, naming the field."""
    today = local_day(work.profile, work.now)
    rules.check_meeting(body=new.body, held_on=new.held_on, link=new.link, today=today)
    meeting = PublicMeeting(
        body=new.body.strip(),
        held_on=new.held_on,
        link=new.link,
        note=new.note,
        recorded_at=work.now,
        recorded_by_id=work.actor.person_id,
    )
    work.session.add(meeting)
    work.session.flush()
    work.record(Action.MEETING_RECORDED, meeting)
    return meeting


def meetings(session: Session) -> Sequence[PublicMeeting]:
    """Every meeting on file, the latest first."""
    newest = (PublicMeeting.held_on.desc(), PublicMeeting.recorded_at.desc())
    return session.scalars(select(PublicMeeting).order_by(*newest)).all()


def meeting(session: Session, meeting_id: str) -> PublicMeeting:
    """Raises `NoResultFound`."""
    return session.scalars(select(PublicMeeting).where(PublicMeeting.id == meeting_id)).one()


def check_publishable(work: Work, version: PolicyVersion, effective_on: date) -> None:
    """Raises `RuleBroken` unless the version may be published now, to be in force from this day."""
    today = local_day(work.profile, work.now)
    rules.check_read(len(importing.open_doubts(version)), standing(work, version).unbound)
    in_force = versions.in_force(work.session, today)
    since = effective(in_force) if in_force else None
    rules.check_days(
        adopted_on=version.adopted_on, effective_on=effective_on, today=today, in_force_since=since
    )


def propose_publication(
    work: Work, version: PolicyVersion, effective_on: date, meeting: PublicMeeting
) -> Proposal:
    """Puts a draft up for publication; from here on it cannot be changed unless the proposal is withdrawn or refused.

    Raises `RuleBroken` unless it is an open draft, well read, bound and adopted.
    """
    version = importing.lock_draft(work, version.number)
    check_publishable(work, version, effective_on)
    terms = {
        "version": version.number,
        "text": digest_of_text(version),
        "adopted_on": version.adopted_on.isoformat(),
        "effective_on": effective_on.isoformat(),
        "meeting": meeting.id,
    }
    return proposals.propose(work, KIND, version.id, terms)


def digest_of_text(version: PolicyVersion) -> str:
    """SHA-256 of what would be published: the clauses, word for word."""
    return hashlib.sha256(json.dumps(version.sections, sort_keys=True).encode()).hexdigest()


def proposed(work: Work, proposal_id: str) -> Proposed:
    """A proposal to publish, whatever became of it. Raises `NoResultFound`."""
    return in_full(work, proposals.get(work, KIND, proposal_id))


def in_full(work: Work, proposal: Proposal) -> Proposed:
    return Proposed(
        proposal,
        work.session.get_one(PolicyVersion, proposal.subject_id),
        meeting(work.session, proposal.terms["meeting"]),
        date.fromisoformat(proposal.terms["effective_on"]),
        proposal.terms["text"],
    )


def before(work: Work, asked: Proposed) -> PolicyVersion | None:
    """The version in force on the day from which this one would be; None where it is the first."""
    others = (each for each in versions.published(work.session) if each.id != asked.version.id)
    return next((each for each in others if effective(each) <= asked.effective_on), None)


def effective(version: PolicyVersion) -> date:
    """The first day of a published version."""
    if version.publication is None:
        raise ValueError(f"version {version.number} is not published")
    return version.publication.effective_on


def waiting(work: Work) -> list[Proposed]:
    """Every publication that waits for a second person, oldest first."""
    return [in_full(work, each) for each in proposals.open_ones(work, KIND)]


def waiting_for(work: Work) -> list[Proposed]:
    """Those of them that this person may decide; never their own."""
    if not work.actor.may(Permission.PROPOSAL_DECIDE):
        return []
    return [each for each in waiting(work) if each.proposal.proposed_by_id != work.actor.person_id]


def decide(
    work: Work, proposal_id: str, verdict: Verdict, seen: str, reason: str = ""
) -> PolicyPublication | None:
    """The one decision of a second person; confirmed, it publishes the version with the profile as it stands.

    Raises `RuleBroken` for one's own proposal, a decided or withdrawn one, a stale page, a refusal without a reason, or
    a version that may no longer be published; `NoResultFound`.
    """
    decided = proposals.decide(work, KIND, proposal_id, verdict, seen, reason)
    if verdict == "refused":
        rules.check_refusal(reason)
        proposals.record(work, decided)
        return None
    asked = in_full(work, decided.proposal)
    importing.lock(work.session, asked.version.number)
    check_publishable(work, asked.version, asked.effective_on)
    rules.check_same(asked.text_digest, digest_of_text(asked.version))
    publication = PolicyPublication(
        version_id=asked.version.id,
        decision_id=decided.decision.id,
        meeting_id=asked.meeting.id,
        effective_on=asked.effective_on,
        published_at=work.now,
        profile_version=work.profile.version,
        profile=plain(work.profile.document),
    )
    work.session.add(publication)
    work.session.flush()
    proposals.record(work, decided, publication)
    return publication


def withdraw(work: Work, proposal_id: str) -> Proposal:
    """Takes one's own proposal back; the draft can be changed again. Raises `RuleBroken`, `NoResultFound`."""
    return proposals.withdraw(work, KIND, proposal_id)
