"""The jobs that destroy what has been kept for its time, and what an accident left behind."""

from portal.jobs.job import Report, Turn
from portal.ledger import Action
from portal.models import Kind
from portal.rules import RuleBroken
from portal.services.retention import purge, schedule, sweep
from portal.services.retention.traces import forget_receipts
from portal.services.work import Told, Work


def run_purge(turn: Turn) -> Report:
    report = Report()
    with turn.work() as work:
        for source in schedule.purged_here(work):
            purge_source(turn, work, source, report)
        report.add("old receipts", purge_receipts(turn, work))
    return report


def purge_source(turn: Turn, work: Work, source: str, report: Report) -> None:
    """Purges a source, or notes in the ledger which rule forbade it."""
    try:
        run = purge.purge(work, source, turn.go_on)
    except RuleBroken as refusal:
        report.refusals.append(refusal)
        turn.go_on(work.session)
        told = Told(subject_type="source", subject_id=source)
        work.record(Action.ACT_REFUSED, told=told, kind=Kind.JOB, outcome=refusal.code)
        work.session.commit()
        return
    report.add("reads destroyed", run.reads)
    report.add("pictures destroyed", run.pictures)
    report.add("reads held", run.held)


def purge_receipts(turn: Turn, work: Work) -> int:
    """Receipts tell a resend from a new picture and nothing else; they go after 35 days whatever becomes of reads."""
    forgotten, more = 0, True
    while more:
        turn.go_on(work.session)
        gone = forget_receipts(work.session, work.now)
        work.session.commit()
        forgotten, more = forgotten + gone, bool(gone)
    return forgotten


def preview_purge(work: Work) -> Report:
    report = Report()
    for source in schedule.purged_here(work):
        try:
            found = purge.preview(work, source)
        except RuleBroken as refusal:
            report.refusals.append(refusal)
            continue
        report.add("reads destroyed", found.reads)
        report.add("pictures destroyed", found.pictures)
        report.add("reads held", found.held)
    return report


def run_sweep(turn: Turn) -> Report:
    with turn.work() as work:
        return Report({"pictures without a row": sweep.sweep_pictures(work, turn.go_on)})


def preview_sweep(work: Work) -> Report:
    return Report({"pictures without a row": sweep.count_orphans(work)})
