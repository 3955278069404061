"""M1: default deny. Only what the design makes public answers anybody; the rest sends to the sign-in."""

import pytest

from tests.office import Office
from tests.promises.furnished import SECRETS, Furnished
from tests.promises.routes import routes
from tests.promises.test_anonymous import PUBLIC, is_refusal, signed_by_nobody

METHODS = ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND")
"""No address takes these."""

pytestmark = pytest.mark.usefixtures("without_limits")


def test_nobody_signed_in_gets_anything_but_what_is_public(furnished: Furnished) -> None:
    """Every address and method, as a page and as a part, with a token and without a session."""
    nobody = signed_by_nobody(furnished.office)
    closed = [route for route in routes(furnished.office.app) if not PUBLIC.fullmatch(route.rule)]
    let_in = []
    for route in closed:
        for htmx in (False, True):
            headers = {"X-CSRFToken": nobody.token} | ({"HX-Request": "true"} if htmx else {})
            answer = nobody.client.open(furnished.address(route), method=route.method, headers=headers)
            if not is_refusal(route, answer, htmx=htmx):
                let_in.append(f"{route}{' by htmx' * htmx}: {answer.status_code}")

    assert len(closed) > 50
    assert let_in == []


def test_what_is_public_tells_no_plate_case_or_narrative(furnished: Furnished) -> None:
    nobody = furnished.office.browser().client
    public = [
        each for each in routes(furnished.office.app) if PUBLIC.fullmatch(each.rule) and each.method == "GET"
    ]
    told = []
    for route in public:
        text = nobody.get(furnished.address(route), buffered=True).get_data().decode("utf-8", "replace")
        told += [f"{route}: {secret}" for secret in SECRETS if secret in text]

    assert len(public) > 10
    assert told == []


def test_no_other_method_opens_anything(office: Office) -> None:
    """An unforeseen method answers 405, or sends to the sign-in; never 200."""
    client = office.app.test_client()
    opened = [
        f"{method} {route.rule}"
        for route in routes(office.app)
        for method in METHODS
        if client.open(route.address(Anything()), method=method).status_code not in (303, 400, 401, 404, 405)
    ]

    assert opened == []


class Anything(dict[str, str]):
    """An id for any argument."""

    def __missing__(self, name: str) -> str:
        return "1" if name in ("number", "version", "old", "new", "year") else "0" * 32


def test_an_address_nobody_wrote_is_not_found(office: Office) -> None:
    """Guessing leads nowhere, signed in or not."""
    guesses = (
        "/admin",
        "/api/reads",
        "/reads.json",
        "/.env",
        "/console",
        "/static/../portal.db",
        "/reads/export",
    )
    answers = {path: office.browser().get(path).status_code for path in guesses}

    assert set(answers.values()) <= {303, 404}
