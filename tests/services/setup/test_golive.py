"""The checklist follows what is on file: posts, questions, meeting, text, authority, checkpoint."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.ledger import Action
from portal.models import (
    Kind,
    PolicyPublication,
    PolicyVersion,
    PostHeld,
    Proposal,
    ProposalDecision,
    PublicMeeting,
)
from portal.rules.golive import Point
from portal.services.setup import answer, answer_all, golive
from portal.web.system_work import open_work, system_actor
from tests.clock import Clock
from tests.office import Member, Office
from tests.services.doing import disable
from tests.services.reads_on_file import authorise

ADC, CUSTODIAN, CHIEF = "administrative_division_commander", "custodian_of_records", "chief_of_police"


def points(app: Flask) -> dict[str, Point]:
    with open_work(app, system_actor("test")) as work:
        work.session.info["read_only"] = True
        return {point.title: point for point in golive.checklist(work).points}


def point(app: Flask, part: str) -> Point:
    (found,) = [each for title, each in points(app).items() if part in title]
    return found


def test_an_instance_without_people_has_every_seat_empty(app: Flask) -> None:
    seats = [each for title, each in points(app).items() if title.startswith("Somebody carries")]
    assert {each.state for each in seats} == {"open", "advised"}
    assert point(app, "duty: administrator").state == "open"
    assert point(app, "duty: hotlist approver").state == "open", "the policy provides for a hotlist"
    assert point(app, "duty: day to day admin").state == "advised"
    assert point(app, "Every question").state == "done", "this text leaves nothing open"


def test_a_seat_is_filled_by_a_post_or_a_title_of_somebody_who_can_sign_in(
    app: Flask, office: Office
) -> None:
    commander, dispatcher = office.hire("captain", ADC), office.hire("dispatcher")
    assert (point(app, "duty: administrator").state, point(app, "duty: dispatch").state) == ("done", "done")
    assert point(app, "duty: administrator").law == "466.3.1"

    disable(office, commander)
    disable(office, dispatcher)
    assert (point(app, "duty: administrator").state, point(app, "duty: dispatch").state) == ("open", "open")


def test_a_post_that_has_ended_fills_no_seat(app: Flask, office: Office, clock: Clock) -> None:
    office.hire("captain", ADC)
    with open_work(app, system_actor("test")) as work:
        held = work.session.scalars(select(PostHeld)).one()
        held.until = clock.now + timedelta(hours=1)
        work.record(Action.POST_ENDED, held)
    assert point(app, "duty: administrator").state == "done"
    clock.move(hours=1)
    assert point(app, "duty: administrator").state == "open"


def test_two_people_must_be_able_to_confirm(app: Flask, office: Office) -> None:
    office.hire("captain", ADC, CUSTODIAN)
    assert point(app, "Two people").state == "open", "one person with two posts is one person"
    office.hire("chief_of_police", CHIEF)
    assert point(app, "Two people").state == "done"


def test_the_meeting_the_text_and_the_checkpoint(app: Flask, office: Office, clock: Clock) -> None:
    for part in ("public meeting", "text is published", "checkpoint"):
        assert point(app, part).state == "open"
        assert point(app, part).next

    publish(app, office, clock)
    with open_work(app, system_actor("test")) as work:
        work.note(Kind.SYSTEM, Action.CHECKPOINT_MADE, outcome="done")

    assert point(app, "public meeting").found.startswith("City Council, ")
    assert point(app, "text is published").found.startswith("Version 1 is in force since ")
    assert {point(app, part).state for part in ("public meeting", "text is published", "checkpoint")} == {
        "done"
    }


def publish(app: Flask, office: Office, clock: Clock) -> None:
    """A text in force: proposed by one person, confirmed by another."""
    one, other = office.hire("captain", ADC), office.hire("chief_of_police", CHIEF)
    day = clock.now.date() - timedelta(days=2)
    with open_work(app, system_actor("test")) as work:
        version = PolicyVersion(
            number=1, title="Invented", source_name="invented.txt", source_sha256="0" * 64, source="x", text="x",
            sections=[], settled=[], adopted_on=day, imported_at=work.now,
        )  # fmt: skip
        meeting = PublicMeeting(body="City Council", held_on=day, link="", note="", recorded_at=work.now)
        work.session.add_all([version, meeting])
        work.record(Action.POLICY_IMPORTED, version)
        work.record(Action.MEETING_RECORDED, meeting)
        work.session.flush()
        version_id, meeting_id = version.id, meeting.id
    assert point(app, "text is published").found == "A draft is imported."
    with open_work(app, system_actor("test")) as work:
        decision = decided(work, version_id, one, other)
        row = PolicyPublication(
            version_id=version_id, decision_id=decision.id, meeting_id=meeting_id, effective_on=day,
            published_at=work.now, profile_version="x", profile={},
        )  # fmt: skip
        work.session.add(row)
        work.record(Action.PROPOSAL_DECIDED, row)


def decided(work: Any, subject: str, one: Member, other: Member) -> ProposalDecision:
    proposal = Proposal(
        kind="publication", subject_id=subject, terms={}, proposed_by_id=one.person_id, proposed_at=work.now
    )
    work.session.add(proposal)
    work.session.flush()
    decision = ProposalDecision(
        proposal_id=proposal.id, proposed_by_id=one.person_id, decided_by_id=other.person_id,
        verdict="confirmed", decided_at=work.now, post="", reason="",
    )  # fmt: skip
    work.session.add(decision)
    work.session.flush()
    work.record(Action.PROPOSAL_DECIDED, proposal, decision)
    return decision


def test_a_source_without_authority_is_a_preview_and_no_obstacle(app: Flask) -> None:
    without = point(app, "Reads of “Department server”")
    assert (without.state, without.law) == ("advised", "Government Code 34090.6")
    assert "preview only" in without.found

    authorise(app)
    assert point(app, "Reads of “Department server”").found == "Resolution 2020-14 is on file."
    assert not [title for title in points(app) if "Flock" in title], "the vendor purges its own"


@pytest.mark.parametrize("agency", ["west-covina"])
def test_open_questions_and_unanswered_periods_stand_in_the_way(app: Flask, agency: str) -> None:
    assert point(app, "Every question").found == "12 are still open."
    assert point(app, "duty: administrator").found == "The profile names nobody."
    assert point(app, "Reads of “Home server”").state == "open"
    with open_work(app, system_actor("test")) as work:
        answer(work, "retention.sources.server.minimum", {"years": 1}, "Resolution 2026-14")
    assert point(app, "Every question").found == "11 are still open."
    assert point(app, "Reads of “Home server”").state == "advised"


@pytest.mark.parametrize("agency", ["piedmont"])
def test_whoever_runs_and_audits_is_pointed_out_where_the_policy_names_two_posts(
    app: Flask, office: Office, agency: str
) -> None:
    titles = [{"key": "captain", "name": "Captain", "tier": "full", "section": "438.2.1(a)"}]
    with open_work(app, system_actor("test")) as work:
        answer_all(work, {"titles": titles}, "Order 12 of the Chief")
    office.hire("captain", "administration_operations_commander")
    assert not [title for title in points(app) if "does not audit it" in title]
    office.hire("captain", "administration_operations_commander", "support_services_division_commander")
    assert point(app, "does not audit it").state == "advised"
