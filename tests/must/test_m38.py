"""M38: what people put in stays text: no element, no attribute, no script and no htmx comes of it.

The pages are read with a parser for every payload; one run in Chromium looks at what a real browser does with them.
"""

from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Request

from tests.must.payloads import MARK, PAYLOADS
from tests.must.planted import planted
from tests.must.poisoned import TOGETHER, Form, forms_of, passages, poison, reached
from tests.office import Browser
from tests.promises.furnished import Furnished

pytestmark = pytest.mark.usefixtures("without_limits")
PAGES_SEEN = 40
"""Pages looked at in Chromium, of those that show a payload."""


def test_the_parser_sees_what_unescaped_payloads_would_plant(database: object) -> None:
    """What makes the other checks able to fail."""
    page = '<!doctype html><html lang="en"><head><title>x</title></head><body><input value="{}"><p>{}</p></body></html>'

    assert len(set(PAYLOADS)) == 120
    assert all(MARK in payload for payload in PAYLOADS)
    assert sum(bool(planted(page.format(payload, payload))) for payload in PAYLOADS) > 100


def fill(form: Form, line: str, passage: str) -> dict[str, Any]:
    """The form with its own choices, and payloads wherever text or a file is asked for."""
    data: dict[str, Any] = form.sent | dict.fromkeys(form.lines, line) | dict.fromkeys(form.passages, passage)
    return data | {name: (BytesIO(passage.encode()), f"{line}.txt") for name in form.files}


def rounds(start: int) -> list[tuple[str, str]]:
    """What lines and passages are filled with: all payloads, ten at a time; then single ones, which a line can keep.

    Each form begins at another of the single ones.
    """
    single = [
        PAYLOADS[(start + number * TOGETHER) % len(PAYLOADS)] for number in range(len(PAYLOADS) // TOGETHER)
    ]
    return [(each, each) for each in passages()] + [
        (each, f"Grey van left the yard. {each}") for each in single
    ]


def sent(browser: Browser, form: Form, line: str, passage: str, *, htmx: bool) -> str:
    """What the portal answers with, by somebody whose browser calls itself a payload."""
    headers = {"X-CSRFToken": browser.token, "User-Agent": line.replace("\t", " ")}
    headers |= {"HX-Request": "true", "HX-Current-URL": f"/?{line}".replace("\t", " ")} if htmx else {}
    answer = browser.client.post(form.action, data=fill(form, line, passage), headers=headers)
    assert answer.status_code < 500, f"{form.action}: {answer.status_code}"
    return answer.text if answer.mimetype == "text/html" else ""


def test_no_form_makes_anything_of_what_is_typed_into_it(furnished: Furnished) -> None:
    """Every form of the people's pages and of the sign-in, every text field, with each payload, then every page."""
    office = furnished.office
    wrong, tried = [], set()
    for member in (*furnished.people, None):
        browser = office.browser(member) if member else office.visitor()
        for name, form in (forms_of(browser) if member else sign_in_form(browser)).items():
            if name in tried:
                continue
            tried.add(name)
            for number, (line, passage) in enumerate(rounds(len(tried))):
                found = planted(sent(browser, form, line, passage, htmx=number % 4 != 0))
                wrong += [f"{name} with {line[:60]}: {each}" for each in found]
    for member in furnished.people:
        for address, page in reached(office.browser(member)):
            wrong += [f"{address}: {each}" for each in planted(page)]

    assert len(tried) > 10
    assert wrong == []


def sign_in_form(browser: Browser) -> dict[str, Form]:
    return {"/sign-in": Form("/sign-in", lines=["user_name", "password"])}


def test_nothing_on_file_becomes_more_than_text(furnished: Furnished) -> None:
    """Entries, searches, holds, names of people, devices, grounds of posts, browsers of sessions."""
    poison(furnished)
    shown, wrong = 0, []
    for member in furnished.people:
        for address, page in reached(furnished.office.browser(member)):
            shown += MARK in page
            wrong += [f"{address}: {each}" for each in planted(page)]

    assert shown > 50, "the payloads do show"
    assert wrong == []


def test_a_browser_runs_nothing_and_asks_for_nothing(
    furnished: Furnished, chromium: Chromium, served: str
) -> None:
    """Every kind of page that shows payloads, each element of it touched; no dialog, no request but our own."""
    poison(furnished)
    office = furnished.office
    dialogs: list[str] = []
    requests: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith(served) or MARK in request.url:
            requests.append(request.url)

    for member in (furnished.officer, furnished.commander):
        browser = office.browser(member)
        addresses = kinds([address for address, page in reached(browser) if MARK in page])
        context = chromium.new_context(viewport={"width": 1280, "height": 900})
        name = office.app.session_interface.cookie_name(office.app)  # type: ignore[attr-defined]
        cookie = browser.client.get_cookie(name)
        assert cookie
        context.add_cookies(
            [{"name": name, "value": cookie.value, "domain": "localhost", "path": "/", "secure": True}]
        )
        page = context.new_page()
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        page.on("request", note)
        assert addresses
        for address in addresses:
            page.goto(served + address)
            assert MARK in page.content(), f"{address} was not shown"
            page.evaluate(TOUCH)
        context.close()

    assert dialogs == []
    assert requests == []


TOUCH = """() => {
  for (const element of document.querySelectorAll('main *')) {
    for (const kind of ['mouseover', 'focus', 'load', 'error', 'toggle', 'htmx:load']) {
      element.dispatchEvent(new Event(kind, {bubbles: true}));
    }
  }
  window.scrollTo(0, document.body.scrollHeight);
}"""


def kinds(addresses: list[str]) -> list[str]:
    """Some pages of each kind, by how their address begins, so that a hundred entries do not hide the rest."""
    by_kind: dict[str, list[str]] = {}
    for address in addresses:
        by_kind.setdefault("/".join(address.split("/")[:3]), []).append(address)
    return [address for some in by_kind.values() for address in some[:8]][:PAGES_SEEN]
