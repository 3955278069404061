"""What raises a hit, how sure it is, and the order in which dispatch works it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.models import Hit, Verdict
from portal.rules import RuleBroken
from portal.services import devices, hotlists
from portal.services.hits import working
from portal.services.reads.ingest import Capture, ingest
from portal.services.reads.recognise import Sighting
from portal.web.system_work import open_work, system_actor
from tests.clock import Clock
from tests.office import Member, Office
from tests.services.doing import PLATE, ask, decide, doing, live_entry, looking, on_record
from tests.services.reads_on_file import receive

ODC = "operations_division_commander"


@pytest.fixture
def commander(office: Office) -> Member:
    return office.hire("captain", ODC)


@pytest.fixture
def officer(office: Office) -> Member:
    return office.hire("patrol_officer")


def hits(app: Flask) -> list[tuple[str, str]]:
    """(what was read, how it matches) of every hit, in order."""
    with app.extensions["open_reading"]() as session:
        return [(hit.plate, hit.match) for hit in session.scalars(select(Hit).order_by(Hit.read_key))]


def newest_hit(app: Flask) -> str:
    with app.extensions["open_reading"]() as session:
        return str(session.scalars(select(Hit.id).order_by(Hit.raised_at.desc())).first())


def see(app: Flask, clock: Clock, plate: str, state: str) -> None:
    with open_work(app, system_actor("test")) as work:
        device = devices.find(work.session, "Gate") or devices.add(work, devices.NewDevice("Gate", "server"))
        sighting = Sighting(text=plate, state=state)
        ingest(work, device, [Capture(repr((plate, state)).encode(), clock.now)], lambda _: [sighting])


def take(office: Office, member: Member, hit_id: str, *steps: tuple[str, str]) -> None:
    for step, outcome in steps:
        with doing(office, member) as work:
            working.take_step(work, hit_id, step, outcome, " heard by unit 12 ")


@pytest.mark.control("hotlist.approval")
def test_nothing_matches_a_request_that_waits(office: Office, officer: Member, clock: Clock) -> None:
    ask(office, officer)

    receive(office.app, clock.now, PLATE)

    assert hits(office.app) == []


def test_a_read_matches_exactly_or_possibly_or_not(
    office: Office, officer: Member, commander: Member, clock: Clock
) -> None:
    live_entry(office, officer, commander, plate="8ABC150")

    receive(office.app, clock.now, "8ABC150", "BABC150", "8A8CI50", "BA8CI50", "8ABC151", "")

    assert hits(office.app) == [("8ABC150", "exact"), ("BABC150", "possible"), ("8A8CI50", "possible")]


def test_another_states_plate_is_another_plate_and_an_unread_state_may_be_any(
    office: Office, officer: Member, commander: Member, clock: Clock
) -> None:
    live_entry(office, officer, commander, state="CA")
    for state in ("NV", "CA", ""):
        see(office.app, clock, PLATE, state)
    assert len(hits(office.app)) == 2

    live_entry(office, officer, commander, plate="9WWT664", state="")
    for state in ("NV", "CA", ""):
        see(office.app, clock, "9WWT664", state)
    assert len(hits(office.app)) == 5


def test_every_live_entry_of_a_plate_raises_its_own_hit(
    office: Office, officer: Member, commander: Member, clock: Clock
) -> None:
    live_entry(office, officer, commander)
    live_entry(office, officer, commander, case_number="26-02002")

    receive(office.app, clock.now, PLATE)

    assert len(hits(office.app)) == 2
    assert [row.outcome for row in on_record(office, "hit.raised")] == ["exact", "exact"]


@pytest.mark.control("dispatch.confirm", "dispatch.advise", "dispatch.verified", "dispatch.updates")
def test_dispatch_works_the_steps_in_their_order_each_on_record(
    office: Office, officer: Member, commander: Member, clock: Clock
) -> None:
    dispatcher = office.hire("dispatcher")
    live_entry(office, officer, commander)
    receive(office.app, clock.now, PLATE)
    hit_id = newest_hit(office.app)

    with pytest.raises(RuleBroken, match="Ask for the confirmation first"):
        take(office, dispatcher, hit_id, ("b", "done"))
    take(office, dispatcher, hit_id, ("a", "started"), ("b", "done"))
    with pytest.raises(RuleBroken, match="only after a positive confirmation") as broken:
        take(office, dispatcher, hit_id, ("d", "done"))
    assert broken.value.section == "466.9(d)"
    take(office, dispatcher, hit_id, ("a", "positive"), ("d", "done"))

    rows = on_record(office, "hit.step-taken")
    assert [row.outcome for row in rows] == ["a started", "b done", "a positive", "d done"]
    assert {(row.user_name, row.case_number) for row in rows} == {(dispatcher.user_name, "26-01871")}
    with looking(office, dispatcher) as work:
        _, hit, read = working.open_hit(work, hit_id)
        assert read is not None
        assert [step.note for step in hit.steps] == ["heard by unit 12"] * 4
        assert working.count_waiting(work) == 0


def test_a_hit_waits_until_its_confirmation_is_answered(
    office: Office, officer: Member, commander: Member, clock: Clock
) -> None:
    dispatcher = office.hire("dispatcher")
    live_entry(office, officer, commander)
    receive(office.app, clock.now, PLATE)
    hit_id = newest_hit(office.app)

    waiting = []
    for step in (None, ("a", "started"), ("a", "negative")):
        take(office, dispatcher, hit_id, *([step] if step else []))
        with doing(office, dispatcher) as work:
            waiting.append(working.count_waiting(work))
    assert waiting == [1, 1, 0]
    with pytest.raises(RuleBroken, match="only after a positive confirmation"):
        take(office, dispatcher, hit_id, ("d", "done"))


def test_the_version_of_the_list_changes_with_all_it_shows_and_with_nothing_else(
    office: Office, officer: Member, commander: Member, clock: Clock
) -> None:
    dispatcher = office.hire("dispatcher")

    def version() -> str:
        with doing(office, dispatcher) as work:
            return working.version(work)

    empty = version()
    entry_id = live_entry(office, officer, commander)
    receive(office.app, clock.now, "9WWT664")
    assert version() == empty

    receive(office.app, clock.now, PLATE)
    raised = version()
    take(office, dispatcher, newest_hit(office.app), ("a", "started"))
    stepped = version()
    clock.move(hours=72)
    expired = version()
    assert len({empty, raised, stepped, expired}) == 4

    clock.move(hours=-71)
    assert version() == stepped
    with doing(office, officer) as work:
        hotlists.remove(work, hotlists.get(work, entry_id, for_change=True))
    assert version() == expired


def test_a_hit_outlives_its_entry_and_says_so(
    office: Office, officer: Member, commander: Member, clock: Clock
) -> None:
    denied = ask(office, officer)
    decide(office, commander, denied, Verdict.DENIED)
    live_entry(office, officer, commander)
    receive(office.app, clock.now, PLATE)
    clock.now += timedelta(hours=80)

    with looking(office, commander) as work:
        _, shown = working.open_list(work)
        assert [working.is_live(work, hit) for hit in shown] == [False]
