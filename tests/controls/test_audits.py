"""The yearly report is due once the year is over; audits wait for their room."""

from portal.ledger import Action
from portal.models import Kind
from portal.services.work import Told
from tests.controls.behind import look
from tests.office import Office
from tests.promises.furnished import Furnished
from tests.services.doing import doing


def made(office: Office, clean: Furnished, year: int) -> None:
    """Puts a report of the year on record, as making one does."""
    with doing(office, clean.commander) as work:
        told = Told(subject_type="annual_report", subject_id=str(year))
        work.note(Kind.ACCESS, Action.REPORT_MADE, told, outcome="done")


def test_the_report_of_a_year_is_due_when_it_is_over(office: Office, clean: Furnished) -> None:
    first = look(office, "report.annual")
    assert (first.status, first.text) == (
        "pass",
        "The first report is due when 2026 is over: none on file yet.",
    )
    made(office, clean, 2026)  # of a year that is not over yet

    office.clock.move(days=60)
    assert office.clock.now.year == 2027
    assert look(office, "report.annual").status == "fail"

    made(office, clean, 2026)
    report = look(office, "report.annual")
    assert (report.status, report.text) == ("pass", "The report on 2026 was made, last on 2027-01-01.")


def test_an_audit_is_off_with_its_room_named(office: Office) -> None:
    evidence = look(office, "audit.performed")
    assert (evidence.status, evidence.text) == (
        "off",
        "Not carried out yet: it comes with the room of audits.",
    )
