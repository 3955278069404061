"""Retention: the schedule by source, the authority to destroy, the certificates of purges."""

from flask import Response, flash, g

from portal.access import Permission
from portal.forms.retention import AuthorityForm
from portal.rules import RuleBroken
from portal.services.retention import schedule
from portal.web.render import go_to, render
from portal.web.section import Section

section = Section("retention", "/retention")


@section.get("/", access=Permission.RETENTION_VIEW)
def index() -> Response:
    work = g.work
    return render("retention/index.html", states=schedule.overview(work), runs=schedule.runs(work.session))


@section.get("/runs/<string:run_id>", access=Permission.RETENTION_VIEW)
def show(run_id: str) -> Response:
    run, authority = schedule.certificate(g.work.session, run_id)
    source = g.work.profile.retention.sources.get(run.source)
    return render("retention/show.html", run=run, authority=authority, source=source)


def authority_form() -> AuthorityForm:
    form = AuthorityForm()
    form.offer(schedule.purged_here(g.work))
    return form


def form_page(form: AuthorityForm, status: int = 200) -> Response:
    return render("retention/new.html", partial="retention/_form.html", status=status, form=form)


@section.get("/authorities/new", access=Permission.AUTHORITY_RECORD)
def new() -> Response:
    return form_page(authority_form())


@section.post("/authorities", access=Permission.AUTHORITY_RECORD)
def record() -> Response:
    form = authority_form()
    if not form.validate():
        return form_page(form, 422)
    try:
        authority = schedule.record_authority(g.work, form.to_authority())
    except RuleBroken as broken:
        g.work.session.rollback()
        form.show(broken)
        return form_page(form, 422)
    flash(f"The authority of {authority.resolution} is on file.", "success")
    return go_to("retention.index")
