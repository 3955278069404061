"""Runs one job once: under its lease, with a row that tells what became of it."""

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Event

from flask import Flask

from portal.config import Settings
from portal.jobs.job import Job, Report, Stopping, Turn
from portal.ledger import Action
from portal.models import Kind
from portal.services import jobs, setup, timetable
from portal.services.jobs import LeaseLost
from portal.services.work import Told
from portal.web.installation import open_tools
from portal.web.system_work import open_work, system_actor
from portal.web.traces import places

log = logging.getLogger(__name__)

IsDue = Callable[[datetime | None], bool]


def run_once(
    app: Flask, job: Job, *, is_due: IsDue = lambda _: True, stopping: Event | None = None
) -> Report | None:
    """Runs the job now; None when another process is at it, or it is not due.

    Raises what the job raises, after the run's row and the ledger have been told; `LeaseLost` they are not told of:
    a worker that lost its lease writes nothing, and the one that took over has closed the row.
    """
    open_tools(app)
    with app.extensions["open_writing"]() as session:
        lease = jobs.begin(session, job.name, app.extensions["clock"], is_due)
    if lease is None:
        return None
    try:
        report = job.run(Turn(app, job.name, lease, stopping or Event()))
    except LeaseLost:
        raise
    except BaseException as error:
        end_badly(app, job, lease, error)
        raise
    outcome = jobs.REFUSED if report.refusals else jobs.DONE
    with app.extensions["open_writing"]() as session:
        jobs.end(session, lease, outcome, report.summary, report.counts)
        session.commit()
    return report


def end_badly(app: Flask, job: Job, lease: jobs.Lease, error: BaseException) -> None:
    """Tells the run's row and the ledger. Of an unforeseen error only its kind: its text may hold plates."""
    summary = str(error) if isinstance(error, Stopping) else f"Failed: {type(error).__name__}."
    with open_work(app, system_actor(job.name)) as work:
        jobs.end(work.session, lease, jobs.FAILED, summary)
        told = Told(subject_type="job", subject_id=job.name)
        work.record(Action.JOB_FAILED, told=told, kind=Kind.JOB, outcome=type(error).__name__)


def run_if_due(app: Flask, job: Job, stopping: Event) -> None:
    """Runs the job if a time of its schedule has come since it last came to its end, or since the founding.

    So a run that was missed is caught up once, and of two processes one runs. An error is told and logged: the other
    jobs go on.
    """
    try:
        with app.extensions["open_reading"]() as session:
            founded = timetable.founded_at(session, app.extensions["settings"].agency)
        zone = zone_of(app)
        report = run_once(
            app,
            job,
            is_due=lambda since: job.entry.is_due(since or founded, app.extensions["clock"](), zone),
            stopping=stopping,
        )
        if report is not None:
            log.info("%s: %s", job.name, report.summary)
    except (LeaseLost, Stopping) as error:
        log.warning("%s: %s", job.name, error)
    except Exception as error:
        log.error("%s failed: %s\n%s", job.name, type(error).__name__, places(error))


def zone_of(app: Flask) -> str:
    """The zone by whose clock the jobs run: that of the agency's profile, its own where the instance has one."""
    settings: Settings = app.extensions["settings"]
    with app.extensions["open_reading"]() as session:
        return setup.effective_profile(session, settings.agency, settings.profiles).agency.time_zone


def preview(app: Flask, job: Job) -> Report:
    """Counts what the job would do now, on a session that does not write."""
    with open_work(app, system_actor(job.name)) as work:
        work.session.info["read_only"] = True
        return job.preview(work)
