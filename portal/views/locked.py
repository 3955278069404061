"""A dispatcher's console that was left alone: it tells a bare number, and opens again for whoever left it.

The page at hand stays under a cover that its own script draws; these answers are what the cover asks for.
"""

from flask import Response, g, jsonify
from flask_wtf.csrf import generate_csrf

from portal.access import Permission
from portal.extensions import limiter
from portal.forms.signin import UnlockForm
from portal.rules import RuleBroken
from portal.services.hits import working
from portal.services.signin import proving
from portal.web import sessions
from portal.web.section import Section

section = Section("locked", "/sign-in/lock")
per_minute = limiter.limit("60/minute", methods=["POST"])


@section.get("", access="locked", activity=False)
def state() -> Response:
    """How many hits wait, and nothing else; no row in the record, for no plate is shown."""
    if not g.locked:
        return opened()
    actor = g.work.actor
    sees_hits = actor.may(Permission.HIT_VIEW) and not actor.barred
    return jsonify(locked=True, waiting=working.count_waiting(g.work) if sees_hits else 0)


@section.post("", access="locked")
@per_minute
def unlock() -> Response:
    """By password and second factor; the session goes on under a new id, its twelve hours running from sign-in."""
    if not g.locked:
        return opened()
    form = UnlockForm()
    if not form.validate():
        return refused("Give your password and the code of your authenticator.")
    try:
        proving.unlock(g.work, g.account_id, form.password.data or "", form.code.data or "")
    except RuleBroken as broken:
        return refused(broken.message)
    sessions.current().go_on(proved=True)
    return opened()


def opened() -> Response:
    """Whose session it is, and the token the forms of the page at hand need from now on."""
    return jsonify(locked=False, person=g.work.actor.user_name, token=generate_csrf())


def refused(message: str) -> Response:
    answer = jsonify(locked=True, message=message)
    answer.status_code = 422
    return answer
