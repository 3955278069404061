"""One view, two answers: the whole page, or the part htmx asked for."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app, g, render_template, request, url_for
from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString
from htmx_flask import make_response
from sqlalchemy.exc import SQLAlchemyError

from portal.config import Settings
from portal.rules.sessions import locks
from portal.services import notices
from portal.web import sessions
from portal.web.section import may_use
from portal.web.work import is_kept

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class NavItem:
    """One destination of the main menu."""

    label: str
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True)
class NavGroup:
    """Destinations that belong together. The first group needs no title."""

    title: str
    entries: list[NavItem]


GROUPS = (
    (
        "",
        (
            ("Work list", "home.index"),
            ("Notices", "notices.index"),
            ("Hits", "hits.index"),
            ("Search", "reads.new"),
            ("Hotlist", "hotlists.index"),
            ("Add picture", "reads.upload"),
            ("Holds", "evidence.index"),
        ),
    ),
    (
        "People",
        (
            ("Who decides", "authority.index"),
            ("Training", "training.index"),
            ("My training", "training.own"),
            ("People", "people.index"),
            ("Posts", "posts.index"),
            ("Account reviews", "reviews.index"),
            ("Departures", "departures.index"),
        ),
    ),
    (
        "Programme",
        (
            ("Policy", "policy.show"),
            ("Policy text", "policy_text.index"),
            ("Conformance", "conformance.index"),
            ("Retention", "retention.index"),
            ("Reports", "reports.index"),
            ("Set-up", "setup.index"),
            ("Jobs", "system.jobs"),
        ),
    ),
)
MENU = tuple(entry for _, entries in GROUPS for entry in entries)
OPENING = frozenset({"signin.new", "enrolment.new"})
"""The forms with which a session begins."""
PUBLIC = (("", ((lazy_gettext("Policy"), "policy.show"), (lazy_gettext("Sign in"), "signin.new"))),)


def install(app: Flask) -> None:
    app.context_processor(page_context)


def page_context() -> dict[str, Any]:
    """What every template may count on."""
    signed_in = g.signed_in
    return {
        "agency": g.work.profile.agency,
        "profile": g.work.profile,
        "demo": current_app.extensions["identity"].demo,
        "actor": g.work.actor if signed_in else None,
        "nav": menu(GROUPS if signed_in else PUBLIC),
        "has_session": has_session(),
        "locks": signed_in and locks(sessions.current().idle_minutes),
        "public": is_kept(request.endpoint),
        "public_origin": current_app.extensions["settings"].public_origin,
        "now": g.work.now,
    }


def has_session() -> bool:
    """Whether the page may hold what belongs to one session: its token, its messages. Kept pages are everybody's."""
    if is_kept(request.endpoint):
        return False
    return bool(sessions.current().id_hash) or request.endpoint in OPENING


def menu(groups: Sequence[tuple[str, Sequence[tuple[str | LazyString, str]]]]) -> list[NavGroup]:
    """The destinations this person would be let through to; a group without any is left out."""
    current = current_entry([endpoint for _, entries in groups for _, endpoint in entries])
    found = [
        NavGroup(
            title,
            [
                NavItem(str(label), url_for(endpoint), endpoint == current, count_at(endpoint))
                for label, endpoint in entries
                if may_use(endpoint)
            ],
        )
        for title, entries in groups
    ]
    return [group for group in found if group.entries]


def count_at(endpoint: str) -> int | None:
    """What waits behind an entry of the menu, asked apart: the page's own session may hold a lock, or have failed."""
    person_id = g.work.actor.person_id
    if endpoint != "notices.index" or person_id is None:
        return None
    try:
        with current_app.extensions["open_reading"]() as reading:
            return notices.count_unread(reading, person_id)
    except SQLAlchemyError as error:
        log.error("notices were not counted: %s", type(error).__name__)
        return None


def current_entry(endpoints: Sequence[str]) -> str:
    """The entry of the page at hand: its own, else the first of its section."""
    at_hand = request.endpoint or ""
    same_section = [each for each in endpoints if each.partition(".")[0] == at_hand.partition(".")[0]]
    return at_hand if at_hand in same_section else next(iter(same_section), "")


def wants_partial() -> bool:
    """A part is asked for by htmx itself, not by a boosted link nor when it restores its history."""
    hx = request.htmx  # type: ignore[attr-defined]  # htmx-flask's request class
    return bool(hx) and not hx.boosted and not hx.history_restore_request


def render(page: str, /, *, partial: str = "", status: int = 200, **context: Any) -> Response:
    template = partial if partial and wants_partial() else page
    response = make_response(render_template(template, **context), status)
    response.vary.update(["HX-Request", "HX-Boosted", "HX-History-Restore-Request"])
    return response


def public_address(path: str) -> str:
    """The page as people reach it from elsewhere."""
    settings: Settings = current_app.extensions["settings"]
    return settings.public_origin + path


def go_to(endpoint: str, **values: Any) -> Response:
    """On to another page: 303, or for htmx the header that makes the browser go."""
    url = url_for(endpoint, **values)
    if wants_partial():
        return make_response("", 204, redirect=url)
    return make_response("", 303, {"Location": url})
