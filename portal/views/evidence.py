"""Holds: placed from a read, listed with their days of review."""

from flask import Response, flash, g

from portal.access import Permission
from portal.forms.evidence import HoldForm
from portal.rules import RuleBroken
from portal.services import evidence
from portal.web.render import go_to, render
from portal.web.section import Section

section = Section("evidence", "/evidence")


@section.get("/", access=Permission.HOLD_VIEW)
def index() -> Response:
    _, holds = evidence.open_list(g.work)
    return render("evidence/index.html", holds=holds)


def form_page(form: HoldForm) -> Response:
    return render("evidence/new.html", partial="evidence/_form.html", status=422, form=form)


@section.post("/holds", access=Permission.HOLD_PLACE)
def place() -> Response:
    form = HoldForm()
    if not form.validate():
        return form_page(form)
    key = g.work.tools.read_ids.show(form.read.data or "")
    try:
        evidence.place(g.work, form.to_hold(), [key])
    except RuleBroken as broken:
        if not broken.field:
            raise
        g.work.session.rollback()
        form.show(broken)
        return form_page(form)
    flash("The read is held. No purge will take it.", "success")
    return go_to("evidence.index")
