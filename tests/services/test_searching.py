"""A search says why before it shows anything, finds what it means and no more, and leaves its traces."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import NoResultFound

from portal.ledger import digest_of
from portal.rules import RuleBroken
from portal.services import devices, evidence
from portal.services.evidence import NewHold
from portal.services.reads import searching
from portal.services.reads.ingest import Capture, ingest
from portal.services.reads.recognise import Sighting
from portal.storage.opaque import UnknownId
from portal.web.system_work import open_work, system_actor
from tests.clock import START, Clock
from tests.office import Office, days_ahead
from tests.services.doing import PLATE, SEARCH, doing, found_by, looking, make_search, on_record
from tests.services.reads_on_file import authorise, purge_at, receive

PAST = START.replace(year=2027, hour=18)
DAY = timedelta(days=1)


def see(app: Flask, plate: str, captured: datetime, *, device: str = "Gate", state: str = "") -> None:
    """A read captured at one moment and received now."""
    with open_work(app, system_actor("test")) as work:
        reader = devices.find(work.session, device) or devices.add(work, devices.NewDevice(device, "server"))
        ingest(
            work, reader, [Capture(b"", captured, f"{plate}{captured}")], lambda _: [Sighting(plate, state)]
        )


def pages(office: Office, member: Any, search_id: str) -> list[list[int]]:
    """The keys on each page, going on from page to page."""
    found, before = [], ""
    while True:
        with looking(office, member) as work:
            page = searching.open_results(work, searching.get_own(work, search_id), before)
            found.append([read.key for read in page.reads])
        if not page.older:
            return found
        before = page.older


def test_a_whole_plate_finds_itself_and_what_it_is_confused_with(office: Office, clock: Clock) -> None:
    officer = office.hire("patrol_officer")
    receive(office.app, clock.now, "8ABC150", "BABC150", "BA8CI50", "8ABC151", "8ABC15", "")

    assert set(found_by(office, officer, plate="8abc-150")) == {"8ABC150", "BABC150"}


@pytest.mark.control("search.partial-plates")
def test_a_partial_plate_finds_the_plates_that_fit(office: Office, clock: Clock) -> None:
    officer = office.hire("patrol_officer")
    receive(office.app, clock.now, "7KLM347", "7KLM34", "8KLM347", "7XLM347", "KLM3471")

    def fitting(pattern: str) -> set[str]:
        return set(found_by(office, officer, plate=pattern))

    assert fitting("?KLM347") == {"7KLM347", "8KLM347"}
    assert fitting("7KLM*") == {"7KLM347", "7KLM34"}
    assert fitting("*KLM347*") == {"7KLM347", "8KLM347", "KLM3471"}
    assert fitting("7%LM*_") == set()


def test_state_window_and_reader_narrow_what_is_found(office: Office, clock: Clock) -> None:
    officer = office.hire("patrol_officer")
    see(office.app, "7AAA111", clock.now - 3 * DAY, state="NV")
    see(office.app, "7AAA112", clock.now - DAY, device="Bridge", state="CA")
    see(office.app, "7AAA113", clock.now)

    def narrowed(**changes: Any) -> list[str]:
        return found_by(office, officer, plate="7AAA*", **changes)

    assert narrowed() == ["7AAA113", "7AAA112", "7AAA111"]
    assert narrowed(state="ca") == ["7AAA113", "7AAA112"]
    assert narrowed(since=clock.now - DAY) == ["7AAA113", "7AAA112"]
    assert narrowed(until=clock.now - DAY) == ["7AAA112", "7AAA111"]
    assert narrowed(device=2) == ["7AAA112"]
    assert found_by(office, officer, plate="", device=1, since=clock.now - DAY, until=clock.now) == [
        "7AAA113"
    ]


@pytest.mark.control("purposes.no-other", "search.purpose", "search.case-number")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"plate": ""}, "plate"),
        ({"plate": " - "}, "plate"),
        ({"plate": "*"}, "plate"),
        ({"plate": "7A*"}, "plate"),
        ({"plate": "", "device": 1, "since": START}, "plate"),
        ({"plate": "", "since": START, "until": START + DAY}, "plate"),
        ({"plate": "", "device": 1, "since": START, "until": START + DAY + timedelta(seconds=1)}, "plate"),
        ({"since": START, "until": START - DAY}, "until"),
        ({"purpose": ""}, "purpose"),
        ({"purpose": "immigration"}, "purpose"),
        ({"case_number": ""}, "case_number"),
        ({"case_number": "none"}, "no_case_reason"),
        ({"narrative": "investigation"}, "narrative"),
        ({"narrative": "DOB 3/4/1988 burglary suspect"}, "narrative"),
    ],
)
def test_a_search_that_does_not_say_why_is_refused_at_its_field(
    office: Office, changes: dict[str, Any], field: str
) -> None:
    officer = office.hire("patrol_officer")
    with pytest.raises(RuleBroken) as broken:
        make_search(office, officer, **changes)
    assert broken.value.field == field


@pytest.mark.control("log.access")
def test_the_record_tells_the_search_before_and_after_it_was_looked_at(office: Office, clock: Clock) -> None:
    officer = office.hire("patrol_officer")
    (key,) = receive(office.app, clock.now, PLATE)
    search_id = make_search(
        office, officer, plate=" 7klm-347 ", since=START - DAY, on_behalf_of="Det. Vale", device=1
    )
    with looking(office, officer) as work:
        searching.open_results(work, searching.get_own(work, search_id))
        shown = digest_of([work.tools.read_ids.hide(key)])

    intent, outcome = on_record(office, "search.results-opened")
    for row in (*on_record(office, "search.made"), intent, outcome):
        assert row.typed == {"plate": " 7klm-347 "}
        assert row.normalised == {"plate": PLATE, "variants": [PLATE]}
        assert (row.filters["since"], row.filters["device"]) == ("2026-11-01T17:00:00.000000Z", 1)
        assert (row.purpose, row.case_number, row.on_behalf_of) == (SEARCH.purpose, "26-01871", "Det. Vale")
        assert (row.narrative, row.subject_id) == (SEARCH.narrative, search_id)
        assert (row.user_name, row.full_name) == (officer.user_name, officer.full_name)
        assert row.organisation == "Barstow Police Department"
    assert (intent.kind, intent.outcome, intent.count, intent.digest) == ("access", "intent", None, "")
    assert (outcome.outcome, outcome.count, outcome.digest) == ("shown", 1, shown)
    assert outcome.intent_seq == intent.seq


@pytest.mark.control("purposes.no-other")
def test_a_refused_search_is_on_record_with_what_was_typed(office: Office) -> None:
    officer = office.hire("patrol_officer")
    with doing(office, officer) as work:
        searching.refuse(work, SEARCH, RuleBroken("reason.says-nothing", "Say why."))

    (row,) = on_record(office, "search.refused")
    assert (row.outcome, row.typed["plate"], row.typed["narrative"]) == (
        "reason.says-nothing",
        PLATE,
        SEARCH.narrative,
    )


def test_a_search_is_its_makers_alone(office: Office) -> None:
    officer, other = office.hire("patrol_officer"), office.hire("detective")
    search_id = make_search(office, officer)

    with doing(office, other) as work:
        assert list(searching.recent(work)) == []
        with pytest.raises(NoResultFound):
            searching.get_own(work, search_id)
    with doing(office, officer) as work:
        assert [each.id for each in searching.recent(work)] == [search_id]


def test_pages_follow_one_another_without_gap_or_repeat_whatever_arrives_meanwhile(
    office: Office, clock: Clock
) -> None:
    officer = office.hire("patrol_officer")
    early = receive(office.app, clock.now, *[PLATE] * 70)
    late = receive(office.app, clock.move(seconds=1), *[PLATE] * 45)
    search_id = make_search(office, officer)

    first, second, third = pages(office, officer, search_id)

    assert first + second + third == [*reversed(late), *reversed(early)]
    assert [len(first), len(second), len(third)] == [50, 50, 15]
    with looking(office, officer) as work:
        search = searching.get_own(work, search_id)
        before = searching.open_results(work, search).older
        clock.move(seconds=1)
    receive(office.app, clock.now, PLATE)
    with looking(office, officer) as work:
        again = searching.open_results(work, searching.get_own(work, search_id), before)
        assert [read.key for read in again.reads] == second
        with pytest.raises(UnknownId):
            searching.open_results(
                work, searching.get_own(work, search_id), work.tools.read_ids.hide(early[0])
            )


def test_results_run_by_the_time_of_capture_however_late_they_arrived(office: Office, clock: Clock) -> None:
    officer = office.hire("patrol_officer")
    see(office.app, "7AAA111", clock.now)
    clock.move(hours=2)
    see(office.app, "7AAA112", clock.now - timedelta(hours=6))

    assert found_by(office, officer, plate="7AAA*") == ["7AAA111", "7AAA112"]


def test_a_copy_that_a_hold_keeps_is_found_once_and_after_its_read_is_gone(
    office: Office, clock: Clock
) -> None:
    detective = office.hire("detective")
    held, gone = receive(office.app, clock.now, PLATE, PLATE)
    with doing(office, detective) as work:
        evidence.place(
            work, NewHold("evidence", "26-01871", "Getaway car of the robbery", days_ahead(clock, 90)), [held]
        )
    search_id = make_search(office, detective)
    assert pages(office, detective, search_id) == [[gone, held]]
    authorise(office.app)
    purge_at(office.app, PAST)

    assert pages(office, detective, search_id) == [[held]]


class TestWestCovina:
    """Policy 462.5(b): a specific case and an articulable suspicion, and no administrative purpose."""

    @pytest.fixture
    def agency(self) -> str:
        return "west-covina"

    @pytest.mark.control("purposes.no-other", "search.case-number", "search.suspicion")
    def test_case_and_suspicion_are_both_asked_for(self, app: Flask) -> None:
        wanted = {"suspicion": "Victim described this very sedan and its dented door."}
        with open_work(app, system_actor("test")) as work:
            purposes = {each.key for each in work.profile.purposes.search}
            for changes, field in (
                ({}, "suspicion"),
                ({"suspicion": "suspicious"}, "suspicion"),
                (wanted | {"case_number": ""}, "case_number"),
                (wanted | {"case_number": "none: patrol stop, report follows"}, "case_number"),
                (wanted | {"purpose": "administrative_action"}, "purpose"),
            ):
                new = searching.NewSearch(**{**vars(SEARCH), **changes})
                with pytest.raises(RuleBroken) as broken:
                    searching.make(work, new)
                assert broken.value.field == field, changes
            assert not [key for key in purposes if "administrative" in key]
