"""The work list holds what this person may do something about, and plates on it are on record."""

from datetime import date

from portal.services import evidence, home, proposals
from portal.services.evidence import NewHold
from portal.services.policy import importing, publishing
from portal.services.policy.publishing import NewMeeting
from tests.adopted import POLICY
from tests.clock import Clock
from tests.office import Member, Office, days_ahead
from tests.services.doing import PLATE, SOUGHT, ask, decide, doing, live_entry, looking, on_record
from tests.services.reads_on_file import receive

ODC, ADC = "operations_division_commander", "administrative_division_commander"


def list_of(office: Office, member: Member) -> home.WorkList:
    with looking(office, member) as work:
        shown = home.open_work_list(work)
        work.session.expunge_all()
        return shown


def test_a_request_waits_for_who_may_decide_it_and_shows_to_its_maker(office: Office, clock: Clock) -> None:
    officer, other = office.hire("patrol_officer"), office.hire("detective")
    operations, administrative = office.hire("captain", ODC), office.hire("captain", ADC)
    first = ask(office, officer)
    clock.move(minutes=1)
    second = ask(office, officer, case_number="26-02002", unavailable_statement=SOUGHT)

    assert [entry.id for entry in list_of(office, operations).decisions] == [first, second]
    assert [entry.id for entry in list_of(office, administrative).decisions] == [second]
    assert [each.entry.id for each in list_of(office, officer).mine] == [first, second]
    assert list_of(office, other).empty
    assert [row.count for row in on_record(office, "home.work-list-opened") if row.outcome == "shown"] == [
        2,
        1,
        2,
    ]

    decide(office, operations, first)
    decide(office, administrative, second)
    assert list_of(office, operations).empty
    assert list_of(office, officer).empty


def test_ones_own_request_does_not_wait_for_oneself(office: Office) -> None:
    operations = office.hire("captain", ODC)
    office.hire("captain", ADC)
    ask(office, operations)

    shown = list_of(office, operations)

    assert shown.decisions == []
    assert len(shown.mine) == 1


def test_hits_and_holds_wait_as_bare_numbers(office: Office, clock: Clock) -> None:
    officer, operations = office.hire("patrol_officer"), office.hire("captain", ODC)
    live_entry(office, officer, operations)
    (key,) = receive(office.app, clock.now, PLATE)
    with doing(office, officer) as work:
        new = NewHold("evidence", "26-01871", "Getaway car of the pharmacy robbery", days_ahead(clock, 1))
        evidence.place(work, new, [key])
    clock.move(days=1)

    assert (list_of(office, officer).hits_waiting, list_of(office, officer).holds_due) == (1, 1)
    assert (list_of(office, operations).hits_waiting, list_of(office, operations).holds_due) == (1, 0)
    assert on_record(office, "home.work-list-opened") == []


def test_the_untrained_see_no_plate_and_no_count(office: Office, clock: Clock) -> None:
    officer, operations = office.hire("patrol_officer"), office.hire("captain", ODC, trained=False)
    acting = office.hire("captain", ODC)
    live_entry(office, officer, acting)
    ask(office, officer)
    receive(office.app, clock.now, PLATE)

    shown = list_of(office, operations)

    assert (shown.decisions, shown.mine, shown.hits_waiting, shown.holds_due) == ([], [], 0, 0)


def test_a_publication_waits_on_the_list_of_who_may_confirm_it(office: Office) -> None:
    """It is no plate data: without training, too; and it is no access."""
    maker = office.hire("captain", ADC)
    second = office.hire("chief_of_police", "chief_of_police", trained=False)
    proposal_id = proposed(office, maker)

    assert [each.proposal.id for each in list_of(office, second).publications] == [proposal_id]
    assert list_of(office, maker).publications == []
    assert list_of(office, office.hire("patrol_officer")).publications == []
    assert on_record(office, "home.work-list-opened") == []


def proposed(office: Office, member: Member) -> str:
    """A publication that waits."""
    with doing(office, member) as work:
        version = importing.import_text(work, POLICY, "policy.txt", date(2026, 6, 1))
        meeting = publishing.record_meeting(work, NewMeeting("Town Council", date(2026, 5, 4)))
        terms = {"text": "", "effective_on": "2026-12-01", "meeting": meeting.id}
        return proposals.propose(work, publishing.KIND, version.id, terms).id
