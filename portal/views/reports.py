"""Reports: the years there is a record of, and the annual report of each as a PDF."""

from flask import Response, abort, g
from werkzeug.exceptions import Unauthorized

from portal.access import Permission
from portal.services import reports
from portal.web.render import render
from portal.web.section import Section
from portal.web.sessions import still_lives

section = Section("reports", "/reports")


@section.get("/", access=Permission.REPORT_VIEW)
def index() -> Response:
    return render("reports/index.html", years=reports.overview(g.work))


@section.get("/annual/<int:year>.pdf", access=Permission.REPORT_VIEW, proof=True)
def annual(year: int) -> Response:
    """The report is on record before it is sent. It is one file made in one go: an account closed, or a session ended,
    while it was being made gets nothing."""
    try:
        report = reports.make(g.work, year)
    except reports.NoSuchYear:
        abort(404)
    if not still_lives():
        raise Unauthorized
    reports.note_made(g.work, report)
    name = f"{g.work.profile.agency.slug}-annual-report-{year}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(report.pdf, mimetype="application/pdf", headers=headers)
