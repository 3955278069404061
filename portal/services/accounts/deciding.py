"""A second person confirms what was proposed about an account or a title; it is done in the same transaction."""

from portal.access import Duty
from portal.rules import opening as rules
from portal.services import proposals
from portal.services.accounts import changes, opening, rows, titles
from portal.services.proposals import Decided
from portal.services.work import Work


def confirm(work: Work, change_id: str, seen: str) -> str:
    """Opens the account or gives the title; gives the person's id. Everything is asked anew at this moment.

    Raises `RuleBroken` for one's own proposal, one about oneself, a stale page, or what may not be done now;
    `NoResultFound`.
    """
    proposal = changes.find(work, change_id)
    section = rows.section_of(work, Duty.PERMISSION_ASSIGNER)
    rules.check_assigner(changes.one_assigns(work, proposal), section)
    decided = proposals.decide(work, changes.kind_of(proposal), proposal.id, "confirmed", seen)
    if proposal.kind == titles.KIND:
        return titles.give(work, decided).person_id
    return open_proposed(work, decided)


def open_proposed(work: Work, decided: Decided) -> str:
    account = rows.account_named(work, decided.proposal.subject_id, for_change=True)
    opening.check(work, account)
    rules.check_same(decided.proposal.terms["shown"], rows.shown(work, account))
    proposals.record(work, decided)
    return opening.open_now(work, account).person_id
