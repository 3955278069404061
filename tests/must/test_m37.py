"""M37: every answer carries every protection, errors and downloads included. The walk of all routes is a promise of
its own (`tests/promises/test_answers.py`); here behind https, where a browser is told to stay there for a year."""

from collections.abc import Iterator

import pytest
from flask import Flask

from portal.config import Settings
from portal.extensions import limiter
from tests.office import Office
from tests.promises.furnished import Furnished, furnish
from tests.promises.routes import routes

STAY = "max-age=31536000; includeSubDomains"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": STAY,
}
REFUSED = ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"origin": "https://plates.example.gov"})


@pytest.fixture
def app(app: Flask) -> Iterator[Flask]:
    """Without the limits on tries: every address is asked at once."""
    limiter.enabled = False
    yield app
    limiter.enabled = True


def test_every_answer_tells_the_browser_to_stay_on_https(office: Office) -> None:
    furnished: Furnished = furnish(office)
    able, wrong, statuses = furnished.able(), [], set()
    for route in routes(office.app):
        browser = able.to(route)
        ask = browser.client.get if route.method == "GET" else browser.client.post
        answer = ask(furnished.address(route), headers={"X-CSRFToken": browser.token}, buffered=True)
        statuses.add(answer.status_code)
        policy = answer.headers.get("Content-Security-Policy", "")
        wrong += [f"{route}: {name}" for name, value in ALWAYS.items() if answer.headers.get(name) != value]
        wrong += [f"{route}: {part}" for part in REFUSED if part not in policy]
        wrong += [f"{route}: unsafe"] * ("unsafe" in policy)
    nowhere = office.browser().get("/nowhere")

    assert wrong == []
    assert {name: nowhere.headers.get(name) for name in ALWAYS} == ALWAYS
    assert statuses >= {200, 303, 422}
