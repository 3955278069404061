"""Every way an answer can be no, as a page or as the part htmx shows under #messages."""

import logging
import secrets
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, g, request, url_for
from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import NoResultFound
from werkzeug.exceptions import HTTPException, Unauthorized

from portal.ledger import Action, LedgerUnavailable
from portal.models import Kind
from portal.rules import RuleBroken
from portal.services.work import Told
from portal.storage import PictureDamaged, PictureMissing, StorageUnavailable
from portal.storage.opaque import UnknownId
from portal.web import proof, sessions
from portal.web.render import render, wants_partial
from portal.web.same_origin import ForeignRequest
from portal.web.section import Forbidden, ProofNeeded
from portal.web.traces import places
from recognition import EngineUnavailable

log = logging.getLogger(__name__)

PLAIN = {
    400: lazy_gettext("The request could not be understood. Go back, reload the page, and try again."),
    404: lazy_gettext("There is nothing here, or nothing you may see."),
    405: lazy_gettext("This address does not take that kind of request."),
    413: lazy_gettext("That is too large. A file may have 10 MB at most."),
    429: lazy_gettext("Too many tries from this place. Wait a minute, then try again."),
    500: lazy_gettext(
        "Something went wrong on our side. Nothing was saved. Give the reference when you report it."
    ),
}
LEDGER_DOWN = (
    "The record cannot be written just now, so nothing is shown and nothing was saved. Try again in a minute."
)
STORAGE_DOWN = (
    "Pictures cannot be stored or read just now. Nothing was saved. Tell the system's administrator."
)
ENGINE_DOWN = (
    "Plates cannot be read just now, and the picture was not stored. Tell the system's administrator."
)
RETRY_SECONDS = "30"


def install(app: Flask) -> None:
    app.register_error_handler(Unauthorized, to_sign_in)
    app.register_error_handler(Forbidden, forbidden)
    app.register_error_handler(ForeignRequest, foreign)
    app.register_error_handler(ProofNeeded, proof.ask)
    app.register_error_handler(RuleBroken, rule_broken)
    app.register_error_handler(CSRFError, form_expired)
    app.register_error_handler(NoResultFound, no_such_row)
    app.register_error_handler(UnknownId, no_such_row)
    app.register_error_handler(PictureMissing, not_found)
    app.register_error_handler(LedgerUnavailable, ledger_down)
    app.register_error_handler(StorageUnavailable, storage_down)
    app.register_error_handler(PictureDamaged, storage_down)
    app.register_error_handler(EngineUnavailable, engine_down)
    app.register_error_handler(HTTPException, plain)
    app.register_error_handler(Exception, unexpected)


def answer(status: int, message: str | LazyString, *, section: str = "", reference: str = "") -> Response:
    """The refusal as a whole page, or as the fragment htmx puts under #messages."""
    if "work" not in g:
        return Response(f"{message}\n", status, mimetype="text/plain")  # the database itself did not answer
    abandon()
    response = render(
        "shared/error.html", partial="shared/_error.html", status=status,
        message=message, section=section, reference=reference,
    )  # fmt: skip
    if wants_partial():
        response.headers["HX-Retarget"] = "#messages"
        response.headers["HX-Reswap"] = "innerHTML"
    return response


def abandon() -> None:
    """Nothing of a refused request is kept, in the database or in the session."""
    g.work.session.rollback()
    sessions.current().give_up()


def to_sign_in(_: Unauthorized) -> Response:
    """Signing in leads back to the page that was asked for; an act must be done again."""
    if g.locked and "HX-Request" in request.headers:
        return Response("", 401, {"HX-Trigger": "lock"})  # the page stays, under a cover
    if "HX-Request" in request.headers:
        return Response("", 401, {"HX-Redirect": url_for("signin.new", next=page_behind())})
    if request.method == "GET":
        if sessions.came_from_elsewhere():
            return render("shared/arriving.html")
        asked_for = request.full_path.rstrip("?") if request.path != "/" else None
        return Response("", 303, {"Location": url_for("signin.new", next=asked_for)})
    return answer(401, "You are signed out. Sign in, then do this again.")


def page_behind() -> str | None:
    """The page htmx called from: where the person is led back to, not to the part it asked for."""
    try:
        behind = urlsplit(request.headers.get("HX-Current-URL", ""))
    except ValueError:  # no address at all
        return None
    return f"{behind.path}?{behind.query}".rstrip("?") or None


def forbidden(refusal: Forbidden) -> Response:
    try:
        g.work.note(Kind.ACCESS, Action.ACCESS_REFUSED, told_of_request(), outcome=refusal.code)
    except LedgerUnavailable as error:
        return ledger_down(error)
    return answer(403, refusal.message, section=refusal.section)


def foreign(_: ForeignRequest) -> Response:
    """Nothing is put on record: whoever this session belongs to did not do this."""
    return answer(
        403, "This came from another site, so nothing was done. Open the page here and do it again."
    )


def rule_broken(refusal: RuleBroken) -> Response:
    try:
        if g.signed_in:
            put_refusal_on_record(refusal)
    except LedgerUnavailable as error:
        return ledger_down(error)
    return answer(409, refusal.message, section=refusal.section)


def put_refusal_on_record(refusal: RuleBroken) -> None:
    """Also for a view that shows the refusal in its own form. Nothing else of the request is saved."""
    g.work.note(Kind.ACT, Action.ACT_REFUSED, told_of_request(), outcome=refusal.code)


def told_of_request() -> Told:
    return Told(filters={"method": request.method, "route": request.endpoint or ""}, subject_id=subject())


def subject() -> str:
    values: dict[str, Any] = request.view_args or {}
    return ", ".join(f"{value}" for value in values.values())


def form_expired(_: CSRFError) -> Response:
    return answer(400, "This form has expired. Reload the page and try again; nothing was saved.")


def no_such_row(error: Exception) -> Response:
    """An id that is nobody's, or another person's: both answer alike, and whoever is signed in tried on record."""
    try:
        if g.get("signed_in") and request.view_args:
            g.work.note(Kind.ACCESS, Action.ACCESS_REFUSED, told_of_request(), outcome="access.not-found")
    except LedgerUnavailable as down:
        return ledger_down(down)
    return not_found(error)


def not_found(_: Exception) -> Response:
    return answer(404, PLAIN[404])


def ledger_down(error: LedgerUnavailable) -> Response:
    log.error("ledger unavailable: %s", type(error.__cause__).__name__)
    return unavailable(LEDGER_DOWN)


def storage_down(error: Exception) -> Response:
    log.error("storage: %s", type(error).__name__)
    return unavailable(STORAGE_DOWN)


def engine_down(error: EngineUnavailable) -> Response:
    log.error("recognition: %s", error)
    return unavailable(ENGINE_DOWN)


def unavailable(message: str) -> Response:
    response = answer(503, message)
    response.headers["Retry-After"] = RETRY_SECONDS
    return response


def plain(error: HTTPException) -> Response:
    status = error.code or 500
    response = answer(status, PLAIN.get(status, PLAIN[400]))
    if status == 405 and (allowed := error.get_headers()):
        response.headers.extend(header for header in allowed if header[0] == "Allow")
    return response


def unexpected(error: Exception) -> Response:
    """A reference on screen, the error's type and place in the log; never its values, which may be plates."""
    reference = secrets.token_hex(4)
    log.error("reference %s: %s at %s\n%s", reference, type(error).__name__, request.endpoint, places(error))
    return answer(500, PLAIN[500], reference=reference)
