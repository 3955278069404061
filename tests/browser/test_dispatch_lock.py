"""A dispatcher called away in the middle of a hit: the page is covered, rings, and comes back as it was left."""

from collections.abc import Callable

import pyotp

from portal.services import devices
from portal.services.devices import NewDevice
from portal.services.reads.ingest import Capture, ingest
from portal.services.reads.recognise import Sighting
from portal.web.system_work import open_work, system_actor
from tests.clock import Clock
from tests.databases import ON_SQLITE
from tests.office import PASSWORD, Member, Office
from tests.promises.furnished import picture
from tests.screens import Person
from tests.services.doing import PLATE, live_entry, on_record

pytestmark = ON_SQLITE
"""The services behind these pages are tested on both."""

SitDown = Callable[..., Person]
NOTE = "Asked CLETS by radio, unit 12 follows at a distance"
OTHER = "8PNT614"
LOOK = "() => window.dispatchEvent(new Event('focus'))"


def passes(office: Office, plate: str) -> None:
    """A car drives by a reader."""
    with open_work(office.app, system_actor("test")) as work:
        reader = devices.find(work.session, "Gate 3") or devices.add(
            work, NewDevice("Gate 3", "server", "Main Street northbound")
        )
        sighting = Sighting(
            text=plate, state="CA", confidence=0.9, candidates=((plate, 0.9),), box=(10, 10, 80, 40)
        )
        assert ingest(work, reader, [Capture(picture(), work.now)], lambda _: [sighting]).hits == 1


def covered(person: Person) -> None:
    """The console looks after its session, and draws the cover."""
    person.page.evaluate(LOOK)
    person.page.locator("dialog.lock").wait_for()


def unlocks(person: Person, member: Member, clock: Clock) -> None:
    person.page.get_by_label("Password").fill(PASSWORD)
    person.page.get_by_label("Code of your authenticator").fill(pyotp.TOTP(member.totp_secret).at(clock.now))
    person.page.get_by_role("button", name="Unlock").click()


def test_a_console_left_alone_in_the_middle_of_a_hit(office: Office, person: SitDown, clock: Clock) -> None:
    officer, dispatcher = office.hire("patrol_officer"), office.hire("dispatcher")
    commander = office.hire("captain", "operations_division_commander")
    for plate in (PLATE, OTHER):
        live_entry(office, officer, commander, plate=plate)
    console = person()
    console.signs_in(dispatcher)
    passes(office, PLATE)
    console.opens("/hits/")
    console.follows(PLATE)
    console.page.locator("[name=note]").first.fill(NOTE)
    address, title = console.page.url, console.page.title()
    opened = len(on_record(office, "hit.opened")), len(on_record(office, "hit.list-opened"))

    # Half an hour later: nothing of the page shows, the number does, and a new hit rings.
    clock.move(minutes=30)
    covered(console)
    assert console.page.locator(".lock__waiting").inner_text() == "1 hit is waiting."
    assert console.page.title() == "(1) Locked · Platebook"
    assert PLATE not in console.page.locator("body").inner_text()
    assert NOTE not in console.page.locator("body").inner_text()
    assert not console.page.locator("main").is_visible()
    console.page.keyboard.press("Escape")
    console.page.keyboard.press("Escape")
    assert console.page.locator("dialog.lock").is_visible()
    console.looks()
    assert console.page.locator("dialog.lock").get_attribute("data-rung") == "1"
    passes(office, OTHER)
    console.page.evaluate(LOOK)
    console.page.get_by_text("2 hits are waiting.").wait_for()
    assert console.page.locator("dialog.lock").get_attribute("data-rung") == "2"
    assert (len(on_record(office, "hit.opened")), len(on_record(office, "hit.list-opened"))) == opened

    # A stranger's password opens nothing; the dispatcher's own does, and the note is still there.
    console.page.get_by_label("Password").fill("a guess of somebody else")
    console.page.get_by_label("Code of your authenticator").fill("000000")
    console.page.get_by_role("button", name="Unlock").click()
    console.page.get_by_text("This is not your password.").wait_for()
    unlocks(console, dispatcher, clock)
    console.page.locator("dialog.lock").wait_for(state="detached")
    assert (console.page.url, console.page.title()) == (address, title)
    assert console.page.locator("[name=note]").first.input_value() == NOTE
    console.presses("I have asked CLETS")
    assert console.sees(NOTE)
    assert len(on_record(office, "hit.step-taken")) == 1


def test_the_list_of_hits_stays_where_it_is_when_its_poll_finds_it_locked(
    office: Office, person: SitDown, clock: Clock
) -> None:
    dispatcher = office.hire("dispatcher")
    console = person()
    console.signs_in(dispatcher)
    console.opens("/hits/")

    clock.move(minutes=30)

    console.page.locator("dialog.lock").wait_for()
    assert console.page.locator(".lock__waiting").inner_text() == "No hit is waiting."
    unlocks(console, dispatcher, clock)
    console.page.locator("dialog.lock").wait_for(state="detached")
    assert console.sees("No hits")

    # Twelve hours after signing in it is over, and says so.
    clock.move(hours=12)
    console.page.evaluate(LOOK)
    console.page.get_by_text("This session is over.").wait_for()
    assert not console.page.get_by_role("button", name="Unlock").is_visible()
