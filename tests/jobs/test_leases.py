"""Of many workers one runs a job, and one that was taken over writes nothing more."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import JobRun, PurgeRun
from portal.services import jobs
from portal.services.jobs import LEASE, Lease, LeaseLost
from portal.services.retention.purge import purge
from portal.web.system_work import open_work, system_actor
from tests.clock import START, Clock
from tests.services.reads_on_file import authorise, keys_on_file, pictures_stored, reading, receive

JOB = "purge-expired"
WORKERS = 6


def begin(app: Flask, clock: Clock) -> Lease | None:
    with app.extensions["open_writing"]() as session:
        return jobs.begin(session, JOB, clock, lambda _: True)


def begun(app: Flask, clock: Clock) -> Lease:
    lease = begin(app, clock)
    assert lease is not None
    return lease


def end(app: Flask, lease: Lease) -> None:
    with app.extensions["open_writing"]() as session:
        jobs.end(session, lease, jobs.DONE, "Done.")
        session.commit()


def outcomes(app: Flask) -> list[str]:
    with reading(app) as session:
        return list(session.scalars(select(JobRun.outcome).order_by(JobRun.started_at)))


def test_of_workers_that_race_for_a_job_one_gets_it(app: Flask, clock: Clock) -> None:
    for _ in range(5):
        together = threading.Barrier(WORKERS)

        def attempt(together: threading.Barrier = together) -> Lease | None:
            together.wait()
            return begin(app, clock)

        with ThreadPoolExecutor(WORKERS) as pool:
            tries = [pool.submit(attempt) for _ in range(WORKERS)]
        (lease,) = filter(None, (each.result() for each in tries))
        end(app, lease)
        clock.move(seconds=1)
    assert outcomes(app) == ["done"] * 5


def test_a_job_that_ended_can_be_begun_again_at_once(app: Flask, clock: Clock) -> None:
    end(app, begun(app, clock))
    assert begin(app, clock) is not None


def test_a_lease_is_taken_over_when_its_holder_was_silent_for_its_length(app: Flask, clock: Clock) -> None:
    begun(app, clock)
    clock.move(seconds=LEASE.total_seconds() - 1)
    assert begin(app, clock) is None

    clock.move(seconds=1)
    assert begin(app, clock) is not None
    assert outcomes(app) == ["failed", "running"]


def test_a_lease_that_is_renewed_is_not_taken_over(app: Flask, clock: Clock) -> None:
    lease = begun(app, clock)
    for _ in range(3):
        clock.move(seconds=LEASE.total_seconds() - 1)
        with app.extensions["open_writing"]() as session:
            assert lease.renew(session) == clock.now
            session.commit()
        assert begin(app, clock) is None


def test_a_run_that_is_not_due_takes_no_lease_and_leaves_no_row(app: Flask, clock: Clock) -> None:
    asked: list[datetime | None] = []

    def is_due(since: datetime | None) -> bool:
        asked.append(since)
        return since is None

    for _ in range(2):
        with app.extensions["open_writing"]() as session:
            lease = jobs.begin(session, JOB, clock, is_due)
        if lease:
            end(app, lease)

    assert asked == [None, START]
    assert outcomes(app) == ["done"]


def test_a_worker_that_was_taken_over_destroys_nothing_and_ends_nothing(app: Flask, clock: Clock) -> None:
    authorise(app)
    keys = receive(app, START - timedelta(days=400), "7ABC123")
    stalled = begun(app, clock)
    clock.move(seconds=LEASE.total_seconds())
    successor = begun(app, clock)

    with pytest.raises(LeaseLost), open_work(app, system_actor(JOB)) as work:
        purge(work, "server", stalled.renew)
    with pytest.raises(LeaseLost):
        end(app, stalled)

    assert keys_on_file(app) == keys
    assert len(pictures_stored(app)) == 1
    with reading(app) as session:
        assert session.scalars(select(PurgeRun)).all() == []
    assert outcomes(app) == ["failed", "running"]
    end(app, successor)


def test_a_worker_taken_over_between_two_chunks_writes_no_second(app: Flask, clock: Clock) -> None:
    authorise(app)
    keys = receive(app, START - timedelta(days=400), *(f"PL{number:05}" for number in range(600)))
    stalled = begun(app, clock)
    chunks = 0

    def stall_before_the_second(session: Session) -> datetime:
        nonlocal chunks
        chunks += 1
        if chunks == 2:
            session.rollback()
            clock.move(seconds=LEASE.total_seconds())
            begun(app, clock)
        return stalled.renew(session)

    with pytest.raises(LeaseLost), open_work(app, system_actor(JOB)) as work:
        purge(work, "server", stall_before_the_second)

    assert keys_on_file(app) == keys[500:]
    with reading(app) as session:
        assert session.scalars(select(PurgeRun.reads)).all() == [500]
