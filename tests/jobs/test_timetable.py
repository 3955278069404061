"""When a job runs, also on the days on which the clocks change."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from portal.jobs import JOBS
from portal.services.timetable import ENTRIES, GRACE, PURGE_EXPIRED, SWEEP_SESSIONS, Schedule, standings
from tests.clock import START, Clock
from tests.services.reads_on_file import reading

ZONE = "America/Los_Angeles"
NIGHTLY = Schedule(hour=2, minute=15)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "following"),
    [
        pytest.param("2026-11-02T10:14:59", "2026-11-02T10:15", id="just before it"),
        pytest.param("2026-11-02T10:15:00", "2026-11-03T10:15", id="at the moment itself: the next"),
        pytest.param("2027-03-13T11:00", "2027-03-14T10:15", id="the hour that does not exist"),
        pytest.param("2027-03-14T10:15", "2027-03-15T09:15", id="the day after it"),
        pytest.param("2027-11-06T20:00", "2027-11-07T10:15", id="the day on which one o'clock comes twice"),
    ],
)
def test_a_nightly_job_runs_once_a_night_by_the_agencys_clock(moment: str, following: str) -> None:
    assert NIGHTLY.after(utc(moment), ZONE) == utc(following)


def test_an_hourly_job_runs_every_hour_of_the_night_that_has_25() -> None:
    moment, times = utc("2027-11-07T06:30"), []
    for _ in range(5):
        moment = SWEEP_SESSIONS.schedule.after(moment, ZONE)
        times.append(moment)
    assert times == [utc(f"2027-11-07T{hour:02}:05") for hour in range(7, 12)]


def test_no_daily_job_lies_in_the_hour_that_comes_twice() -> None:
    assert all(entry.schedule.hour != 1 for entry in ENTRIES)


def test_every_entry_of_the_timetable_is_a_job() -> None:
    assert [job.entry for job in JOBS] == list(ENTRIES)


def test_a_job_is_late_an_hour_after_the_first_time_it_missed(app: Flask, clock: Clock) -> None:
    first = PURGE_EXPIRED.schedule.after(START, ZONE)

    assert not is_late(app, first + GRACE - timedelta(seconds=1))
    assert is_late(app, first + GRACE)


def is_late(app: Flask, now: datetime) -> bool:
    with reading(app) as session:
        (found,) = (each for each in standings(session, "barstow", now, ZONE) if each.entry == PURGE_EXPIRED)
    return found.late
