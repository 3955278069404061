"""One view, two answers: the whole page, or the part htmx asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app, g, render_template, request, url_for
from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString
from htmx_flask import make_response

from portal.web import sessions
from portal.web.section import may_use
from portal.web.work import is_kept


@dataclass(frozen=True)
class NavItem:
    """One destination of the main menu."""

    label: str
    url: str
    current: bool
    count: int | None = None


MENU = (
    ("Work list", "home.index"),
    ("Hits", "hits.index"),
    ("Search", "reads.new"),
    ("Hotlist", "hotlists.index"),
    ("Add picture", "reads.upload"),
    ("Holds", "evidence.index"),
    ("Retention", "retention.index"),
    ("Conformance", "conformance.index"),
    ("Reports", "reports.index"),
    ("Posts", "posts.index"),
    ("Training", "training.index"),
    ("My training", "training.own"),
    ("Set-up", "setup.index"),
    ("Jobs", "system.jobs"),
    ("Policy text", "policy_text.index"),
    ("Policy", "policy.show"),
)
PUBLIC_MENU = ((lazy_gettext("Policy"), "policy.show"), (lazy_gettext("Sign in"), "signin.new"))


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
        "nav": menu(MENU if signed_in else PUBLIC_MENU),
        "has_session": has_session(),
        "public": is_kept(request.endpoint),
        "public_origin": current_app.extensions["settings"].public_origin,
        "now": g.work.now,
    }


def has_session() -> bool:
    """Whether the page may hold what belongs to one session: its token, its messages. Kept pages are everybody's."""
    if is_kept(request.endpoint):
        return False
    return bool(sessions.current().id_hash) or request.endpoint == "signin.new"


def menu(entries: Sequence[tuple[str | LazyString, str]]) -> list[NavItem]:
    """The destinations this person would be let through to."""
    current = current_entry([endpoint for _, endpoint in entries])
    return [
        NavItem(str(label), url_for(endpoint), endpoint == current)
        for label, endpoint in entries
        if may_use(endpoint)
    ]


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


def go_to(endpoint: str, **values: Any) -> Response:
    """On to another page: 303, or for htmx the header that makes the browser go."""
    url = url_for(endpoint, **values)
    if wants_partial():
        return make_response("", 204, redirect=url)
    return make_response("", 303, {"Location": url})
