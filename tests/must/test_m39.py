"""M39: after a session's work no plate, name or case is left in what a browser keeps or passes on."""

import json
from collections.abc import Callable

from playwright.sync_api import Page, Response

from tests.office import Office
from tests.promises.furnished import CASE, NARRATIVE, PLATE, SECRETS, furnish
from tests.screens import Person

ADDRESS = "htmx-current-path-for-history"
"""All htmx keeps: the address of the page at hand, which tells no more than the address bar."""

KEPT = """async () => {
  const stores = {...localStorage, ...sessionStorage};
  return {stores, caches: await caches.keys(), databases: await indexedDB.databases(), state: history.state,
    title: document.title, address: location.href, referrer: document.referrer, cookie: document.cookie};
}"""


class Wire:
    """What went over the wire that a proxy or a browser's history would keep."""

    def __init__(self, page: Page) -> None:
        self.told: list[str] = []
        self.kept: list[str] = []
        page.on(
            "request", lambda request: self.told.append(f"{request.url} {request.headers.get('referer', '')}")
        )
        page.on("response", self.note)

    def note(self, response: Response) -> None:
        headers, address = response.headers, response.url
        self.told.append(headers.get("location", ""))
        if "/static/" not in address and not address.endswith("/policy"):
            if headers.get("cache-control") != "no-store":
                self.kept.append(f"{address}: {headers.get('cache-control')}")
            page = response.status == 200 and "text/html" in headers.get("content-type", "")
            if page and "HX-Request" not in headers.get("vary", ""):
                self.kept.append(f"{address}: varies by {headers.get('vary')}")


def visited(ids: dict[str, str]) -> list[str]:
    """Pages that show plates, cases and names, and the person's own."""
    hit = ids["hit_id"]
    opened = [f"/hotlists/entries/{ids['entry_id']}", f"/hits/{hit}", f"/reads/{ids['read_id']}?hit={hit}"]
    return ["/", "/hotlists/", "/hits/", *opened, "/evidence/", "/account/sessions"]


def test_nothing_of_a_session_is_left_in_the_browser(office: Office, person: Callable[..., Person]) -> None:
    furnished = furnish(office, with_text=False)
    desk = person()
    wire, left = Wire(desk.page), []
    desk.signs_in(furnished.officer)
    for path in visited(furnished.ids):
        desk.page.goto(desk.address + path)
        left.append(desk.page.evaluate(KEPT))
    desk.page.goto(desk.address + "/reads/")
    desk.fills(plate=PLATE, case_number=CASE, narrative=NARRATIVE)
    desk.chooses(purpose="criminal_investigation")
    desk.presses("Search")
    assert desk.sees("Search results")
    assert desk.page.locator(".plate", has_text=PLATE).count() > 0, "the session saw plates"
    left.append(desk.page.evaluate(KEPT))

    secrets = [*SECRETS, furnished.officer.full_name, furnished.officer.user_name]
    told = json.dumps(left) + "\n".join(wire.told)
    assert [secret for secret in secrets if secret.lower() in told.lower()] == []
    assert {name for each in left for name in each["stores"]} <= {ADDRESS}
    assert not any(each["caches"] or each["databases"] for each in left)
    assert {each["cookie"] for each in left} == {""}, "no script sees the cookie"
    assert wire.kept == []


def test_after_signing_out_back_shows_nothing(office: Office, person: Callable[..., Person]) -> None:
    """M12, the part that needs a browser."""
    furnished = furnish(office, with_text=False)
    desk = person()
    desk.signs_in(furnished.officer)
    desk.opens(f"/hotlists/entries/{furnished.ids['entry_id']}")
    assert desk.page.locator(".plate", has_text=PLATE).count() > 0
    desk.presses("Sign out")

    for _ in range(3):
        desk.page.go_back()
        desk.page.wait_for_load_state("load")
        body = desk.page.locator("body").inner_text()
        assert [secret for secret in SECRETS if secret.lower() in body.lower()] == []
        assert furnished.officer.full_name not in body
