"""Where I am signed in, and ending it there."""

from flask import Response, flash, g

from portal.access import Permission
from portal.services.signin import ending
from portal.web import sessions
from portal.web.render import go_to, render
from portal.web.section import Section

section = Section("own_sessions", "/account/sessions")
section.blueprint.app_template_global("signed_out_because")(sessions.why_over)


@section.get("", access=Permission.OWN_ACCOUNT)
def index() -> Response:
    return render("account/sessions.html", places=ending.places(g.work, g.account_id))


@section.post("/<string:session_key>/end", access=Permission.OWN_ACCOUNT)
def end_one(session_key: str) -> Response:
    ending.end_one(g.work, g.account_id, session_key)
    flash("That session is ended.", "success")
    return go_to("own_sessions.index")


@section.post("/end", access=Permission.OWN_ACCOUNT)
def end_others() -> Response:
    count = ending.end_others(g.work, g.account_id)
    flash(f"Ended: {count}. You are signed in here alone.", "success")
    return go_to("own_sessions.index")
