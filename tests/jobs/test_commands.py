"""`flask jobs`: lists, runs one now, or stays and runs them all."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from portal.config import Settings
from portal.models import Base, JobRun
from portal.services import jobs
from portal.services.timetable import ENTRIES
from tests.clock import START, Clock
from tests.services.reads_on_file import authorise, keys_on_file, pictures_stored, reading, receive

LONG_AGO = START - timedelta(days=400)
FOUNDED_AGO = timedelta(days=2)
PATIENCE = 60
"""Seconds until a process that does not do what is asked of it is given up."""


def flask(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["jobs", *arguments])


def everything(app: Flask) -> tuple[dict[str, int], set[str]]:
    """How many rows each table has, and the pictures."""
    with reading(app) as session:
        rows = {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }
    return rows, pictures_stored(app)


def test_the_list_tells_every_job_its_last_run_and_its_next(app: Flask) -> None:
    authorise(app)
    assert flask(app, "once", "sweep-pictures").exit_code == 0

    listed = {each["name"]: each for each in json.loads(flask(app, "list", "--json").stdout)}

    assert set(listed) == {entry.name for entry in ENTRIES}
    assert listed["purge-expired"]["last"] is None
    assert listed["purge-expired"]["next"] == "2026-11-03T10:15:00+00:00"
    assert listed["purge-expired"]["schedule"] == "every day at 02:15"
    assert listed["sweep-pictures"]["last"]["outcome"] == "done"
    assert listed["sweep-pictures"]["last"]["started_at"] == START.isoformat()

    text = flask(app, "list").stdout
    assert "never ran" in text
    assert "done 2026-11-02 17:00 UTC" in text


def test_one_run_at_once_tells_what_it_did(app: Flask) -> None:
    authorise(app)
    receive(app, LONG_AGO, "7ABC123")

    result = flask(app, "once", "purge-expired", "--json")

    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert (told["job"], told["outcome"], told["dry_run"], told["refusals"]) == (
        "purge-expired",
        "done",
        False,
        [],
    )
    assert told["counts"]["reads destroyed"] == 1
    assert keys_on_file(app) == []


def test_a_dry_run_counts_and_changes_nothing(app: Flask) -> None:
    authorise(app)
    receive(app, LONG_AGO, "7ABC123", "8XYZ987")
    before = everything(app)

    for entry in ENTRIES:
        assert flask(app, "once", entry.name, "--dry-run").exit_code == 0
    told = json.loads(flask(app, "once", "purge-expired", "--dry-run", "--json").stdout)

    assert told["counts"] == {"reads destroyed": 2, "pictures destroyed": 1, "reads held": 0}
    assert everything(app) == before


@pytest.mark.parametrize("dry_run", [[], ["--dry-run"]])
def test_a_rule_that_says_no_is_quoted_with_exit_code_3(app: Flask, dry_run: list[str]) -> None:
    keys = receive(app, LONG_AGO, "7ABC123")

    result = flask(app, "once", "purge-expired", *dry_run)

    assert result.exit_code == 3
    assert "no destruction authority is on file" in result.stderr
    assert "Government Code 34090.6" in result.stderr
    assert keys_on_file(app) == keys


@pytest.mark.parametrize("agency", ["west-covina"])
def test_where_retention_is_unanswered_the_purge_refuses(app: Flask, agency: str) -> None:
    authorise(app)
    keys = receive(app, LONG_AGO, "7ABC123")

    result = flask(app, "once", "purge-expired", "--json")

    assert result.exit_code == 3
    assert "states no retention" in result.stderr
    assert json.loads(result.stdout)["refusals"][0]["code"] == "purge.retention-unanswered"
    assert keys_on_file(app) == keys


def test_an_unknown_name_is_answered_with_the_names_there_are(app: Flask) -> None:
    result = flask(app, "once", "purge")

    assert result.exit_code == 2
    assert ", ".join(entry.name for entry in ENTRIES) in result.stderr


def test_a_job_that_runs_elsewhere_is_left_to_it(app: Flask, clock: Clock) -> None:
    with app.extensions["open_writing"]() as session:
        assert jobs.begin(session, "purge-expired", clock, lambda _: True)

    result = flask(app, "once", "purge-expired")

    assert result.exit_code == 1
    assert "another process" in result.stderr


class TestTheRunner:
    """Processes of their own, on an instance founded two days ago: every job has missed a time."""

    @pytest.fixture
    def clock(self) -> Clock:
        return Clock(datetime.now(UTC) - FOUNDED_AGO)

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_it_catches_up_and_ends_cleanly(
        self, app: Flask, settings: Settings, clock: Clock, number: int
    ) -> None:
        authorise(app)
        receive(app, clock.now - timedelta(days=800), "7ABC123")

        with runner(settings) as process:
            wait_for_runs(app, len(ENTRIES), process)
            process.send_signal(number)
            assert process.wait(PATIENCE) == 0

        assert keys_on_file(app) == []
        check_each_ran_once(app, clock.now + FOUNDED_AGO)

    def test_of_two_each_job_is_run_by_one(self, app: Flask, settings: Settings, clock: Clock) -> None:
        authorise(app)
        receive(app, clock.now - timedelta(days=800), *(f"PL{number:05}" for number in range(1100)))

        with runner(settings) as first, runner(settings) as second:
            wait_for_runs(app, len(ENTRIES), first)
            for process in (first, second):
                assert "Ready" in wait_for_line(process)
                process.terminate()
                assert process.wait(PATIENCE) == 0

        check_each_ran_once(app, clock.now + FOUNDED_AGO)


def check_each_ran_once(app: Flask, since: datetime) -> None:
    """Once for the times missed; a second time only if a time of the schedule came while the test ran."""
    found = finished(app)
    assert {outcome for _, outcome in found} == {"done"}
    for entry in ENTRIES:
        times = sum(name == entry.name for name, _ in found)
        came_again = entry.schedule.after(since, "America/Los_Angeles") <= datetime.now(UTC)
        assert times == 1 or (came_again and times == 2), found


@contextmanager
def runner(settings: Settings) -> Iterator[subprocess.Popen[str]]:
    given = {
        f"PLATEBOOK_{name}".upper(): str(value)
        for name, value in settings.model_dump().items()
        if value and name in ("instance", "agency", "database_url", "throwaway")
    }
    command = [str(Path(sys.executable).with_name("flask")), "jobs", "run"]
    process = subprocess.Popen(
        command, env=os.environ | given, cwd=Path(__file__).parents[2], text=True, stdout=subprocess.PIPE
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def wait_for_runs(app: Flask, count: int, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + PATIENCE
    while len(finished(app)) < count:
        assert process.poll() is None, "the runner ended by itself"
        assert time.monotonic() < deadline, "the jobs were not run"
        time.sleep(0.1)


def finished(app: Flask) -> list[tuple[str, str]]:
    with reading(app) as session:
        rows = session.scalars(select(JobRun).where(JobRun.finished_at.is_not(None)))
        return sorted((row.job, row.outcome) for row in rows)
