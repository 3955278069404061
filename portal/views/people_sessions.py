"""Ending every session of somebody at once: a lost terminal, a person sent home."""

from flask import Response, flash, g

from portal.access import Permission
from portal.services.signin import ending
from portal.web.render import go_to
from portal.web.section import Section

section = Section("people_sessions", "/people/accounts")


@section.post("/<string:account_id>/sessions/end", access=Permission.ACCOUNT_RELEASE)
def end_all(account_id: str) -> Response:
    count = ending.end_all(g.work, account_id)
    flash(f"Sessions ended: {count}. It takes effect at the next thing they do.", "success")
    return go_to("account_signin.show", account_id=account_id)
