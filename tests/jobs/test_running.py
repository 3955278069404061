"""A run leaves a row, a missed run is caught up once, and what goes wrong is told."""

from datetime import timedelta
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.agencies.profile import PROFILES
from portal.config import Settings
from portal.jobs import JOBS, scheduler
from portal.jobs.job import Job, Stopping
from portal.jobs.running import run_if_due, run_once, zone_of
from portal.models import JobRun, LedgerRow, Read
from portal.services.timetable import PURGE_EXPIRED, SWEEP_SESSIONS
from tests.clock import START, Clock
from tests.office import Office
from tests.services.reads_on_file import authorise, keys_on_file, pictures_stored, reading, receive

LONG_AGO = START - timedelta(days=400)
UNTIL_TWO_FIFTEEN = timedelta(hours=17, minutes=15)
"""From START, nine in the morning, to the first time of the purge."""


def job(name: str) -> Job:
    return next(job for job in JOBS if job.name == name)


PURGE = job("purge-expired")


def runs(app: Flask) -> list[JobRun]:
    with reading(app) as session:
        return list(session.scalars(select(JobRun).order_by(JobRun.started_at)))


def entries(app: Flask, action: str) -> list[LedgerRow]:
    with reading(app) as session:
        return list(session.scalars(select(LedgerRow).where(LedgerRow.action == action)))


def test_a_run_acts_as_the_system_and_leaves_its_row(app: Flask) -> None:
    authorise(app)
    receive(app, LONG_AGO, "7ABC123")

    report = run_once(app, PURGE)

    assert report is not None
    assert keys_on_file(app) == []
    (run,) = runs(app)
    assert (run.outcome, run.finished_at) == ("done", START)
    assert run.counts == {
        "reads destroyed": 1,
        "pictures destroyed": 1,
        "reads held": 0,
        "old receipts": 1,
    }
    assert run.summary == "Reads destroyed: 1, pictures destroyed: 1, old receipts: 1."
    (entry,) = entries(app, "retention.purged")
    assert (entry.user_name, entry.kind) == ("system:purge-expired", "job")


def test_a_run_that_a_rule_forbids_says_so_in_its_row_and_in_the_ledger(app: Flask) -> None:
    receive(app, LONG_AGO, "7ABC123")

    report = run_once(app, PURGE)

    assert report is not None
    assert [refusal.code for refusal in report.refusals] == ["purge.no-authority"]
    (run,) = runs(app)
    assert run.outcome == "refused"
    assert "no destruction authority is on file" in run.summary
    (entry,) = entries(app, "act.refused")
    assert (entry.user_name, entry.outcome, entry.subject_id) == (
        "system:purge-expired",
        "purge.no-authority",
        "server",
    )
    assert len(keys_on_file(app)) == 1


def test_a_run_that_fails_is_told_without_what_it_had_in_hand(app: Flask) -> None:
    authorise(app)
    receive(app, LONG_AGO, "7ABC123")
    with app.extensions["open_writing"]() as session:
        session.execute(update(Read).values(picture="no picture of ours"))
        session.commit()

    with pytest.raises(ValueError, match="no picture of ours"):
        run_once(app, PURGE)

    (run,) = runs(app)
    assert (run.outcome, run.summary) == ("failed", "Failed: ValueError.")
    (entry,) = entries(app, "job.failed")
    assert (entry.outcome, entry.subject_id) == ("ValueError", "purge-expired")
    assert run_once(app, PURGE) is not None


def test_a_job_runs_at_its_time_and_once_however_often_it_is_woken(app: Flask, clock: Clock) -> None:
    authorise(app)
    clock.now = START + UNTIL_TWO_FIFTEEN - timedelta(seconds=1)
    run_if_due(app, PURGE, Event())
    assert runs(app) == []

    clock.move(seconds=1)
    for _ in range(3):
        run_if_due(app, PURGE, Event())
        clock.move(seconds=1)
    assert [run.started_at for run in runs(app)] == [START + UNTIL_TWO_FIFTEEN]


def test_runs_that_were_missed_are_caught_up_by_one(app: Flask, clock: Clock) -> None:
    authorise(app)
    clock.move(days=9)
    run_if_due(app, PURGE, Event())
    run_if_due(app, PURGE, Event())
    assert len(runs(app)) == 1


def test_a_run_that_failed_is_tried_again_when_the_job_is_woken(
    app: Flask, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    authorise(app)
    receive(app, LONG_AGO, "7ABC123")
    with app.extensions["open_writing"]() as session:
        session.execute(update(Read).values(picture="no picture of ours"))
        session.commit()
    clock.move(days=1)

    run_if_due(app, PURGE, Event())
    clock.move(seconds=1)
    run_if_due(app, PURGE, Event())

    assert [run.outcome for run in runs(app)] == ["failed", "done"]
    assert "purge-expired failed: ValueError" in caplog.text


def test_a_refused_run_is_not_tried_again_before_its_next_time(app: Flask, clock: Clock) -> None:
    clock.move(days=1)
    run_if_due(app, PURGE, Event())
    clock.move(minutes=1)
    run_if_due(app, PURGE, Event())
    assert [run.outcome for run in runs(app)] == ["refused"]


def test_a_runner_that_is_stopped_writes_nothing_more_and_goes_on_later(app: Flask, clock: Clock) -> None:
    authorise(app)
    receive(app, LONG_AGO, "7ABC123")
    stopping = Event()
    stopping.set()

    with pytest.raises(Stopping):
        run_once(app, PURGE, stopping=stopping)
    assert len(keys_on_file(app)) == 1

    clock.move(days=1)
    run_if_due(app, PURGE, Event())
    assert [run.outcome for run in runs(app)] == ["failed", "done"]
    assert pictures_stored(app) == set()


def test_sessions_nobody_comes_back_to_are_forgotten(app: Flask, office: Office, clock: Clock) -> None:
    office.visitor()
    clock.move(minutes=14)
    office.browser(office.hire("detective"))
    clock.move(minutes=2)

    report = run_once(app, job(SWEEP_SESSIONS.name))

    assert report is not None
    assert report.counts == {"ended sessions": 1}


def test_the_purge_has_the_name_the_command_line_knows() -> None:
    assert PURGE.entry == PURGE_EXPIRED


def test_an_agency_with_its_own_profile_has_its_jobs_run_by_that(
    app: Flask, settings: Settings, clock: Clock, office: Office
) -> None:
    own = (PROFILES / "barstow.toml").read_text().replace("America/Los_Angeles", "Asia/Tokyo")
    (settings.instance / "barstow.toml").write_text(own)

    assert zone_of(app) == "Asia/Tokyo"
    assert scheduler.schedule(app, Event()).timezone.key == "Asia/Tokyo"
    ready = office.browser().get("/readyz")
    times = {job["name"]: job["next"] for job in ready.json["jobs"]}
    # START is two in the morning in Tokyo
    assert times["purge-expired"] == (START + timedelta(minutes=15)).isoformat()
    clock.move(hours=2)
    run_if_due(app, PURGE, Event())
    assert [run.job for run in runs(app)] == [PURGE.name]
