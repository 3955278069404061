"""Reports: the years there is a record of, and the annual report of each as a PDF."""

from flask import Response, abort, g

from portal.access import Permission
from portal.services import reports
from portal.web.render import render
from portal.web.section import Section

section = Section("reports", "/reports")


@section.get("/", access=Permission.REPORT_VIEW)
def index() -> Response:
    return render("reports/index.html", years=reports.overview(g.work))


@section.get("/annual/<int:year>.pdf", access=Permission.REPORT_VIEW)
def annual(year: int) -> Response:
    """The report is on record before it is sent."""
    try:
        report = reports.make(g.work, year)
    except reports.NoSuchYear:
        abort(404)
    reports.note_made(g.work, report)
    name = f"{g.work.profile.agency.slug}-annual-report-{year}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(report.pdf, mimetype="application/pdf", headers=headers)
