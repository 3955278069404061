"""Entries: asked for along the chain, decided once by somebody else, live for 72 hours, gone when removed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.ledger import Action
from portal.models import HotlistEntry, PostHeld, Verdict
from portal.rules import RuleBroken
from portal.services import hotlists
from portal.services.hotlists import State
from portal.web.system_work import open_work, system_actor
from tests.clock import Clock
from tests.office import Member, Office
from tests.services.doing import ENTRY, PLATE, SOUGHT, ask, decide, doing, live_entry, looking, on_record
from tests.services.reads_on_file import receive

ODC, ADC, CHIEF = "operations_division_commander", "administrative_division_commander", "chief_of_police"
SECOND = timedelta(seconds=1)


def state_of(office: Office, entry_id: str) -> State:
    with open_work(office.app, system_actor("test")) as work:
        return hotlists.state_of(hotlists.get(work, entry_id), work.now)


def offered(office: Office, member: Member, entry_id: str) -> tuple[list[str], list[str]]:
    """Who may decide, and which posts stand vacant, as the list shows it."""
    with looking(office, member) as work:
        _, listed = hotlists.open_entry(work, entry_id)
        return [holder.full_name for holder in listed.deciders.able], listed.deciders.vacant


def escalate(office: Office, member: Member, entry_id: str, statement: str = SOUGHT) -> None:
    with doing(office, member) as work:
        hotlists.escalate(work, hotlists.get(work, entry_id, for_change=True), statement)


def remove(office: Office, member: Member, entry_id: str) -> None:
    with doing(office, member) as work:
        hotlists.remove(work, hotlists.get(work, entry_id, for_change=True))


def hits_of(office: Office, clock: Clock, plate: str = PLATE) -> int:
    before = len(on_record(office, "hit.raised"))
    receive(office.app, clock.now, plate)
    return len(on_record(office, "hit.raised")) - before


@pytest.mark.control("hotlist.age")
def test_an_entry_is_live_from_its_approval_for_72_hours_to_the_second(office: Office, clock: Clock) -> None:
    officer, commander = office.hire("patrol_officer"), office.hire("captain", ODC)
    entry_id = ask(office, officer)
    assert state_of(office, entry_id) == State.WAITING
    assert hits_of(office, clock) == 0

    clock.move(hours=5)
    decide(office, commander, entry_id)
    approved = clock.now
    assert state_of(office, entry_id) == State.LIVE
    assert hits_of(office, clock) == 1

    clock.now = approved + timedelta(hours=72) - SECOND
    assert state_of(office, entry_id) == State.LIVE
    assert hits_of(office, clock) == 1

    clock.now = approved + timedelta(hours=72)
    assert state_of(office, entry_id) == State.EXPIRED
    assert hits_of(office, clock) == 0
    with pytest.raises(RuleBroken, match="nothing to remove"):
        remove(office, officer, entry_id)


@pytest.mark.control("hotlist.approval")
def test_a_denied_or_removed_entry_never_matches(office: Office, clock: Clock) -> None:
    officer, commander = office.hire("patrol_officer"), office.hire("captain", ODC)
    denied = ask(office, officer)
    note = decide(office, commander, denied, Verdict.DENIED)
    removed = live_entry(office, officer, commander)
    remove(office, officer, removed)

    assert note.startswith(
        f"Denied by {commander.full_name}, Operations Division Commander, 2026-11-02 09:00:00 PST"
    )
    assert (state_of(office, denied), state_of(office, removed)) == (State.DENIED, State.REMOVED)
    assert hits_of(office, clock) == 0
    for entry_id in (denied, removed):
        with pytest.raises(RuleBroken, match=r"removed already|nothing to remove"):
            remove(office, officer, entry_id)


def test_a_request_that_was_taken_back_is_decided_by_nobody(office: Office) -> None:
    officer, commander = office.hire("patrol_officer"), office.hire("captain", ODC)
    entry_id = ask(office, officer)
    remove(office, officer, entry_id)

    with pytest.raises(RuleBroken, match="removed already"):
        decide(office, commander, entry_id)
    with pytest.raises(RuleBroken, match="removed already"):
        escalate(office, officer, entry_id)
    assert state_of(office, entry_id) == State.REMOVED


@pytest.mark.control("hotlist.fallback", "hotlist.approver-noted")
def test_the_chain_opens_by_statement_and_the_narrative_tells_it(office: Office) -> None:
    officer, other = office.hire("patrol_officer"), office.hire("corporal")
    operations, administrative = office.hire("captain", ODC), office.hire("captain", ADC)
    chief = office.hire("chief_of_police", CHIEF)
    entry_id = ask(office, officer)
    assert offered(office, officer, entry_id) == ([operations.full_name], [])
    with pytest.raises(RuleBroken, match="goes to another approver first"):
        decide(office, chief, entry_id)
    with pytest.raises(RuleBroken, match="Only the requester"):
        escalate(office, other, entry_id)
    with pytest.raises(RuleBroken, match="Say how and when"):
        escalate(office, officer, entry_id, "no answer")

    escalate(office, officer, entry_id)

    names = [each.full_name for each in (operations, administrative, chief)]
    assert offered(office, officer, entry_id) == (names, [])
    with pytest.raises(RuleBroken, match="no further approver"):
        escalate(office, officer, entry_id)
    note = decide(office, chief, entry_id)
    assert note == (
        f"Approved by {chief.full_name}, Chief of Police, 2026-11-02 09:00:00 PST under 466.11. "
        f"First approver unavailable: {SOUGHT}"
    )
    with pytest.raises(RuleBroken, match="approved already"):
        decide(office, operations, entry_id)
    with pytest.raises(RuleBroken, match="approved already"):
        escalate(office, officer, entry_id)


@pytest.mark.control("hotlist.fallback")
def test_a_vacant_post_opens_the_next_by_itself_and_is_named(office: Office) -> None:
    officer = office.hire("patrol_officer")
    alone = ask(office, officer)
    assert offered(office, officer, alone) == (
        [],
        ["Operations Division Commander", "Administrative Division Commander", "Chief of Police"],
    )
    administrative = office.hire("captain", ADC)

    entry_id = ask(office, officer)

    assert offered(office, officer, entry_id) == (
        [administrative.full_name],
        ["Operations Division Commander", "Chief of Police"],
    )
    note = decide(office, administrative, entry_id)
    assert note.endswith("under 466.11. No earlier approver: the post was vacant, or the requester's own.")


@pytest.mark.control("hotlist.approval")
def test_nobody_decides_their_own_request(office: Office) -> None:
    operations, chief = office.hire("captain", ODC), office.hire("chief_of_police", CHIEF)
    own, chiefs = ask(office, operations), ask(office, chief)

    for member, entry_id in ((operations, own), (chief, chiefs)):
        with pytest.raises(RuleBroken, match="Somebody else must decide"):
            decide(office, member, entry_id)
    assert offered(office, operations, own) == (
        [chief.full_name],
        [*["Operations Division Commander"], "Administrative Division Commander"],
    )
    assert offered(office, chief, chiefs)[0] == [operations.full_name]
    decide(office, chief, own)
    decide(office, operations, chiefs)


def test_an_approver_decides_on_what_was_shown(office: Office) -> None:
    officer, commander = office.hire("patrol_officer"), office.hire("captain", ODC)
    entry_id = ask(office, officer)
    with doing(office, commander) as work:
        seen = hotlists.shown(hotlists.get(work, entry_id))
    escalate(office, officer, entry_id)

    with doing(office, commander) as work, pytest.raises(RuleBroken, match="has changed since you opened it"):
        hotlists.decide(work, entry_id, Verdict.APPROVED, seen)
    assert state_of(office, entry_id) == State.WAITING


@pytest.mark.control("hotlist.approval")
def test_an_approval_counts_under_a_post_held_at_that_moment(office: Office, clock: Clock) -> None:
    officer, former = office.hire("patrol_officer"), office.hire("captain", ODC)
    office.hire("captain", ADC)
    entry_id = ask(office, officer)
    with open_work(office.app, system_actor("test")) as work:
        held = work.session.scalars(select(PostHeld).where(PostHeld.person_id == former.person_id)).one()
        held.until = clock.now + timedelta(hours=1)
        work.record(Action.POST_GIVEN, held)
    clock.move(hours=1)

    with pytest.raises(RuleBroken, match="None of your posts"):
        decide(office, former, entry_id)
    assert offered(office, officer, entry_id) == ([], ["Operations Division Commander"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"plate": "7"}, "plate"),
        ({"plate": "--- "}, "plate"),
        ({"reason": "."}, "reason"),
        ({"case_number": ""}, "case_number"),
        ({"case_number": "none"}, "no_case_reason"),
        ({"narrative": "investigation"}, "narrative"),
        ({"narrative": f"{PLATE} {PLATE}"}, "narrative"),
        ({"unavailable_statement": "no answer"}, "unavailable_statement"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_kept(
    office: Office, changes: dict[str, Any], field: str
) -> None:
    officer = office.hire("patrol_officer")
    office.hire("captain", ODC)

    with pytest.raises(RuleBroken) as broken:
        ask(office, officer, **changes)

    assert broken.value.field == field
    with open_work(office.app, system_actor("test")) as work:
        assert work.session.scalars(select(HotlistEntry)).all() == []


def test_an_entry_without_a_case_number_keeps_the_reason(office: Office) -> None:
    officer, commander = office.hire("detective"), office.hire("captain", ADC)
    entry_id = ask(office, officer, plate=" 7klm-347", case_number="None: patrol stop, report follows")

    with looking(office, commander) as work:
        _, listed = hotlists.open_entry(work, entry_id)
        entry = listed.entry
        assert (entry.plate, entry.case_number, entry.no_case_reason) == (
            PLATE,
            "none",
            "patrol stop, report follows",
        )
    row = on_record(office, "hotlist.requested")[0]
    assert (row.user_name, row.subject_id, row.narrative) == (officer.user_name, entry_id, ENTRY.narrative)


@pytest.mark.parametrize("title", ["dispatcher", "information_technology_manager"])
def test_a_title_without_a_chain_asks_for_nothing(office: Office, title: str) -> None:
    member = office.hire(title)
    with doing(office, member) as work, pytest.raises(RuleBroken, match="for your title") as broken:
        hotlists.request(work, replace(ENTRY))
    assert broken.value.section == "466.11"
