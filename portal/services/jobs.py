"""The right to run a job, kept in the database so that of many processes one has it, and what each run did."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.models import JobLease, JobRun, opaque_id

LEASE = timedelta(minutes=10)
"""How long a worker may be silent before another may take its job over."""

RUNNING, DONE, REFUSED, FAILED = "running", "done", "refused", "failed"
SETTLED = (DONE, REFUSED)


class LeaseLost(RuntimeError):
    """Another worker has taken the job over: this one may write nothing more."""


@dataclass(frozen=True)
class Lease:
    """The right to run one job, and the run it is for. `clock` tells the time to renew it by."""

    job: str
    token: str
    run_id: str
    clock: Callable[[], datetime]

    def renew(self, session: Session, duration: timedelta = LEASE) -> datetime:
        """Renews the right within the session's transaction, which then writes under it; gives the time.

        Until that transaction ends nobody else can take the job over. Raises `LeaseLost`.
        """
        now = self.clock()
        renewed = session.scalar(
            update(JobLease)
            .where(JobLease.job == self.job, JobLease.token == self.token)
            .values(until=now + duration)
            .returning(JobLease.job)
        )
        if renewed is None:
            raise LeaseLost(f"{self.job} was taken over by another process; this run stops.")
        return now


def begin(
    session: Session, job: str, clock: Callable[[], datetime], is_due: Callable[[datetime | None], bool]
) -> Lease | None:
    """Takes the right to run a job and notes that a run began, in one transaction, which it commits.

    None when another worker has the right, or when the job is not due. `is_due` is asked under the right, with the
    start of the newest run that came to its end: of two workers woken at once the second finds it done.
    """
    now = clock()
    lease = Lease(job, opaque_id(), opaque_id(), clock)
    if not take(session, lease, now) or not is_due(last_settled(session, job)):
        session.rollback()
        return None
    close_abandoned(session, job, now)
    session.add(JobRun(id=lease.run_id, job=job, started_at=now, outcome=RUNNING))
    session.commit()
    return lease


def take(session: Session, lease: Lease, now: datetime) -> bool:
    """One statement: the lease is free, or its holder has been silent too long, or it stays as it is."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    values = {"token": lease.token, "until": now + LEASE}
    taken = (
        insert(JobLease)
        .values(job=lease.job, **values)
        .on_conflict_do_update(index_elements=["job"], set_=values, where=JobLease.until <= now)
        .returning(JobLease.job)
    )
    return session.scalar(taken) is not None


def close_abandoned(session: Session, job: str, now: datetime) -> None:
    """Runs of workers that fell silent: they can write nothing more, so they have failed."""
    session.execute(
        update(JobRun)
        .where(JobRun.job == job, JobRun.outcome == RUNNING)
        .values(outcome=FAILED, finished_at=now, summary="The worker stopped without finishing.")
        .execution_options(synchronize_session=False)
    )


def end(
    session: Session, lease: Lease, outcome: str, summary: str, counts: Mapping[str, Any] | None = None
) -> None:
    """Notes how the run ended and gives the right back, in the session's transaction. Raises `LeaseLost`."""
    now = lease.renew(session, timedelta())
    run = session.get_one(JobRun, lease.run_id)
    run.finished_at, run.outcome, run.summary = now, outcome, summary
    run.counts = dict(counts or {})


def forget_runs(session: Session, job: str, before: datetime) -> int:
    """Removes old rows of a job that runs every minute, but never what went wrong; gives how many."""
    old = delete(JobRun).where(JobRun.job == job, JobRun.started_at < before, JobRun.outcome == DONE)
    return len(session.scalars(old.returning(JobRun.id)).all())


def last_settled(session: Session, job: str) -> datetime | None:
    """When the newest run began that was done or refused."""
    query = select(JobRun.started_at).where(JobRun.job == job, JobRun.outcome.in_(SETTLED))
    return session.scalars(query.order_by(JobRun.started_at.desc()).limit(1)).one_or_none()


def last_run(session: Session, job: str) -> JobRun | None:
    """The newest run of a job, however it ended."""
    return next(iter(runs(session, job, limit=1)), None)


def runs(session: Session, job: str, *, limit: int) -> Sequence[JobRun]:
    """The newest runs of a job."""
    query = select(JobRun).where(JobRun.job == job).order_by(JobRun.started_at.desc(), JobRun.id)
    return session.scalars(query.limit(limit)).all()
