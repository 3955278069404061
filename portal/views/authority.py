"""Who may decide what today: whom to call, under which section, and who is next."""

from flask import Response, g

from portal.access import Permission
from portal.services import authority
from portal.web.render import render
from portal.web.section import Section

section = Section("authority", "/people/authority")


@section.get("", access=Permission.POST_VIEW)
def index() -> Response:
    answers = authority.today(g.work)
    return render(
        "authority/index.html",
        decided=[each for each in answers if each.matter.decides],
        duties=[each for each in answers if not each.matter.decides],
        own=authority.own_request(g.work, answers),
    )
