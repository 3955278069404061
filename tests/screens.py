"""A served portal and a Chromium for the stories: one browser for the run, one window a person."""

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from hashlib import sha256
from html import unescape
from pathlib import Path

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Browser, Error, Page, Playwright, TimeoutError, sync_playwright

from portal.config import Settings
from tests.clock import Clock
from tests.markup import TOKEN
from tests.office import PASSWORD, Member, Office
from tests.serving import serving

AXE = (Path(__file__).parent / "browser" / "axe.min.js").read_text(encoding="utf-8")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SHOTS = os.environ.get("PLATEBOOK_TEST_SHOTS", "")
TELEPHONE = 400
looked_at: set[bytes] = set()
"""Pages, by the digest of what stands in them, on which nothing was found."""
COUNTER = itertools.count()
PATIENCE = 10_000
"""Milliseconds."""
TO_THE_TOP = """async () => {
  do { scrollTo(0, 0); await new Promise((drawn) => requestAnimationFrame(drawn)); } while (scrollY > 0);
}"""
"""Up, and drawn there: what takes the focus as the page comes up may scroll it once more."""
RULES = """{
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
  preload: false,
}"""
"""What is in order is not told: it would be by far the most, for every element of the page. No rule asked for looks at
style sheets as files, so none is loaded anew."""


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path, "Chromium is missing: run ./test --setup-only, which installs it."
    browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def served(app: Flask) -> Iterator[str]:
    """The address of the portal, served from this process so that the test's clock is its clock."""
    with serving(app, threads=6) as port:
        settings: Settings = app.extensions["settings"]
        app.extensions["settings"] = settings.model_copy(
            update={"port": port}
        )  # what origin is checked against
        yield f"http://localhost:{port}"


class Person:
    """Somebody at a screen. Every page they see is checked by axe and against the content security policy."""

    def __init__(self, page: Page, address: str, clock: Clock) -> None:
        self.page = page
        self.address = address
        self.clock = clock
        self.complaints: list[str] = []
        page.on(
            "console",
            lambda message: (
                self.complaints.append(message.text) if "Content Security" in message.text else None
            ),
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def opens(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.looks()

    def presses(self, name: str) -> None:
        """Presses a button that sends a form, and looks at what comes of it."""
        self.sends(lambda: self.page.get_by_role("button", name=name, exact=True).click())

    def confirms(self, name: str) -> None:
        """Presses a button that asks once more, and says yes."""
        self.page.get_by_role("button", name=name, exact=True).click()
        self.presses("Continue")

    def sends(self, act: Callable[[], None]) -> None:
        """Does what sends a form; where the answer leads on, waits until the page left behind is gone."""
        self.page.evaluate("() => { document.documentElement.dataset.left = 'yes'; }")
        with self.page.expect_response(lambda response: response.request.method == "POST") as answered:
            act()
        if answered.value.status == 303 or "hx-redirect" in answered.value.headers:
            self.page.locator("html:not([data-left])").wait_for(state="attached")
        self.looks()

    def follows(self, name: str) -> None:
        with self.page.expect_navigation(wait_until="load"):
            self.page.get_by_role("link", name=name).first.click()
        self.looks()

    def fills(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f"[name={name}]").fill(value)

    def chooses(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f"[name={name}]").select_option(value)

    def looks(self) -> None:
        """Axe finds nothing, and no script or style was refused. The same page is looked at once a worker."""
        page = self.digest()
        assert not self.complaints, self.complaints
        if page in looked_at and not SHOTS:
            return
        found = self.violations()
        assert not found, f"{self.page.url}: {found}"
        assert not self.complaints, self.complaints
        self.fits_a_telephone()
        looked_at.add(page)

    def digest(self) -> bytes:
        """Of what stands in the page, and how wide it is. A page that gives way to the next is like no other."""
        try:
            self.page.wait_for_load_state("load")
            text = TOKEN.sub("token", unescape(self.page.content()))
        except Error as gone:
            if "navigat" not in str(gone):
                raise
            text = str(next(COUNTER))
        return sha256(f"{self.page.viewport_size} {text}".encode()).digest()

    def fits_a_telephone(self) -> None:
        """Nothing runs out at the side at 400 px. With PLATEBOOK_TEST_SHOTS each page is kept as pictures."""
        desk = self.page.viewport_size
        assert desk
        self.keep(desk["width"])
        self.page.set_viewport_size({"width": TELEPHONE, "height": desk["height"]})
        width = self.page.evaluate("() => document.documentElement.scrollWidth")
        self.keep(TELEPHONE)
        self.page.set_viewport_size(desk)
        assert width <= TELEPHONE, f"{self.page.url} is {width} px wide on a telephone"

    def keep(self, width: int) -> None:
        if SHOTS:
            name = self.page.url.removeprefix(self.address).strip("/").replace("/", "-")[:40] or "home"
            path = Path(SHOTS) / f"{next(COUNTER):03}-{name}-{width}.png"
            # Hiding the caret would leave a style at each field, which the policy refuses once htmx copies it.
            self.page.screenshot(path=path, full_page=True, caret="initial")

    def violations(self) -> list[str]:
        """What axe says of the page. A page that gives way to the next while axe reads it is read again."""
        for _ in range(5):
            try:
                self.page.wait_for_load_state("load")
                # Of a page that is scrolled axe takes the skip link, which is out of sight, for covered.
                self.page.evaluate(TO_THE_TOP)
                found: list[str] = self.page.evaluate(
                    f"async () => {{ {AXE}; const {{violations}} = await axe.run(document, {RULES});"
                    " return violations.map((each) => `${each.id}: ${each.nodes[0].html}`); }"
                )
                return found
            except Error as gone:
                if "navigat" not in str(gone):
                    raise
        raise AssertionError("the page never came to rest")

    def signs_in(self, member: Member) -> None:
        """Password, code, banner: each on a page of its own."""
        self.opens("/sign-in")
        self.fills(user_name=member.user_name, password=PASSWORD)
        self.presses("Go on")
        self.fills(code=pyotp.TOTP(member.totp_secret).at(self.clock.now))
        self.presses("Go on")
        self.presses("I understand and agree")

    def sees(self, text: str) -> bool:
        """Whether the page says so, within a while: answers take their time on a busy machine."""
        try:
            self.page.locator("main", has_text=text).wait_for(timeout=PATIENCE)
        except TimeoutError:
            return False
        return True

    def misses(self, text: str) -> bool:
        """Whether the page, as it stands, does not say so."""
        return text not in self.page.locator("main").inner_text()


@pytest.fixture
def person(chromium: Browser, served: str, clock: Clock, office: Office) -> Iterator["type[Person] | object"]:
    """Makes people at screens of their own: `person()`, or `person(400)` for a telephone."""
    contexts = []

    def sit_down(width: int = 1280) -> Person:
        context = chromium.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
        contexts.append(context)
        return Person(context.new_page(), served, clock)

    yield sit_down
    for context in contexts:
        context.close()
