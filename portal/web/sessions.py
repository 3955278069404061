"""Flask's session, kept on the server: the browser holds a random id, the table its hash.

No cookie is set until something is stored, so public pages set none. The cookie has no age: it ends with the browser,
and the server ends it sooner (15 minutes idle, 12 hours in all).
"""

import logging
from typing import Any, cast

from flask import Flask, Request, Response, current_app, request, session
from flask.sessions import SessionInterface, SessionMixin
from flask_login import UserMixin, current_user
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import CallbackDict

from portal.extensions import login_manager
from portal.services.signin import sessions as stored

log = logging.getLogger(__name__)


class ServerSession(CallbackDict[str, Any], SessionMixin):
    """What a session holds, and whose it is. `complete` once password, code and banner are all done."""

    def __init__(self, found: stored.Stored | None) -> None:
        def note(_: object) -> None:
            self.modified = True

        self._found = found
        super().__init__({}, note)
        self.give_up()

    def give_up(self) -> None:
        """Becomes again what it was when the request came: of a refused request nothing is kept."""
        found = self._found
        self.clear()
        self.update(found.data if found else {})
        self.id_hash = found.id_hash if found else ""
        self.account_id = found.account_id if found else None
        self.complete = found.complete if found else False
        self.renew: stored.Renewal | None = None
        self.ending = False
        self.modified = False

    def become(self, account_id: str, *, complete: bool) -> None:
        """Takes a new id as this account's: an id from before a step up is worth nothing after it."""
        self.account_id, self.complete = account_id, complete
        self.renew = stored.Renewal(account_id, complete)
        self.modified = True

    def begin_anew(self) -> None:
        """Takes a new id as nobody's, with nothing in it: whoever knew the old one does not know what follows."""
        self.clear()
        self.account_id, self.complete = None, False
        self.renew = stored.Renewal(None, complete=False)
        self.modified = True

    def end(self) -> None:
        self.clear()
        self.ending = True


class ServerSessions(SessionInterface):
    """Opens and saves sessions in short transactions of their own."""

    def cookie_name(self, app: Flask) -> str:
        return f"__Host-platebook-{app.extensions['installation'][:12]}"

    def open_session(self, app: Flask, request: Request) -> ServerSession:  # Flask's own parameter names
        token = request.cookies.get(self.cookie_name(app), "")
        store: stored.SessionStore = app.extensions["sessions"]
        return ServerSession(store.find(token, app.extensions["clock"]()) if token else None)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        held = cast(ServerSession, session)
        store: stored.SessionStore = app.extensions["sessions"]
        now = app.extensions["clock"]()
        if held.ending:
            store.end(held.id_hash, now)
            response.delete_cookie(self.cookie_name(app), secure=True, httponly=True, samesite="Strict")
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        elif held.modified:
            self.keep(app, store, held, response)
        elif held.id_hash and counts_as_activity():
            store.touch(held.id_hash, now)

    def keep(self, app: Flask, store: stored.SessionStore, held: ServerSession, response: Response) -> None:
        """Saves the session. A new sign-in that cannot be saved fails; a message to be shown later is let go."""
        try:
            token = store.save(held.id_hash, dict(held), held.renew, caller(), app.extensions["clock"]())
        except SQLAlchemyError as error:
            if held.renew:
                raise
            log.error("a session was not saved: %s", type(error).__name__)
            return
        if token:
            self.give(app, response, token)

    def give(self, app: Flask, response: Response, token: str) -> None:
        response.set_cookie(
            self.cookie_name(app), token, secure=True, httponly=True, samesite="Strict", path="/"
        )
        response.vary.add("Cookie")


def caller() -> stored.Caller:
    return stored.Caller(request.remote_addr or "", request.headers.get("User-Agent", "")[:200])


def counts_as_activity() -> bool:
    """Whether a person did this: what a page asks for by itself does not keep a session alive."""
    access = current_app.extensions["access"].get(request.endpoint)
    return bool(access and access.activity)


def came_from_elsewhere() -> bool:
    """Whether another site led here, so that the browser kept back a session it may well have."""
    return request.headers.get("Sec-Fetch-Site") == "cross-site" and not current().id_hash


def current() -> ServerSession:
    return cast(ServerSession, session._get_current_object())  # type: ignore[attr-defined]  # a werkzeug proxy


class SignedIn(UserMixin):
    """What flask-login knows of a person: that they are signed in, and their account's id."""

    def __init__(self, account_id: str) -> None:
        self.id = account_id


@login_manager.request_loader  # type: ignore[untyped-decorator]  # flask-login ships no types
def load_signed_in(_: Request) -> SignedIn | None:
    held = current()
    return SignedIn(held.account_id) if held.complete and held.account_id else None


def is_signed_in() -> bool:
    """Whether a person is signed in for good, as flask-login sees it."""
    person: Any = current_user
    return bool(person.is_authenticated)


def install(app: Flask, store: stored.SessionStore) -> None:
    app.extensions["sessions"] = store
    app.session_interface = ServerSessions()
    # It would write into each session once, which a poll may not.
    login_manager.session_protection = None  # type: ignore[assignment]  # flask-login takes None, and says str
