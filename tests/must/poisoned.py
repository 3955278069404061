"""An instance in which the texts people put in are payloads, and what a browser finds and fills in on its pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import urlsplit

from sqlalchemy import select

from portal.models import Read
from portal.services import devices, evidence, hotlists, people, posts
from portal.services.devices import NewDevice
from portal.services.evidence import NewHold
from portal.services.hotlists import NewEntry
from portal.services.people import NewPerson
from portal.services.posts import NewHolding
from portal.services.reads import searching
from portal.services.reads.searching import NewSearch
from portal.services.signin.sessions import Caller, Renewal
from portal.web.system_work import open_work, system_actor
from tests.must.payloads import PAYLOADS
from tests.office import Browser
from tests.promises.furnished import Furnished

TOGETHER = 10
"""So many payloads in one passage."""
IN_AN_ENTRY = 5
"""So many in one entry, each of which is a page."""
MEANS = "Grey van left the yard eastbound. "
"""What a passage must say before it is taken."""
LINK = re.compile(r'\bhref="(/[^"#]*)')
TYPED = {"text", "search", "email", "tel", "url", "password", "number", ""}


def passages(together: int = TOGETHER) -> list[str]:
    """All payloads, so many at a time."""
    return [" ".join(PAYLOADS[start : start + together]) for start in range(0, len(PAYLOADS), together)]


def poison(furnished: Furnished) -> None:
    """Puts all payloads into entries, searches, holds, names, devices, posts and sessions."""
    office, officer = furnished.office, furnished.officer
    with open_work(office.app, system_actor("test")) as work:
        acting = office.working_as(work, officer)
        for number, payload in enumerate(passages(IN_AN_ENTRY)):
            case = f"26-{number:05}"
            new = NewEntry("7KLM347", "CA", "stolen-vehicle", f"Stolen {payload}", case, "", MEANS + payload)
            hotlists.request(acting, new)
    with open_work(office.app, system_actor("test")) as work:
        acting = office.working_as(work, officer)
        read = work.session.scalars(select(Read)).first()
        assert read
        for number, passage in enumerate(passages()):
            purpose = work.profile.purposes.search[0].key
            case = f"26-{number:05}"
            told = MEANS + passage
            searching.make(
                acting, NewSearch("7KLM347", "", None, None, None, purpose, case, "", told, "", passage)
            )
            evidence.place(
                acting, NewHold("evidence", case, told, work.now.date() + timedelta(days=30)), [read.key]
            )
            devices.add(work, NewDevice(f"Gate {passage}", "server", passage))
            new_person = NewPerson(
                f"Pat {passage}", f"P{number:04}", "captain", ("watch_commander",), passage
            )
            people.create(work, new_person)
    with open_work(office.app, system_actor("test")) as work:
        until = work.now + timedelta(days=3)
        for post in ("operations_division_commander", "chief_of_police"):
            for passage in passages()[:4]:
                given = NewHolding(
                    post, officer.person_id, acting=True, until=until, basis=f"Order 26-14 {passage}"
                )
                posts.propose_change(office.working_as(work, furnished.commander), given)
                until += timedelta(days=3)
    store = office.app.extensions["sessions"]
    for passage in passages():
        caller = Caller("127.0.0.1", passage)
        store.save(
            "", {"csrf_token": "x"}, Renewal(officer.account_id, complete=True), caller, office.clock.now
        )


def reached(browser: Browser, start: str = "/") -> Iterator[tuple[str, str]]:
    """Every page this person can get to by its links, and its text; a session is never ended.

    PDFs take seconds to make and hold no markup; what people type into one is looked at with the documents.
    """
    waiting, seen = [start], {start, "/sign-in/out"}
    while waiting:
        address = waiting.pop()
        answer = browser.client.get(address)
        if answer.mimetype != "text/html":
            continue
        yield address, answer.text
        for target in LINK.findall(answer.text):
            path = target.replace("&amp;", "&")
            if (
                path not in seen
                and not path.startswith("/static/")
                and not urlsplit(path).path.endswith(".pdf")
            ):
                seen.add(path)
                waiting.append(path)


@dataclass
class Form:
    """A form of a page: where it goes, what it sends by itself, and which fields take text or a file."""

    action: str
    sent: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    passages: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    @property
    def takes_text(self) -> bool:
        return bool(self.lines or self.passages or self.files)


class Forms(HTMLParser):
    """The forms of a page that post."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._form: Form | None = None
        self._select = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form" and told.get("method") == "post":
            self._form = Form(told.get("action", ""))
            self.found.append(self._form)
        elif self._form and tag == "select":
            self._select = told.get("name", "")
        elif self._form and tag == "option" and self._select and told.get("value"):
            self._form.sent.setdefault(self._select, told["value"])
        elif self._form and tag == "textarea":
            self._form.passages.append(told.get("name", ""))
        elif self._form and tag == "input":
            self._take(self._form, told)

    def _take(self, form: Form, told: dict[str, str]) -> None:
        name, kind = told.get("name", ""), told.get("type", "")
        if not name or name == "csrf_token":
            return
        if kind == "file":
            form.files.append(name)
        elif kind in TYPED:
            form.lines.append(name)
        else:
            form.sent.setdefault(name, told.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""


def forms_of(browser: Browser) -> dict[str, Form]:
    """One form for each address that takes text, ids in it left aside."""
    found: dict[str, Form] = {}
    for _, page in reached(browser):
        for form in Forms(page).found:
            if form.takes_text:
                found.setdefault(re.sub(r"[0-9a-f]{32}|/\d+(?=/|$)", "*", form.action), form)
    return found
