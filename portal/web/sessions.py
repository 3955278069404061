"""Flask's session, kept on the server: the browser holds a random id, the table its hash.

No cookie is set until something is stored, so public pages set none. The cookie has no age: it ends with the browser,
and the server ends it sooner (15 minutes idle, 30 for those who dispatch, 12 hours in all).
"""

import hashlib
import logging
from datetime import datetime
from typing import Any, cast

from flask import Flask, Request, Response, current_app, g, request, session
from flask.sessions import SessionInterface, SessionMixin
from flask_login import UserMixin, current_user
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import CallbackDict

from portal.access import Actor
from portal.extensions import login_manager
from portal.rules import sessions as rules
from portal.services.signin import sessions as stored
from portal.web import files

log = logging.getLogger(__name__)
MAY = "may"
"""Under this name a session keeps a digest of what its owner may do: when that changes, it takes a new id."""


class ServerSession(CallbackDict[str, Any], SessionMixin):
    """What a session holds, and whose it is. `complete` once password, code and banner are all done.

    A `locked` one belongs to a dispatcher who left the console alone: whose it is is known, and it opens nothing.
    """

    def __init__(self, found: stored.Stored | None) -> None:
        def note(_: object) -> None:
            self.modified = True

        self.found = found
        super().__init__({}, note)
        self.give_up()

    def give_up(self) -> None:
        """Becomes again what it was when the request came: of a refused request nothing is kept."""
        found = self.found or stored.Stored("", {}, None, complete=False)
        self.clear()
        self.update(found.data)
        self.id_hash = found.id_hash
        self.account_id = found.account_id
        self.complete = found.complete
        self.locked = found.locked
        self.idle_minutes = found.idle_minutes
        self.proved_at = found.proved_at
        self.renew: stored.Renewal | None = None
        self.ending = False
        self.modified = False

    def become(self, account_id: str, *, complete: bool, proved_at: datetime | None = None) -> None:
        """Takes a new id as this account's: an id from before a step up is worth nothing after it."""
        self.account_id, self.complete = account_id, complete
        minutes = rules.idle_minutes(g.work.actor.duties) if complete else rules.IDLE_MINUTES
        self.renew = stored.Renewal(account_id, complete, minutes, proved_at=proved_at)
        if complete:
            self[MAY] = digest_of(g.work.actor)
        self.modified = True

    def go_on(self, *, proved: bool) -> None:
        """Takes a new id and goes on as it was: same age, and the same proof unless it was given just now."""
        if self.account_id is None:
            raise RuntimeError("nobody's session cannot go on as somebody's")
        self.complete, self.locked = True, False
        minutes = rules.idle_minutes(g.work.actor.duties)
        self.renew = stored.Renewal(
            self.account_id, complete=True, idle_minutes=minutes, goes_on=True, proved=proved
        )
        self.proved_at = g.work.now if proved else self.proved_at
        self[MAY] = digest_of(g.work.actor)
        self.modified = True

    def is_proved(self, now: datetime) -> bool:
        return self.complete and rules.is_proved(self.proved_at, now)

    def take(self, name: str) -> Any:
        """Takes a value out, for good: of two requests at once, one alone gets it, and a refusal keeps it taken."""
        store: stored.SessionStore = current_app.extensions["sessions"]
        self.pop(name, None)
        return store.take(self.id_hash, name)

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
        if files.is_asked_for(app, request):
            return ServerSession(None)
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
        elif held.found and is_activity(held):
            store.touch(held.found, now)

    def keep(self, app: Flask, store: stored.SessionStore, held: ServerSession, response: Response) -> None:
        """Saves the session. A new sign-in that cannot be saved fails; a message to be shown later is let go."""
        try:
            token = store.save(
                held.id_hash,
                dict(held),
                held.renew,
                caller(),
                app.extensions["clock"](),
                active=is_activity(held),
            )
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


def is_activity(held: ServerSession) -> bool:
    """Whether a person at a session of their own did this: what a page asks for by itself keeps none alive, and
    nothing at all brings a locked one back but its owner's password and second factor."""
    access = current_app.extensions["access"].get(request.endpoint)
    return bool(access and access.activity) and not held.locked


def digest_of(actor: Actor) -> str:
    """Changes with the person's title, posts or permissions; tells none of them."""
    told = [actor.title_key, *actor.posts, *sorted(actor.permissions)]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def take_new_id_if_authority_changed() -> None:
    """A session takes a new id at the first thing its owner does after title, posts or permissions changed."""
    held = current()
    if (
        g.signed_in
        and is_activity(held)
        and held.get(MAY, digest_of(g.work.actor)) != digest_of(g.work.actor)
    ):
        held.go_on(proved=False)


def still_lives() -> bool:
    """Whether the session still lives, by the clock as it stands now and not when the request came."""
    store: stored.SessionStore = current_app.extensions["sessions"]
    return store.lives(current().id_hash, current_app.extensions["clock"]())


def why_over() -> str | None:
    """Why the session this browser still names is over, for the sign-in page."""
    token = request.cookies.get(current_app.session_interface.cookie_name(current_app), "")  # type: ignore[attr-defined]  # ours
    store: stored.SessionStore = current_app.extensions["sessions"]
    return store.why_over(token, current_app.extensions["clock"]()) if token else None


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
