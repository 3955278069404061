"""The job that writes down which accounts a rule has closed. Closed they are without it: it tells the record why."""

from portal.jobs.job import Report, Turn
from portal.services import accounts
from portal.services.work import Work
from portal.web.system_work import reading_apart

NAME = "accounts closed"


def run_closing(turn: Turn) -> Report:
    """Finds them reading apart, then writes one account a transaction."""
    with turn.work() as work, reading_apart(turn.app, work) as reading:
        found = [person_id for person_id, _ in accounts.overdue(reading)]
    report = Report()
    for person_id in found:
        with turn.work() as work:
            turn.go_on(work.session)
            report.add(NAME, int(accounts.close_overdue(work, person_id)))
    return report


def preview_closing(work: Work) -> Report:
    return Report({NAME: len(accounts.overdue(work))})
