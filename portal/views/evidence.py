"""Holds: placed from a read, listed with their days of review."""

from flask import Response, flash, g

from portal.access import Permission
from portal.forms.evidence import HoldForm
from portal.services import evidence
from portal.web.render import go_to, render
from portal.web.section import Section

section = Section("evidence", "/evidence")


@section.get("/", access=Permission.HOLD_VIEW)
def index() -> Response:
    _, holds = evidence.open_list(g.work)
    return render("evidence/index.html", holds=holds, hide=g.work.tools.read_ids.hide)


@section.post("/holds", access=Permission.HOLD_PLACE)
def place() -> Response:
    form = HoldForm()
    if not form.validate():
        return render("evidence/new.html", partial="evidence/_form.html", status=422, form=form)
    key = g.work.tools.read_ids.show(form.read.data or "")
    evidence.place(g.work, form.to_hold(), [key])
    flash("The read is held. No purge will take it.", "success")
    return go_to("evidence.index")
