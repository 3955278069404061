"""Answers that are the same for everybody: made once, and kept in this process until what they tell of changes.

A route says `kept=True`. It is public; whoever asks, its page is made as for nobody, so that no session, no name and
no token can come into it. Before an answer is given, one cheap look at the database says whether it still holds.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from flask import Flask, Response, current_app, request
from werkzeug.wrappers import Response as AnyResponse

from portal.config import Settings
from portal.services import setup
from portal.services.policy.state import state
from portal.web import work
from portal.web.languages import language
from portal.web.packing import PACKED, packed, takes_packed

SHARED_SECONDS = 60
"""How long a cache between may give it to many without asking. A browser asks each time whether it has changed."""
MOST = 64
"""Answers kept at once: a page, a language and a version each."""

Key = tuple[str, tuple[tuple[str, object], ...], str]


@dataclass(frozen=True)
class Kept:
    """One answer, and the state of things it tells."""

    state: str
    body: bytes
    content_type: str
    disposition: str
    changed_at: datetime
    tag: str
    """Names these very bytes."""


class Shelf:
    """The answers kept, the ones used last. Of each route one is made at a time."""

    def __init__(self) -> None:
        self.answers: OrderedDict[Key, Kept] = OrderedDict()
        self.guard = Lock()
        self.making: dict[str, Lock] = {}

    def find(self, key: Key, state: str) -> Kept | None:
        with self.guard:
            kept = self.answers.get(key)
            if kept is None or kept.state != state:
                return None
            self.answers.move_to_end(key)
            return kept

    def put(self, key: Key, kept: Kept) -> None:
        with self.guard:
            self.answers[key] = kept
            self.answers.move_to_end(key)
            while len(self.answers) > MOST:
                self.answers.popitem(last=False)

    def turn(self, endpoint: str) -> Lock:
        with self.guard:
            return self.making.setdefault(endpoint, Lock())


def install(app: Flask) -> None:
    app.extensions["kept"] = Shelf()


def answer(make: Callable[[], AnyResponse]) -> Response:
    """The kept answer where it still holds, else one made now and kept; 304 for who has it already."""
    shelf: Shelf = current_app.extensions["kept"]
    endpoint, key, now_so = request.endpoint or "", key_at_hand(), state_now()
    kept = shelf.find(key, now_so)
    if kept is None:
        with shelf.turn(endpoint):
            kept = shelf.find(key, now_so) or keep(shelf, key, now_so, make)
    return sent(kept)


def key_at_hand() -> Key:
    return request.endpoint or "", tuple(sorted((request.view_args or {}).items())), language()


def state_now() -> str:
    settings: Settings = current_app.extensions["settings"]
    with current_app.extensions["open_reading"]() as reading:
        profile = setup.effective_profile(reading, settings.agency, settings.profiles)
        return state(reading, profile, current_app.extensions["clock"]())


def keep(shelf: Shelf, key: Key, now_so: str, make: Callable[[], AnyResponse]) -> Kept:
    """Makes the answer as for nobody and keeps it. What is made of a state that has just passed is not found again."""
    work.begin_for_nobody()
    made = make()
    body = made.get_data()
    kept = Kept(
        state=now_so,
        body=body,
        content_type=made.content_type or "",
        disposition=made.headers.get("Content-Disposition", ""),
        changed_at=current_app.extensions["clock"](),
        tag=hashlib.sha256(body).hexdigest()[:32],
    )
    shelf.put(key, kept)
    return kept


def sent(kept: Kept) -> Response:
    """The answer as this browser takes it."""
    response = Response(kept.body, content_type=kept.content_type)
    tag = kept.tag
    if response.mimetype in PACKED:
        response.vary.add("Accept-Encoding")
        if takes_packed():
            response.set_data(packed(kept.body))
            response.headers["Content-Encoding"] = "gzip"
            tag += "-gzip"
    if kept.disposition:
        response.headers["Content-Disposition"] = kept.disposition
    response.set_etag(tag)
    response.last_modified = kept.changed_at
    response.cache_control.public = True
    response.cache_control.max_age = 0
    response.cache_control.s_maxage = SHARED_SECONDS
    response.cache_control.must_revalidate = True
    response.make_conditional(request)
    return response
