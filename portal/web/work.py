"""One unit of work a request: opened before the view, committed after a good answer to an unsafe method."""

from flask import Flask, Response, current_app, g, make_response, request
from werkzeug.wrappers import Response as AnyResponse

from portal.access import Actor
from portal.config import Settings
from portal.extensions import db
from portal.ledger import has_changes
from portal.services import people, setup
from portal.services.policy import versions
from portal.services.work import Origin, Tools, Work
from portal.web import files, sessions

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
TERMINAL_LENGTH = 200


def install(app: Flask) -> None:
    app.before_request(begin)


def begin() -> None:
    """Settles who acts, under which policy and when, for everything that follows in this request.

    A route whose answers are kept begins only when it makes one; a file of ours needs none of it.
    """
    if request.endpoint != files.ENDPOINT and not is_kept(request.endpoint):
        begin_as(sessions.current())


def is_kept(endpoint: str | None) -> bool:
    """Whether the answers of this route are the same for everybody."""
    access = current_app.extensions["access"].get(endpoint)
    return bool(access and access.kept)


def begin_for_nobody() -> None:
    """Begins as for a stranger, whoever asks: what is made now is shown to everybody."""
    begin_as(sessions.ServerSession(None))


def begin_as(signed_in: sessions.ServerSession) -> None:
    settings: Settings = current_app.extensions["settings"]
    tools: Tools = current_app.extensions["tools"]
    now = current_app.extensions["clock"]()
    with current_app.extensions["open_reading"]() as reading:
        profile = setup.effective_profile(reading, settings.agency, settings.profiles)
        version = versions.number_in_force(reading, people.local_day(profile, now))
        account = signed_in.found.account if signed_in.found else None
        actor = people.actor_of(reading, profile, account.person, account.user_name, now) if account else None
    g.locked = account is not None and signed_in.locked
    g.half_signed_in = account is not None and not signed_in.locked
    g.account_id = account.id if account else None
    g.signed_in = account is not None and sessions.is_signed_in()
    session = db.session()
    session.info.update(read_only=request.method in SAFE_METHODS, ledger=tools.ledger)
    g.work = Work(session, actor or nobody(), profile, now, tools, origin(signed_in), version)
    sessions.take_new_id_if_authority_changed()


def nobody() -> Actor:
    return Actor(user_name="", full_name="", organisation="")


def origin(signed_in: sessions.ServerSession) -> Origin:
    agent = request.headers.get("User-Agent", "")[:TERMINAL_LENGTH]
    return Origin(signed_in.id_hash, request.remote_addr or "", agent)


def show_only() -> None:
    """Nothing of this request is kept; from here on it shows, as a safe method does.

    On SQLite a session that may write holds the lock that the ledger needs to put an access on record.
    """
    g.work.session.rollback()
    g.work.session.info["read_only"] = True


def finish(answer: Response | str | tuple[object, ...]) -> AnyResponse:
    """Commits what a good answer to an unsafe method changed. A safe method may have changed nothing governed."""
    response: AnyResponse = make_response(answer)
    session = g.work.session
    if request.method in SAFE_METHODS:
        if has_changes(session):
            session.rollback()
            raise RuntimeError(f"{request.method} {request.endpoint} changed data")
    elif response.status_code < 400:
        session.commit()
        return response
    session.rollback()
    return response
