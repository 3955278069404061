"""The first page after signing in: what waits for me."""

from flask import Response, g

from portal.access import Permission
from portal.services import home
from portal.web.render import render
from portal.web.section import Section

section = Section("home", "/")


@section.get("", access=Permission.HOME_VIEW)
def index() -> Response:
    return render("home/index.html", work_list=home.open_work_list(g.work))
