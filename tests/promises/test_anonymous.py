"""Nobody gets anything before they are signed in for good, but what DESIGN section 4 makes public."""

import json
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.extensions import limiter
from tests.office import PASSWORD, Browser, Member, Office
from tests.promises.furnished import SECRETS, Furnished
from tests.promises.routes import Route, routes

PUBLIC = re.compile(
    r"/policy(\.pdf|\.json|/versions(/<\w+:\w+>(/changes/<\w+:\w+>)?)?|/completeness)?|/transparency(/searches\.csv)?"
    r"|/sign-in(/enrolment(/(password|authenticator|end))?)?|/healthz|/readyz|/static/<path:filename>"
)
"""The public list of DESIGN section 4 with the policy as data and its changes; setting up an account by a code, each
step of which asks for the session that the code began; and nothing else."""
MADE_AFTER_PASSWORD = {
    "/sign-in/code",
    "/sign-in/key",
    "/sign-in/key/challenge",
    "/sign-in/recovery",
    "/sign-in/password",
    "/sign-in/banner",
    "/sign-in/out",
}


@pytest.fixture
def app(app: Flask) -> Iterator[Flask]:
    """Without the limits on tries: a promise tries every address many times."""
    limiter.enabled = False
    yield app
    limiter.enabled = True


def closed(app: Flask) -> list[Route]:
    return [route for route in routes(app) if not PUBLIC.fullmatch(route.rule)]


def ask(browser: Browser, route: Route, address: str, *, htmx: bool) -> TestResponse:
    return (browser.get if route.method == "GET" else browser.post)(address, htmx=htmx)


def is_refusal(route: Route, answer: TestResponse, *, htmx: bool) -> bool:
    """To the sign-in page, without a byte of anything."""
    if any(secret in answer.text for secret in SECRETS):
        return False
    if htmx:
        to_sign_in = answer.headers.get("HX-Redirect", "").startswith("/sign-in")
        return answer.status_code == 401 and to_sign_in and not answer.data
    if route.method == "GET":
        return answer.status_code == 303 and answer.location.startswith("/sign-in") and not answer.data
    return answer.status_code == 401 and "Sign in" in answer.text


def test_the_command_and_this_test_know_the_same_routes(app: Flask) -> None:
    said = json.loads(app.test_cli_runner().invoke(args=["access", "matrix", "--json"]).output)

    assert [(line["route"], line["method"]) for line in said] == sorted(
        (route.rule, route.method) for route in routes(app)
    )


def test_a_route_says_public_exactly_when_the_design_lists_it(app: Flask) -> None:
    said_public = {route.rule for route in routes(app) if route.access.needs == "public"}

    assert said_public == {route.rule for route in routes(app) if PUBLIC.fullmatch(route.rule)}


def test_a_route_takes_half_a_sign_in_only_where_signing_in_goes_on(app: Flask) -> None:
    half = {route.rule for route in routes(app) if route.access.needs == "half-signed-in"}

    assert half == MADE_AFTER_PASSWORD


@pytest.mark.control("reads.official-use")
def test_an_anonymous_caller_is_refused_everywhere_else(furnished: Furnished) -> None:
    """M1, acceptance 3: each closed route, by the page and by htmx."""
    nobody = signed_by_nobody(furnished.office)
    let_in = [
        f"{route}{' by htmx' * htmx}: {answer.status_code}"
        for route in closed(furnished.office.app)
        for htmx in (False, True)
        if not is_refusal(route, answer := ask(nobody, route, furnished.address(route), htmx=htmx), htmx=htmx)
    ]

    assert let_in == []


@pytest.mark.control("reads.official-use", "signin.password-and-code")
def test_a_password_alone_opens_nothing_but_the_next_steps(furnished: Furnished) -> None:
    """M3: walk every route with half a sign-in."""
    half = half_signed_in(furnished.office, furnished.officer)
    let_in = [
        f"{route}{' by htmx' * htmx}: {answer.status_code}"
        for route in closed(furnished.office.app)
        if route.access.needs != "half-signed-in"
        for htmx in (False, True)
        if not is_refusal(route, answer := ask(half, route, furnished.address(route), htmx=htmx), htmx=htmx)
    ]

    assert let_in == []
    assert half.get("/sign-in/code").status_code == 200


def test_public_pages_set_no_cookie(furnished: Furnished) -> None:
    nobody = furnished.office.browser()
    kept = [route for route in routes(furnished.office.app) if route.access.kept]
    assert len(kept) >= 7
    pages = (*map(furnished.address, kept), "/healthz", "/readyz", "/static/js/portal.js")
    answers = {path: nobody.get(path, buffered=True) for path in pages}

    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(pages, 200)
    assert [path for path, answer in answers.items() if "Set-Cookie" in answer.headers] == []


@pytest.mark.control("security.clets-grade")
def test_the_session_cookie_has_exactly_the_promised_flags(office: Office) -> None:
    """M10; a cookie without age ends with the browser."""
    cookie = office.browser().get("/sign-in").headers["Set-Cookie"]
    name, *attributes = cookie.split("; ")
    installation = office.app.extensions["installation"]

    assert name.startswith(f"__Host-platebook-{installation[:12]}=")
    assert sorted(attributes) == ["HttpOnly", "Path=/", "SameSite=Strict", "Secure"]


def signed_by_nobody(office: Office) -> Browser:
    """Somebody with a valid token but no account: a form they got before signing in."""
    browser = office.browser()
    page = browser.get("/sign-in")
    browser.token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]  # type: ignore[index]
    cookie = page.headers["Set-Cookie"].partition(";")[0].partition("=")
    browser.client.set_cookie(cookie[0], cookie[2], secure=False)
    return browser


def half_signed_in(office: Office, member: Member) -> Browser:
    browser = signed_by_nobody(office)
    answer = browser.post("/sign-in", {"user_name": member.user_name, "password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/sign-in/code")
    cookie = answer.headers["Set-Cookie"].partition(";")[0].partition("=")
    browser.client.set_cookie(cookie[0], cookie[2], secure=False)
    return browser
