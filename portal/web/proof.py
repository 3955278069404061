"""Asking for the second factor anew, without losing what somebody was about to send.

The page that asks carries the fields of the form that was sent; once the proof is given the browser is told to send
them again (307). So nothing half done is kept on the server, and nothing is done before it is proved whose act it is.
"""

from urllib.parse import urlsplit

from flask import Response, current_app, request, url_for
from werkzeug.exceptions import HTTPException

from portal.forms.signin import CodeForm
from portal.web import sessions, work
from portal.web.render import render

OURS = frozenset({"csrf_token", "code", "credential"})
"""Fields of the asking page itself: never carried along, for the page gives them anew."""
SECRET = frozenset({"password", "current", "new", "again"})
"""Fields that no page repeats: they are typed once more."""
WANTED = 401


def ask(_: Exception) -> Response:
    """Instead of the act or the download that needs a proof: the page that asks for it."""
    work.show_only()
    sessions.current().give_up()
    asked_for = request.full_path.rstrip("?")
    if request.method == "GET":
        return Response("", 303, {"Location": url_for("proving.ask", to=asked_for)})
    return page(asked_for, "POST", CodeForm(formdata=None), carried(), WANTED)


def page(to: str, method: str, form: CodeForm, fields: list[tuple[str, str]], status: int) -> Response:
    """The asking page; htmx puts it in the place of the whole content, whatever the form's own target was."""
    address = url_for("proving.take", to=to, method=method)
    response = render("signin/again.html", status=status, form=form, address=address, fields=fields, to=to)
    if "HX-Request" in request.headers:
        response.status_code = 200  # htmx shows no 401
        response.headers |= {"HX-Retarget": "#main", "HX-Reselect": "#main", "HX-Reswap": "outerHTML"}
    return response


def carried() -> list[tuple[str, str]]:
    """The fields that were sent, in their order, without those of the asking page."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in OURS | SECRET]


def onward(to: str, method: str) -> Response:
    """To what was asked for, with the fields that were sent if it was an act."""
    return Response("", 307 if method == "POST" else 303, {"Location": to})


def leads_to_proof(to: str, method: str) -> bool:
    """Whether this is an address of the portal that asks for a proof: the page sends nobody anywhere else."""
    try:
        parts = urlsplit(to)
    except ValueError:
        return False
    if not to.startswith("/") or to.startswith("//") or parts.scheme or parts.netloc or not to.isprintable():
        return False
    try:
        endpoint, _ = current_app.url_map.bind("", url_scheme="https").match(parts.path, method=method)
    except HTTPException:
        return False
    return bool(current_app.extensions["access"][endpoint].proof)
