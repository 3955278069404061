"""What every answer keeps to: headers, caching, errors that tell nothing, addresses that tell nothing."""

import logging
import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urlsplit

import pytest
from flask import Flask, Response, g
from werkzeug.test import TestResponse

from portal import create_app, views
from portal.access import Permission
from portal.agencies.profile import load
from portal.config import Settings
from portal.extensions import db
from portal.ledger import Action
from portal.models import Device, LedgerRow
from portal.web.founding import found_instance
from portal.web.section import Section
from portal.web.work import finish
from tests.clock import Clock
from tests.databases import ON_SQLITE
from tests.office import Office
from tests.promises.furnished import CASE, NARRATIVE, PLATE, SECRETS, Furnished
from tests.promises.routes import Route, routes

CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
"""M37."""

WRITTEN = "Written by a GET"

trials = Section("trials", "/trials")


@trials.get("/failure", access=Permission.HOME_VIEW)
def fail() -> Response:
    raise RuntimeError(f"{PLATE} {CASE} could not be shown") from ValueError(NARRATIVE)


@trials.get("/writing", access=Permission.HOME_VIEW)
def write() -> Response:
    device = Device(number=77, name=WRITTEN, source="server", in_service=True)
    g.work.session.add(device)
    g.work.record(Action.DEVICE_ADDED, device)
    return finish("written")  # as the decorator does; twice is no worse than once


@trials.get("/writing-later", access=Permission.HOME_VIEW)
def write_later() -> str:
    g.work.session.add(Device(number=78, name=WRITTEN, source="server", in_service=True))
    g.work.session.flush()
    return "written"


