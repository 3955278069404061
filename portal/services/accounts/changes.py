"""Proposals about somebody's permissions or title: found, told in words, refused, taken back."""

from dataclasses import dataclass

from sqlalchemy.exc import NoResultFound

from portal.access import Duty, Permission
from portal.models import Person, Proposal
from portal.rules import opening as rules
from portal.services import people, proposals
from portal.services.accounts import opening, rows, titles
from portal.services.work import Work

KINDS = (opening.KIND, titles.KIND)


@dataclass(frozen=True)
class Change:
    """One proposal as its page shows it. `title_before` is empty for permissions."""

    proposal: Proposal
    person: Person
    title: str
    """The name of the title given, or of the one whose permissions are given."""
    tier: str
    section: str
    title_before: str
    basis: str

    @property
    def gives_title(self) -> bool:
        return self.proposal.kind == titles.KIND

    @property
    def waits(self) -> bool:
        return self.proposal.decision is None and self.proposal.withdrawn_at is None


def find(work: Work, change_id: str) -> Proposal:
    """Raises `NoResultFound`, also for a proposal about something else."""
    proposal = work.session.get(Proposal, change_id)
    if proposal is None or proposal.kind not in KINDS:
        raise NoResultFound
    return proposal


def kind_of(proposal: Proposal) -> proposals.Kind:
    return titles.KIND if proposal.kind == titles.KIND else opening.KIND


def change_of(work: Work, proposal: Proposal) -> Change:
    terms, known = proposal.terms, {title.key: title for title in work.profile.titles}
    title, before = known.get(terms["title"]), known.get(terms.get("from", ""))
    return Change(
        proposal,
        rows.person(work, terms["person_id"]),
        title.name if title else terms["title"],
        title.tier if title else "",
        title.section if title else "",
        before.name if before else terms.get("from", ""),
        terms.get("basis", ""),
    )


def waiting(work: Work) -> list[Change]:
    """Everything of this room that waits for a second person, oldest first."""
    found = [each for kind in KINDS for each in proposals.open_ones(work, kind)]
    return [change_of(work, each) for each in sorted(found, key=lambda each: each.proposed_at)]


def about(work: Work, person_id: str) -> list[Change]:
    """What waits about one person."""
    return [each for each in waiting(work) if each.person.id == person_id]


def one_assigns(work: Work, proposal: Proposal) -> bool:
    """Whether one of the two, proposer or the person at hand, assigns permissions by the policy at this moment."""
    if work.actor.may(Permission.PERMISSION_ASSIGN):
        return True
    by = rows.person(work, proposal.proposed_by_id)
    proposer = people.actor_of(work.session, work.profile, by, "", work.now)
    return proposer.may(Permission.PERMISSION_ASSIGN)


def refuse(work: Work, change_id: str, seen: str, reason: str = "") -> Proposal:
    """Leaves everything as it is. Raises `RuleBroken`, also for what is about oneself; `NoResultFound`."""
    proposal = find(work, change_id)
    section = rows.section_of(work, Duty.PERMISSION_ASSIGNER)
    about_whom = proposal.terms["person_id"]
    rules.check_not_own(about_whom, work.actor.person_id or "", section, "decides what is about you")
    decided = proposals.decide(work, kind_of(proposal), proposal.id, "refused", seen, reason)
    proposals.record(work, decided)
    return decided.proposal


def withdraw(work: Work, change_id: str) -> Proposal:
    """Takes one's own proposal back. Raises `RuleBroken`, `NoResultFound`."""
    proposal = find(work, change_id)
    return proposals.withdraw(work, kind_of(proposal), proposal.id)
