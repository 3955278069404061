"""Changes that need a second person: nobody decides their own, and of a decision there is one."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError, NoResultFound

from portal.access import Permission
from portal.extensions import db
from portal.models import Proposal, ProposalDecision
from portal.rules import RuleBroken
from portal.services import proposals
from tests.office import Member, Office
from tests.services.doing import doing, on_record

TERMS = {"post": "gate keeper", "person": "ann", "since": "2026-12-01"}


@pytest.fixture
def first(office: Office) -> Member:
    return office.hire("captain", "administrative_division_commander")


@pytest.fixture
def second(office: Office) -> Member:
    return office.hire("chief_of_police", "chief_of_police")


def proposed(office: Office, member: Member) -> str:
    with doing(office, member) as work:
        return proposals.propose(work, "post", "gate keeper", TERMS).id


def shown(office: Office, proposal_id: str) -> str:
    with office.app.extensions["open_reading"]() as session:
        return proposals.shown(session.get_one(Proposal, proposal_id))


def decide(
    office: Office, member: Member, proposal_id: str, verdict: proposals.Verdict = "confirmed", seen: str = ""
) -> None:
    seen = seen or shown(office, proposal_id)
    with doing(office, member) as work:
        proposals.record(work, proposals.decide(work, "post", proposal_id, verdict, seen, "As ordered."))


def open_ids(office: Office, member: Member) -> list[str]:
    with doing(office, member) as work:
        return [each.id for each in proposals.open_ones(work, "post", "gate keeper")]


def decisions(office: Office) -> Iterator[ProposalDecision]:
    with office.app.extensions["open_reading"]() as session:
        yield from session.scalars(select(ProposalDecision))


@pytest.mark.parametrize("verdict", ["confirmed", "refused"])
def test_a_second_person_decides_once_and_it_is_on_record(
    office: Office, first: Member, second: Member, verdict: proposals.Verdict
) -> None:
    proposal_id = proposed(office, first)
    assert open_ids(office, first) == [proposal_id]

    decide(office, second, proposal_id, verdict)

    (made,) = decisions(office)
    assert (made.decided_by_id, made.verdict, made.reason) == (second.person_id, verdict, "As ordered.")
    assert made.post == "Chief of Police"
    assert open_ids(office, first) == []
    (told,) = on_record(office, "proposal.decided")
    assert (told.user_name, told.outcome, told.subject_id) == (second.user_name, verdict, made.id)
    with pytest.raises(RuleBroken, match="already"):
        decide(office, second, proposal_id)
    assert len(list(decisions(office))) == 1


def test_nobody_decides_their_own_whatever_posts_they_hold(office: Office) -> None:
    both = office.hire("chief_of_police", "chief_of_police", "administrative_division_commander")
    proposal_id = proposed(office, both)

    with pytest.raises(RuleBroken) as refused:
        decide(office, both, proposal_id)

    assert refused.value.code == "proposal.own"
    assert list(decisions(office)) == []


@pytest.mark.parametrize("named", ["truly", "falsely"])
def test_the_database_itself_refuses_ones_own_decision(
    office: Office, first: Member, second: Member, named: str
) -> None:
    """By direct SQL with the portal's own rights: naming the true proposer, and a false one."""
    proposal_id = proposed(office, first)
    row = {
        "id": "0" * 32, "proposal_id": proposal_id, "decided_by_id": first.person_id, "verdict": "confirmed",
        "proposed_by_id": (first if named == "truly" else second).person_id, "decided_at": office.clock.now,
        "post": "", "reason": "",
    }  # fmt: skip

    with office.app.app_context(), db.engine.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(insert(ProposalDecision.__table__).values(row))
    with office.app.extensions["open_reading"]() as session:
        assert session.scalar(select(func.count()).select_from(ProposalDecision)) == 0


def test_a_stale_page_decides_nothing(office: Office, first: Member, second: Member) -> None:
    proposal_id = proposed(office, first)

    with pytest.raises(RuleBroken) as refused:
        decide(office, second, proposal_id, seen="0" * 64)

    assert refused.value.code == "proposal.stale"
    assert list(decisions(office)) == []


def test_what_is_shown_differs_with_the_terms(office: Office, first: Member) -> None:
    one, other = proposed(office, first), proposed(office, first)

    assert shown(office, one) != shown(office, other)


def test_its_maker_takes_it_back_and_nobody_else(office: Office, first: Member, second: Member) -> None:
    proposal_id = proposed(office, first)

    with pytest.raises(RuleBroken, match="Only the person"), doing(office, second) as work:
        proposals.withdraw(work, "post", proposal_id)
    with doing(office, first) as work:
        proposals.withdraw(work, "post", proposal_id)

    assert open_ids(office, first) == []
    assert [row.user_name for row in on_record(office, "proposal.withdrawn")] == [first.user_name]
    with pytest.raises(RuleBroken, match="withdrawn"):
        decide(office, second, proposal_id)


def test_a_proposal_of_another_kind_is_not_there(office: Office, first: Member, second: Member) -> None:
    proposal_id = proposed(office, first)

    with pytest.raises(NoResultFound), doing(office, second) as work:
        proposals.get(work, "publication", proposal_id)


def test_who_can_decide_holds_a_post_for_it_and_did_not_propose(
    office: Office, first: Member, second: Member
) -> None:
    office.hire("patrol_officer")
    proposal_id = proposed(office, first)

    with doing(office, first) as work:
        named = proposals.deciders(work, proposals.get(work, "post", proposal_id))
        able = office.actor(work, second).may(Permission.PROPOSAL_DECIDE)

    assert able
    assert [each.person_id for each in named] == [second.person_id]
