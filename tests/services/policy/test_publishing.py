"""A version is published by two, with its meeting and the profile of that moment, and is in force from its day."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.config import Settings
from portal.models import PolicyPublication, ProposalDecision, PublicMeeting
from portal.rules import RuleBroken
from portal.services import proposals
from portal.services.policy import importing, publishing, versions
from portal.web.system_work import open_work, system_actor
from tests.adopted import CLAUSES, GAP, LATER, POLICY, bind
from tests.office import Member, Office
from tests.services.doing import doing, on_record
from tests.services.policy.going_public import (
    ADMINISTRATOR,
    COUNCIL,
    HELD,
    SECOND,
    THIRD,
    TODAY,
    count,
    decided,
    imported,
    met,
    on_file,
    proposed,
    published,
    shown,
)

MORE = b"\n466.4 ASKING\nAnybody may ask the town about it.\n"
"""A section the profile knows nothing of."""


@pytest.fixture
def settings(settings: Settings) -> Settings:
    bind(settings)
    return settings


@pytest.fixture
def first(office: Office) -> Member:
    return office.hire(*ADMINISTRATOR)


@pytest.fixture
def second(office: Office) -> Member:
    return office.hire(*SECOND)


def in_force(office: Office) -> int | None:
    with open_work(office.app, system_actor("test")) as work:
        return work.version


def test_two_people_publish_a_version_with_its_meeting_and_the_profile(
    office: Office, first: Member, second: Member
) -> None:
    number = published(office, first, second)

    publication = on_file(office, number).publication
    assert publication is not None
    assert (publication.effective_on, publication.meeting.body, publication.meeting.held_on) == (
        TODAY,
        "Town Council",
        HELD,
    )
    with open_work(office.app, system_actor("test")) as work:
        assert publication.profile_version == work.profile.version
        kept = [clause["id"] for clause in publication.profile["clauses"]]
        decision = work.session.get_one(ProposalDecision, publication.decision_id)
        assert (decision.proposed_by_id, decision.decided_by_id) == (first.person_id, second.person_id)
    assert kept == list(CLAUSES)
    (told,) = on_record(office, "proposal.decided")
    assert (told.user_name, told.outcome) == (second.user_name, "confirmed")
    assert f"policy_publication/{publication.id}" in told.changes


def test_from_its_day_on_every_row_of_the_record_names_the_version(
    office: Office, first: Member, second: Member
) -> None:
    published(office, first, second, effective_on=TODAY + timedelta(days=2))
    met(office, first)
    assert in_force(office) is None

    office.clock.move(days=2)
    met(office, first)

    assert in_force(office) == 1
    named = [
        row.policy_version.endswith(", text version 1")
        for row in on_record(office, "policy.meeting-recorded")
    ]
    assert named == [False, False, True]


def test_a_refusal_publishes_nothing_and_frees_the_draft(
    office: Office, first: Member, second: Member
) -> None:
    number = imported(office, first)
    decided(office, second, proposed(office, first, number), "refused")

    assert on_file(office, number).publication is None
    decided(office, second, proposed(office, first, number))
    assert on_file(office, number).publication is not None


def test_a_proposal_that_is_withdrawn_frees_the_draft(office: Office, first: Member) -> None:
    number = imported(office, first)
    proposal_id = proposed(office, first, number)

    with doing(office, first) as work:
        publishing.withdraw(work, proposal_id)
        importing.discard(work, versions.numbered(work.session, number))

    assert on_file(office, number).discarded_at == office.clock.now


def test_nobody_publishes_alone(office: Office, first: Member) -> None:
    proposal_id = proposed(office, first, imported(office, first))

    with pytest.raises(RuleBroken) as refused:
        decided(office, first, proposal_id)

    assert refused.value.code == "proposal.own"
    assert count(office, PolicyPublication) == count(office, ProposalDecision) == 0


def test_a_version_is_proposed_once_at_a_time(office: Office, first: Member) -> None:
    number = imported(office, first)
    proposed(office, first, number)

    with pytest.raises(RuleBroken, match="proposed for publication"):
        proposed(office, first, number)


@pytest.mark.parametrize(
    ("data", "days", "code"),
    [
        (GAP, {}, "publication.doubts"),
        (POLICY + MORE, {}, "publication.unbound"),
        (POLICY, {"adopted_on": TODAY + timedelta(days=1)}, "publication.not-adopted"),
        (
            POLICY,
            {"adopted_on": TODAY, "effective_on": TODAY - timedelta(days=1)},
            "publication.before-adoption",
        ),
    ],
)
def test_what_is_in_doubt_unbound_or_not_adopted_is_not_proposed(
    office: Office, first: Member, data: bytes, days: dict[str, object], code: str
) -> None:
    wanted = {"adopted_on": TODAY, "effective_on": TODAY} | days
    number = imported(office, first, data, wanted["adopted_on"])

    with pytest.raises(RuleBroken) as refused:
        proposed(office, first, number, wanted["effective_on"])

    assert refused.value.code == code
    assert count(office, proposals.Proposal) == 0


def test_a_settled_doubt_stands_in_the_way_no_more(office: Office, first: Member, settings: Settings) -> None:
    number = imported(office, first, GAP)
    with doing(office, first) as work:
        version = versions.numbered(work.session, number)
        importing.settle(work, version, importing.open_doubts(version)[0].name)

    proposed(office, first, number)

    assert count(office, proposals.Proposal) == 1


def test_a_version_older_than_the_one_in_force_is_not_published(
    office: Office, first: Member, second: Member
) -> None:
    published(office, first, second)
    later = imported(office, first, LATER)

    with pytest.raises(RuleBroken, match="never be in force"):
        proposed(office, first, later, TODAY - timedelta(days=1))


def test_what_came_between_proposal_and_decision_is_looked_at_again(
    office: Office, first: Member, second: Member
) -> None:
    """Two proposals side by side: the one decided first may leave the other without a day."""
    early = imported(office, first)
    waits = proposed(office, first, early, TODAY - timedelta(days=1))
    published(office, first, second, LATER)

    with pytest.raises(RuleBroken, match="never be in force"):
        decided(office, second, waits)

    assert on_file(office, early).publication is None


def test_the_version_before_is_the_one_it_takes_the_place_of(
    office: Office, first: Member, second: Member
) -> None:
    published(office, first, second)
    proposal_id = proposed(office, first, imported(office, first, LATER), TODAY + timedelta(days=7))

    with doing(office, second) as work:
        before = publishing.before(work, publishing.proposed(work, proposal_id))
        assert before is not None
        assert before.number == 1


def test_a_publication_waits_for_others_than_its_maker(office: Office, first: Member, second: Member) -> None:
    custodian, officer = office.hire(*THIRD), office.hire("patrol_officer")
    proposal_id = proposed(office, first, imported(office, first))

    waiting = {}
    for member in (first, second, custodian, officer):
        with doing(office, member) as work:
            waiting[member] = [each.proposal.id for each in publishing.waiting_for(work)]

    assert waiting == {first: [], second: [proposal_id], custodian: [proposal_id], officer: []}
    decided(office, custodian, proposal_id)
    with doing(office, second) as work:
        assert publishing.waiting_for(work) == []


def test_a_stale_page_publishes_nothing(office: Office, first: Member, second: Member) -> None:
    one = proposed(office, first, imported(office, first))
    other = proposed(office, first, imported(office, first, LATER))

    with pytest.raises(RuleBroken) as refused, doing(office, second) as work:
        publishing.decide(work, one, "confirmed", shown(office, other))

    assert refused.value.code == "proposal.stale"
    assert count(office, PolicyPublication) == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"body": " "}, "body"), ({"held_on": TODAY + timedelta(days=1)}, "held_on"), ({"link": "x"}, "link")],
)
def test_a_meeting_that_cannot_be_is_not_on_file(
    office: Office, first: Member, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        met(office, first, replace(COUNCIL, **changes))  # type: ignore[arg-type]  # fields of a meeting

    assert refused.value.field == field
    assert count(office, PublicMeeting) == 0


def test_a_meeting_is_on_file_and_on_record(office: Office, first: Member) -> None:
    meeting_id = met(office, first)

    with office.app.extensions["open_reading"]() as session:
        row = session.scalars(select(PublicMeeting)).one()
        assert [each.id for each in publishing.meetings(session)] == [meeting_id]
    assert (row.body, row.held_on, row.link, row.note) == ("Town Council", HELD, COUNCIL.link, "Item 7")
    assert row.recorded_by_id == first.person_id
    assert [told.subject_id for told in on_record(office, "policy.meeting-recorded")] == [meeting_id]
