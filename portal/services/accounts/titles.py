"""A change of title: proposed by one, confirmed by another, never about oneself."""

from typing import Any

from sqlalchemy import select

from portal.access import Duty
from portal.ledger import Action
from portal.models import Account, Person, Proposal, TitleHeld
from portal.rules import opening as rules
from portal.rules.taking_on import AccountKind, check_kind
from portal.services import people, proposals
from portal.services.accounts import rows
from portal.services.proposals import Decided
from portal.services.work import Work

KIND: proposals.Kind = "title"


def propose_title(work: Work, person_id: str, title: str, basis: str) -> Proposal:
    """Puts it up for a second person that somebody gets another title. Raises `RuleBroken`, `NoResultFound`."""
    person = rows.person(work, person_id, for_change=True)
    section = rows.section_of(work, Duty.PERMISSION_ASSIGNER)
    rules.check_not_own(person.id, work.actor.person_id or "", section, "proposes a title for you")
    rules.check_reason(basis, section, "basis")
    check(work, person, title)
    rules.check_no_other(bool(proposals.open_ones(work, KIND, person.id)), section)
    return proposals.propose(work, KIND, person.id, terms_of(work, person, title, basis))


def terms_of(work: Work, person: Person, title: str, basis: str) -> dict[str, Any]:
    current = people.current_title(work.session, person.id, work.now)
    return {"person_id": person.id, "title": title, "from": current or "", "basis": basis.strip()}


def check(work: Work, person: Person, title: str) -> None:
    section = rows.section_of(work, Duty.PERMISSION_ASSIGNER)
    rules.check_new_title(
        work.profile,
        new=title,
        current=people.current_title(work.session, person.id, work.now),
        posts=rows.permanent_posts(work, person.id),
        section=section,
    )
    account = work.session.scalars(select(Account).where(Account.person_id == person.id)).one_or_none()
    if account is not None:
        check_kind(AccountKind(account.kind), work.profile.title(title), section)


def give(work: Work, decided: Decided) -> TitleHeld:
    """Ends the title held now and begins the new one, at this moment. Raises `RuleBroken` for what has changed."""
    terms = decided.proposal.terms
    person = rows.person(work, terms["person_id"], for_change=True)
    section = rows.section_of(work, Duty.PERMISSION_ASSIGNER)
    rules.check_not_own(person.id, work.actor.person_id or "", section, "confirms your title")
    rules.check_same(terms["from"], people.current_title(work.session, person.id, work.now) or "")
    check(work, person, terms["title"])
    held = select(TitleHeld).where(TitleHeld.person_id == person.id, people.held_at(TitleHeld, work.now))
    ended = list(work.session.scalars(held))
    for row in ended:
        row.until = work.now
    title = TitleHeld(
        person_id=person.id,
        title=terms["title"],
        since=work.now,
        proposal_id=decided.proposal.id,
        confirmed_by_id=work.actor.person_id,
    )
    work.session.add(title)
    work.session.flush()
    proposals.record(work, decided)
    told = rows.told_of(person, terms["basis"], title=terms["title"], before=terms["from"])
    work.record(Action.TITLE_GIVEN, title, *ended, told=told)
    return title