@pytest.fixture
def settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of a portal that also has the trials."""
    monkeypatch.setattr(views, "SECTIONS", [*views.SECTIONS, trials])
    return settings


def wrong_headers(answer: TestResponse) -> list[str]:
    policy = dict(
        part.strip().split(" ", 1) for part in answer.headers.get("Content-Security-Policy", "x y").split(";")
    )
    sent = {name: answer.headers.get(name) for name in HEADERS}
    found = [f"{name}: {sent[name]}" for name, wanted in HEADERS.items() if sent[name] != wanted]
    found += [] if policy == CSP else [f"Content-Security-Policy: {policy}"]
    found += (
        ["names what serves it"] if "Server" in answer.headers or "X-Powered-By" in answer.headers else []
    )
    return found


def answers(furnished: Furnished) -> Iterator[tuple[str, Route | None, TestResponse]]:
    """Every route as somebody who may and as nobody; and every kind of error."""
    able, nobody = furnished.able(), furnished.office.browser()
    for route in routes(furnished.office.app):
        address = furnished.address(route)
        browser = able.to(route)
        ask = browser.get if route.method == "GET" else browser.post
        yield f"{route}", route, ask(address + "?hit=" + furnished.ids["hit_id"], buffered=True)
        ask = nobody.get if route.method == "GET" else nobody.post
        yield f"{route} as nobody", route, ask(address, buffered=True)
    officer = furnished.office.browser(furnished.officer)
    yield "404", None, officer.get("/nowhere")
    yield "404 of a file", None, officer.get("/static/nowhere.js")
    yield "405", None, officer.client.delete("/policy")
    yield "403", None, officer.get("/system/jobs")
    yield "500", None, officer.get("/trials/failure")
    yield "413", None, officer.post("/reads/upload", data={"narrative": "x" * 13_000_000})


@ON_SQLITE
def test_every_answer_carries_every_protection(furnished: Furnished) -> None:
    """M37, M39: errors, files and downloads included; what is not a public file or page is never kept by a cache."""
    wrong, statuses = [], set()
    for name, route, answer in answers(furnished):
        statuses.add(answer.status_code)
        wrong += [f"{name} ({answer.status_code}): {each}" for each in wrong_headers(answer)]
        public = route is not None and (route.endpoint == "static" or route.access.kept)
        if not public and answer.headers.get("Cache-Control") != "no-store":
            wrong.append(f"{name} ({answer.status_code}) may be kept: {answer.headers.get('Cache-Control')}")

    assert wrong == []
    assert statuses >= {200, 303, 401, 403, 404, 405, 413, 422, 500}


@pytest.mark.control("security.clets-grade")
def test_behind_https_a_browser_is_told_to_stay_there(settings: Settings, clock: Clock) -> None:
    app = create_app(settings.model_copy(update={"origin": "https://plates.example.gov"}), clock)
    found_instance(app, demo=False)

    answer = app.test_client().get("/policy")
    with app.app_context():
        db.engine.dispose()

    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_a_form_sent_over_https_needs_no_referrer(furnished: Furnished) -> None:
    """The portal tells browsers to send none, so a check of it would refuse everybody."""
    officer = furnished.office.browser(furnished.officer)
    name = furnished.office.app.session_interface.cookie_name(furnished.office.app)  # type: ignore[attr-defined]
    cookie = officer.client.get_cookie(name)
    assert cookie

    answer = officer.post(
        "/hotlists/entries",
        base_url="https://localhost",
        environ_overrides={"HTTP_COOKIE": f"{name}={cookie.value}"},
    )

    assert answer.status_code == 422


def test_an_unforeseen_error_shows_and_logs_a_reference_and_no_value(
    furnished: Furnished, caplog: pytest.LogCaptureFixture
) -> None:
    """M42."""
    with caplog.at_level(logging.DEBUG):
        answer = furnished.office.browser(furnished.officer).get("/trials/failure")
    logged = "\n".join(logging.Formatter("%(message)s").format(record) for record in caplog.records)
    reference = re.search(r"Reference: <strong>([0-9a-f]{8})</strong>", answer.text)

    assert answer.status_code == 500
    assert reference
    assert f"reference {reference[1]}: RuntimeError at trials.fail" in logged
    assert "in fail" in logged, "the log says where"
    assert [secret for secret in SECRETS if secret in answer.text or secret in logged] == []


def test_a_get_that_writes_is_an_error_and_saves_nothing(office: Office) -> None:
    officer = office.browser(office.hire("patrol_officer"))
    before = head(office.app)

    assert officer.get("/trials/writing").status_code == 500
    assert officer.get("/trials/writing-later").status_code == 500
    assert head(office.app) == before
    with office.app.extensions["open_reading"]() as session:
        assert session.query(Device).filter(Device.name == WRITTEN).count() == 0


def test_a_form_without_its_token_is_refused_on_every_route(furnished: Furnished) -> None:
    """M36: by people who may do the act; nothing is saved and nothing recorded."""
    able, taken = furnished.able(), []
    before = head(furnished.office.app)
    for route in routes(furnished.office.app):
        if route.method != "GET":
            browser = able.to(route)
            for token in ({}, {"X-CSRFToken": "of another session"}):
                answer = browser.client.post(furnished.address(route), headers=token)
                taken += [f"{route}: {answer.status_code}"] * (answer.status_code != 400)

    assert taken == []
    assert head(furnished.office.app) == before


def head(app: Flask) -> int:
    with app.extensions["open_reading"]() as session:
        return int(session.query(LedgerRow).count())


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_boosted_and_restored_requests_get_the_whole_page(furnished: Furnished, header: str) -> None:
    officer = furnished.office.browser(furnished.officer)
    address = f"/reads/searches/{furnished.ids['search_id']}"

    part = officer.client.get(address, headers={"HX-Request": "true"})
    whole = officer.client.get(address, headers={"HX-Request": "true", header: "true"})

    assert not part.text.lstrip().lower().startswith("<!doctype")
    assert whole.text.lstrip().lower().startswith("<!doctype")
    assert {"HX-Request", header} <= set(part.vary)


@ON_SQLITE
def test_no_address_title_or_redirect_holds_a_plate_a_case_or_a_narrative(furnished: Furnished) -> None:
    """M39: of every page each person reaches from their work list, and of what their forms lead to."""
    told = [
        f"{member.user_name} {where}: {text}"
        for member in furnished.people
        for where, text in shown_around(furnished, member)
        if any(secret.lower() in text.lower() for secret in SECRETS)
    ]

    assert told == []


def shown_around(furnished: Furnished, member: object) -> Iterator[tuple[str, str]]:
    """What a browser keeps or passes on of a page: its address, the addresses on it, its title, where it leads."""
    browser = furnished.office.browser(member)  # type: ignore[arg-type]  # one of the people
    waiting, seen = ["/"], {"/"}
    while waiting:
        address = waiting.pop()
        answer = browser.get(address, buffered=True)
        yield address, answer.headers.get("Location", "")
        if answer.mimetype != "text/html" or not answer.data:
            continue
        yield address, re.search(r"<title>(.*?)</title>", answer.text, re.DOTALL)[1]  # type: ignore[index]
        for target in re.findall(r'\b(?:href|src|action|data-hx-\w+)="(/[^"]*)"', answer.text):
            yield address, target
            asked = urldefrag(target.replace("&amp;", "&")).url  # a browser asks without the fragment
            if asked not in seen and not urlsplit(asked).path.startswith("/static/"):
                seen.add(asked)
                waiting.append(asked)
    search = {"plate": PLATE, "purpose": purpose_of(furnished), "case_number": CASE, "narrative": NARRATIVE}
    yield "search", browser.post("/reads/searches", search).headers.get("Location", "")


def purpose_of(furnished: Furnished) -> str:
    return load(furnished.office.app.extensions["settings"].agency).purposes.search[0].key
