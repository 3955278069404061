"""The system about itself: alive, ready, and what its jobs did."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from flask import Response, current_app, g, jsonify, request
from sqlalchemy.exc import SQLAlchemyError

from portal.access import Permission
from portal.config import Settings
from portal.extensions import limiter
from portal.services import health, timetable
from portal.services.timetable import Standing
from portal.web import mail
from portal.web.render import render
from portal.web.section import Section

section = Section("system", "")


@section.get("/healthz", access="public", activity=False)
def healthz() -> Response:
    """The process answers."""
    return jsonify(status="alive")


@section.get("/readyz", access="public", activity=False)
@limiter.limit("60 per minute")  # each asks for the ledger's lock
def readyz() -> Response:
    """The portal can do its work, part by part."""
    settings: Settings = current_app.extensions["settings"]
    found = health.check(g.work, settings.instance)
    parts = {"database": found.database, "ledger": found.ledger, "disk": found.disk}
    return readiness(parts, [job_facts(each) for each in found.jobs], found.warnings)


def readiness(parts: dict[str, bool], jobs: list[dict[str, Any]], warnings: Sequence[str] = ()) -> Response:
    ready = all(parts.values())
    response = jsonify(
        status="ready" if ready else "not ready", checks=parts, jobs=jobs, warnings=list(warnings)
    )
    response.status_code = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
    return response


def job_facts(standing: Standing) -> dict[str, Any]:
    last = standing.last
    return {
        "name": standing.entry.name,
        "late": standing.late,
        "last_started_at": last and last.started_at.isoformat(),
        "last_outcome": last and last.outcome,
        "next": standing.following.isoformat(),
    }


@section.blueprint.errorhandler(SQLAlchemyError)
def without_database(error: SQLAlchemyError) -> Response:
    """Alive is alive without a database; ready is not. Any other page fails as it does elsewhere."""
    if request.endpoint == "system.healthz":
        return jsonify(status="alive")
    if request.endpoint == "system.readyz":
        return readiness({"database": False}, [])
    raise error


@section.get("/system/jobs", access=Permission.JOB_VIEW)
def jobs() -> Response:
    work = g.work
    agency = work.profile.agency
    found = timetable.standings(work.session, agency.slug, work.now, agency.time_zone)
    mail_off = bool(mail.lacking(current_app.extensions["settings"]))
    return render("system/jobs.html", standings=found, mail_off=mail_off)
