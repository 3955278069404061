"""A person's inbox: what the portal told them, and what they have read of it."""

from urllib.parse import urlsplit

from flask import Response, current_app, flash, g, request
from werkzeug.exceptions import HTTPException

from portal.access import Permission
from portal.models import Notice
from portal.rules.notices import is_local
from portal.services import notices
from portal.web import mail
from portal.web.render import go_to, render
from portal.web.section import Section, may_use

section = Section("notices", "/notices")


@section.get("/", access=Permission.OWN_ACCOUNT)
def index() -> Response:
    page = notices.inbox(g.work, request.args.get("before"))
    return render(
        "notices/index.html",
        page=page,
        open_to_me={notice.id for notice in page.rows if leads_somewhere(notice)},
        mail_off=bool(mail.lacking(current_app.extensions["settings"])),
    )


@section.post("/<string:notice_id>/opening", access=Permission.OWN_ACCOUNT)
def follow(notice_id: str) -> Response:
    """Read by being opened; leads to the page where something can be done."""
    notice = notices.mark_read(g.work, notice_id)
    return Response("", 303, {"Location": notice.path}) if leads_somewhere(notice) else go_to("notices.index")


@section.post("/<string:notice_id>/reading", access=Permission.OWN_ACCOUNT)
def mark_read(notice_id: str) -> Response:
    notices.mark_read(g.work, notice_id)
    return go_to("notices.index")


@section.post("/reading", access=Permission.OWN_ACCOUNT)
def mark_all_read() -> Response:
    notices.mark_all_read(g.work)
    flash("Every notice is marked read.", "success")
    return go_to("notices.index")


def leads_somewhere(notice: Notice) -> bool:
    """Whether its page is there, and the person would be let through to it now."""
    if not is_local(notice.path):
        return False
    try:
        endpoint, _ = current_app.url_map.bind("", url_scheme="https").match(
            urlsplit(notice.path).path, method="GET"
        )
    except HTTPException:  # a redirect is one too
        return False
    return may_use(endpoint)
