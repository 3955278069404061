"""The dispatcher's console: quiet polling, new hits by themselves, steps in their order."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from portal.models import LedgerRow
from portal.services.reads.recognise import Sighting
from tests.clock import Clock
from tests.office import Browser, Office
from tests.services.doing import PLATE, live_entry
from tests.services.reads_on_file import reading, receive, receive_seen

ODC = "operations_division_commander"


def rows(office: Office) -> int:
    with reading(office.app) as session:
        return session.scalar(select(func.count()).select_from(LedgerRow)) or 0


def poll_address(text: str) -> str:
    found = re.search(r'data-hx-get="([^"]+)"', text)
    assert found
    return found[1]


def hit_address(browser: Browser) -> str:
    found = re.search(r'href="(/hits/\w{32})"', browser.get("/hits/").text)
    assert found
    return found[1]


def test_a_poll_is_silent_until_something_changes(office: Office, clock: Clock) -> None:
    officer, commander = office.hire("patrol_officer"), office.hire("captain", ODC)
    console = office.browser(office.hire("dispatcher"))
    live_entry(office, officer, commander)
    address = poll_address(console.get("/hits/").text)
    before = rows(office)

    quiet = console.get(address, htmx=True)
    assert (quiet.status_code, quiet.data, rows(office)) == (204, b"", before)

    receive(office.app, clock.now, PLATE)
    before = rows(office)
    changed = console.get(address, htmx=True)
    assert (changed.status_code, rows(office)) == (200, before + 2)
    assert PLATE in changed.text
    assert "<!doctype" not in changed.text.lower()
    assert poll_address(changed.text) != address
    assert console.get(poll_address(changed.text), htmx=True).status_code == 204

    clock.move(hours=72)
    console = office.browser(office.hire("dispatcher"))
    ended = console.get(poll_address(changed.text), htmx=True)
    assert "no longer live" in ended.text


@pytest.mark.control("dispatch.confirm", "dispatch.verified")
def test_the_steps_are_worked_in_their_order(office: Office, clock: Clock) -> None:
    officer, commander = office.hire("patrol_officer"), office.hire("captain", ODC)
    console = office.browser(office.hire("dispatcher"))
    live_entry(office, officer, commander)
    receive(office.app, clock.now, PLATE)
    path = hit_address(console)

    def take(step: str, outcome: str = "done") -> int:
        return console.post(
            f"{path}/steps", {"step": step, "outcome": outcome, "note": "unit 12"}
        ).status_code

    assert [take("d"), take("a", "positive"), take("z"), take("a", "maybe")] == [409] * 4
    assert [take("a", "started"), take("b"), take("d"), take("a", "positive"), take("d")] == [
        303,
        303,
        409,
        303,
        303,
    ]
    assert take("d") == 409
    assert "Confirmed: the entry is active" in console.get(path).text
    assert office.browser(officer).post(f"{path}/steps", {"step": "e", "outcome": "done"}).status_code == 403


def test_an_empty_console_says_what_will_appear(office: Office) -> None:
    page = office.browser(office.hire("dispatcher")).get("/hits/")

    assert "No hits" in page.text
    assert "appears here within seconds" in page.text


def test_a_hit_that_is_not_there_is_404(office: Office) -> None:
    console = office.browser(office.hire("dispatcher"))

    for hit in ("0" * 32, "x", "%00"):
        assert console.get(f"/hits/{hit}").status_code == 404, hit
        assert console.post(f"/hits/{hit}/steps", {"step": "a", "outcome": "started"}).status_code == 404, hit


SURE = Sighting(PLATE, "CA", 0.97, ((PLATE, 0.97), ("7A8C234", 0.02)), quality={"plate_width": 120.0})
FAR = replace(SURE, quality={"plate_width": 58.2})
DOUBTFUL = replace(SURE, confidence=0.72, candidates=((PLATE, 0.72), ("7A8C234", 0.14), ("1ABC234", 0.004)))


@pytest.mark.parametrize(
    ("seen", "said", "other"),
    [
        (SURE, None, False),
        (FAR, "Seen from far: 58 px wide. Compare each character.", True),
        (DOUBTFUL, "Read with 72 % certainty only. Compare each character.", True),
    ],
)
def test_a_doubtful_read_asks_to_be_compared_and_a_plain_one_stays_plain(
    office: Office, clock: Clock, seen: Sighting, said: str | None, other: bool
) -> None:
    officer, commander = office.hire("patrol_officer"), office.hire("captain", ODC)
    console = office.browser(office.hire("dispatcher"))
    live_entry(office, officer, commander)
    receive_seen(office.app, clock.now, [seen], b"picture")

    page = console.get(hit_address(console)).text

    assert ("Compare each character." in page) is (said is not None)
    assert said is None or said in page
    assert ("It may also say" in page, "7A8C234" in page) == (other, other)
    assert "1ABC234" not in page


def test_an_unsure_read_raises_no_hit(office: Office, clock: Clock) -> None:
    officer, commander = office.hire("patrol_officer"), office.hire("captain", ODC)
    console = office.browser(office.hire("dispatcher"))
    live_entry(office, officer, commander)

    receive_seen(office.app, clock.now, [replace(SURE, text="", confidence=0.5)], b"picture")

    assert "No hits" in console.get("/hits/").text
