"""`flask jobs list|run|once`: what runs by itself, the process that runs it, and one run at once."""

import json
import logging
import sys
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from portal.cli.refusals import Refused, in_one_sentence
from portal.jobs import JOBS, scheduler
from portal.jobs.job import Job, Report
from portal.jobs.running import preview, run_once, zone_of
from portal.services.jobs import DONE, REFUSED
from portal.services.timetable import Standing, standings
from portal.web.installation import open_tools

RULE_SAYS_NO = 3

group = AppGroup("jobs", help="What the portal does by itself, on a clock.")


def the_application() -> Flask:
    """The application itself: threads and schedulers outlive the context its stand-in belongs to."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # a werkzeug proxy
    return app


@group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Tell the result as JSON.")
def list_jobs(*, as_json: bool) -> None:
    """Every job: when it runs, when it last ran, and what became of it."""
    with in_one_sentence():
        open_tools(the_application())
        with current_app.extensions["open_reading"]() as session:
            settings, clock = current_app.extensions["settings"], current_app.extensions["clock"]
            found = standings(session, settings.agency, clock(), zone_of(the_application()))
    click.echo(json.dumps([facts(each) for each in found]) if as_json else as_text(found))


def facts(standing: Standing) -> dict[str, Any]:
    run = standing.last
    last = run and {
        "started_at": run.started_at.isoformat(),
        "finished_at": run.finished_at and run.finished_at.isoformat(),
        "outcome": run.outcome,
        "summary": run.summary,
        "counts": run.counts,
    }
    return {
        "name": standing.entry.name,
        "description": standing.entry.description,
        "schedule": str(standing.entry.schedule),
        "next": standing.following.isoformat(),
        "last": last,
    }


def as_text(found: list[Standing]) -> str:
    lines = []
    for each in found:
        lines.append(f"{each.entry.name}  {each.entry.schedule}\n  {each.entry.description}")
        last = f"{each.last.outcome} {each.last.started_at:%Y-%m-%d %H:%M %Z}" if each.last else "never ran"
        lines.append(f"  last: {last}    next: {each.following:%Y-%m-%d %H:%M %Z}")
    return "\n".join(lines)


@group.command()
def run() -> None:
    """Run every job at its time, until told to stop; what was missed is caught up first."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    with in_one_sentence():
        scheduler.serve(
            the_application(), ready=lambda: click.echo("Ready: waiting for the times of the jobs.")
        )


@group.command()
@click.argument("name")
@click.option("--dry-run", is_flag=True, help="Count what would be done, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Tell the result as JSON.")
def once(name: str, *, dry_run: bool, as_json: bool) -> None:
    """Run one job now, whatever its schedule says: exit code 3 where a rule forbids it."""
    job = job_named(name)
    with in_one_sentence():
        open_tools(the_application())
        report = preview(the_application(), job) if dry_run else run_once(the_application(), job)
    if report is None:
        raise click.ClickException(
            f"{name} is running in another process just now. Wait for it, then try again."
        )
    if as_json:
        click.echo(json.dumps(result(job, report, dry_run=dry_run)))
    elif not report.refusals:
        click.echo(f"{'Would be done: ' if dry_run else ''}{report.summary}")
    for refusal in report.refusals:
        click.echo(f"{refusal.message} ({refusal.section})", err=True)
    sys.exit(RULE_SAYS_NO if report.refusals else 0)


def job_named(name: str) -> Job:
    for job in JOBS:
        if job.name == name:
            return job
    raise Refused(f"There is no job “{name}”. The jobs are: {', '.join(job.name for job in JOBS)}.")


def result(job: Job, report: Report, *, dry_run: bool) -> dict[str, Any]:
    return {
        "job": job.name,
        "dry_run": dry_run,
        "outcome": REFUSED if report.refusals else DONE,
        "summary": report.summary,
        "counts": report.counts,
        "refusals": [
            {"code": refusal.code, "message": refusal.message, "section": refusal.section}
            for refusal in report.refusals
        ],
    }
