"""The job runner: one process that waits for the times of the schedules, until it is told to stop."""

import signal
from collections.abc import Callable
from threading import Event

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask

from portal.jobs import JOBS
from portal.jobs.running import run_if_due, zone_of
from portal.web.installation import open_tools


def serve(app: Flask, ready: Callable[[], None]) -> None:
    """Catches up what was missed, then runs each job at its time, until SIGTERM or SIGINT.

    `ready` is called once these stop it cleanly. A job under way then ends after the transaction it is in. Several
    runners may be up: leases see to it that each job runs once.
    """
    open_tools(app)
    stopping = Event()
    scheduler = schedule(app, stopping)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.default_int_handler)
    try:
        ready()
        scheduler.start()
    except KeyboardInterrupt:
        stopping.set()
        if scheduler.running:
            scheduler.shutdown()


def schedule(app: Flask, stopping: Event) -> BlockingScheduler:
    """A scheduler that knows every job, not started yet. One thread: jobs never wait for each other's transactions."""
    zone = zone_of(app)
    scheduler = BlockingScheduler(
        jobstores={"default": MemoryJobStore()},
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        timezone=zone,
    )
    for job in JOBS:
        scheduler.add_job(run_if_due, args=(app, job, stopping), id=f"{job.name} at start")
        scheduler.add_job(
            run_if_due, job.entry.schedule.trigger(zone), args=(app, job, stopping), id=job.name
        )
    return scheduler
