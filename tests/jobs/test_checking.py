"""Every night the policy is held to the data, and what was found is kept; a preview keeps nothing."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from portal.jobs import JOBS
from portal.jobs.running import preview, run_once
from portal.models import ConformanceRun, LedgerRow
from portal.services.timetable import CHECK_POLICY
from tests.clock import START
from tests.services.reads_on_file import reading

(CHECK,) = [job for job in JOBS if job.entry == CHECK_POLICY]


def test_a_run_is_kept_with_what_it_found_by_the_job(app: Flask) -> None:
    report = run_once(app, CHECK)

    assert report is not None
    with reading(app) as session:
        run = session.scalars(select(ConformanceRun)).one()
        entry = session.scalars(select(LedgerRow).where(LedgerRow.subject_id == run.id)).one()
        counts = run.summary["counts"]
        assert (run.checked_at, entry.kind, entry.user_name) == (START, "job", "system:check-policy")
    assert sum(report.counts.values()) == counts["clauses"] > 0
    assert report.counts.get("clauses that fail", 0) == counts["fail"]
    assert report.refusals == [], "a failing clause is a finding, not a rule that stops the job"


def test_a_preview_counts_the_same_and_keeps_nothing(app: Flask) -> None:
    def rows() -> tuple[int | None, int | None]:
        with reading(app) as session:
            counted = (
                session.scalar(select(func.count()).select_from(table))
                for table in (ConformanceRun, LedgerRow)
            )
            return next(counted), next(counted)

    before = rows()
    would = preview(app, CHECK)

    assert rows() == before
    done = run_once(app, CHECK)
    assert done is not None
    assert would.counts == done.counts


def test_it_runs_after_the_purge_and_never_in_the_hour_that_comes_twice() -> None:
    first = CHECK_POLICY.schedule.after(START, "America/Los_Angeles")

    assert first - START == timedelta(hours=19, minutes=10)
    assert str(CHECK_POLICY.schedule) == "every day at 04:10"
