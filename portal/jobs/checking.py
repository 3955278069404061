"""The job that holds the policy to the data every night."""

from portal.controls.conformance import Judged, check
from portal.controls.telling import as_run
from portal.jobs.job import Report, Turn
from portal.models import Kind
from portal.services.policy import conformance
from portal.services.work import Work
from portal.web.system_work import reading_apart


def run_check(turn: Turn) -> Report:
    """Reads first, apart, and writes what was found in one short transaction."""
    with turn.work() as work:
        with reading_apart(turn.app, work) as reading:
            found = check(reading)
        turn.go_on(work.session)
        conformance.keep(work, as_run(found), Kind.JOB)
    return told(found)


def preview_check(work: Work) -> Report:
    return told(check(work))


def told(found: Judged) -> Report:
    report = Report()
    for clause in found.clauses:
        report.add(f"clauses {WORDS[clause.status]}", 1)
    return report


WORDS = {"pass": "that pass", "fail": "that fail", "off": "not carried out yet", "unanswered": "left open"}
