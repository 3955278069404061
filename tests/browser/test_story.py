"""The main job, end to end: a wanted plate, its approval, its hit, its search, its hold, its purge, its report."""

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

import recognition
from portal.cli.jobs import job_named
from portal.demo.pictures import draw_scene
from portal.jobs.running import run_once
from portal.models import PurgeRun
from portal.services import devices
from portal.services.devices import NewDevice
from portal.services.reads.ingest import Capture, Taken, ingest
from portal.services.retention.schedule import NewAuthority, record_authority
from portal.web.system_work import open_work, system_actor
from tests.clock import Clock
from tests.office import Office
from tests.screens import Person

SitDown = Callable[..., Person]
WANTED = {
    "reason": "Used in a store burglary",
    "case_number": "26-01871",
    "narrative": "Dark sedan left the burglary at the hardware store northbound. Stop with two units.",
}
READER = "Gate 3"
OTHERS = ("8XYZ771", "6KLM902")
PHOTOGRAPHS = Path(__file__).parents[2].parent / "shared" / "plates"
LONG_AGO = datetime(2025, 9, 1, 18, 0, tzinfo=UTC)
"""More than a year before the suite's clock: past the minimum of Policy 466.5."""


@dataclass(frozen=True)
class Car:
    """The wanted car: its plate, and the photograph of it where there is one."""

    plate: str
    photograph: bytes = b""

    def picture(self, seed: int) -> bytes:
        return self.photograph or draw_scene(self.plate, seed=seed)


@pytest.fixture(scope="session")
def car() -> Car:
    """A photographed car that is read surely, where labelled photographs lie beside the checkout; else a drawn one."""
    if not PHOTOGRAPHS.is_dir():
        return Car("7ABC234")
    with (PHOTOGRAPHS / "labels.csv").open(encoding="utf-8") as labels:
        for label in csv.DictReader(labels):
            photograph = (PHOTOGRAPHS / label["file"]).read_bytes()
            if [read.text for read in recognition.read_plates(photograph)] == [label["plate"]]:
                return Car(label["plate"], photograph)
    raise AssertionError("not one photograph is read surely")


def old_reads(app: Flask, clock: Clock, car: Car) -> None:
    """Reads received when the clock stood more than a year back."""
    now = clock.now
    clock.now = LONG_AGO
    with open_work(app, system_actor("test")) as work:
        devices.add(work, NewDevice(READER, "server", "Main Street northbound"))
        record_authority(work, authority())
    for number, each in enumerate([*map(Car, OTHERS), car]):
        clock.move(minutes=number)
        sees(app, each, seed=number)
    clock.now = now


def sees(app: Flask, car: Car, seed: int) -> Taken:
    """A reader sends the picture of a car."""
    with open_work(app, system_actor("test")) as work:
        device = devices.find(work.session, READER)
        assert device
        return ingest(work, device, [Capture(car.picture(seed), work.now)])


def authority() -> NewAuthority:
    return NewAuthority(
        source="server",
        resolution="2025-14",
        adopted_on=(LONG_AGO - timedelta(days=60)).date(),
        attorney="Morgan Ellery",
        consented_on=(LONG_AGO - timedelta(days=50)).date(),
        schedule_line="LPR reads, one year",
    )


def test_the_main_story(app: Flask, office: Office, person: SitDown, clock: Clock, car: Car) -> None:
    old_reads(app, clock, car)
    officer = office.hire("patrol_officer", user_name="jo.park")
    commander = office.hire("captain", "operations_division_commander", user_name="sam.ortiz")
    other = office.hire("captain", "administrative_division_commander", user_name="lee.chan")
    chief = office.hire("chief_of_police", "chief_of_police", user_name="ada.reed")
    dispatcher = office.hire("dispatcher", user_name="max.stone")
    detective = office.hire("detective", user_name="kim.vale")

    # 1. A member of the public reads the rules without signing in.
    public = person(400)
    public.opens("/policy")
    assert public.sees("Administrative Division Commander")
    assert public.misses(other.full_name)
    assert public.sees("Last purge: none has run yet")
    assert public.page.context.cookies() == []

    # 2. The officer asks for an entry. Only the first approver is offered; the others follow a statement.
    at_desk = person()
    at_desk.signs_in(officer)
    at_desk.opens("/hotlists/entries/new")
    offered = at_desk.page.locator(".approvers").inner_text()
    assert commander.full_name in offered
    assert other.full_name not in offered
    assert chief.full_name not in offered
    at_desk.fills(plate=car.plate, **WANTED)
    at_desk.chooses(kind="stolen-vehicle")
    at_desk.presses("Send the request")
    assert at_desk.sees("waiting")
    entry_path = at_desk.page.url.removeprefix(at_desk.address)
    at_desk.fills(unavailable_statement="Called the commander's desk and mobile at 09:10, voicemail twice.")
    at_desk.presses("State it, and let the next decide")
    offered = at_desk.page.locator(".approvers").inner_text()
    assert [name for name in (commander, other, chief) if name.full_name not in offered] == []

    # 3. The commander finds it on the work list and approves it.
    in_office = person()
    in_office.signs_in(commander)
    in_office.opens("/")
    assert in_office.sees("Waiting for me")
    in_office.follows("Hotlist request")
    in_office.presses("Approve")
    assert in_office.sees(f"Approved by {commander.full_name}, Operations Division Commander")
    assert in_office.sees("under 466.11")
    approved_at = clock.now

    # 4. A picture arrives while the dispatcher watches; the hit appears without reloading.
    console = person()
    console.signs_in(dispatcher)
    console.opens("/hits/")
    assert console.sees("No hits")
    clock.move(minutes=5)
    taken = sees(app, car, seed=11)
    assert (taken.plates, taken.hits) == ((car.plate,), 1)
    console.page.get_by_role("link", name=car.plate).wait_for(timeout=15000)
    console.looks()

    # 5. The dispatcher compares, and works the five steps in their order.
    console.follows(car.plate)
    assert console.sees("Not confirmed yet")
    assert console.page.locator(".compare img").first.evaluate("image => image.naturalWidth") > 0
    assert console.page.locator("#note-d").count() == 0
    forced = console.page.evaluate(FORCE_STEP_D, [console.page.url + "/steps"])
    assert forced == 409
    console.presses("I have asked CLETS")
    for step in ("b", "c"):
        take(console, step)
    console.confirms("Confirmed: positive")
    assert console.sees("Confirmed: the entry is active")
    for step in ("d", "e"):
        take(console, step)
    console.looks()
    assert console.page.locator(".step--done").count() == 5

    # 6. The officer searches; blanks and one generic word are refused.
    at_desk.opens("/reads/")
    at_desk.fills(plate=car.plate, narrative="investigation")
    at_desk.presses("Search")
    assert at_desk.sees("Choose the purpose")
    at_desk.chooses(purpose="criminal_investigation")
    at_desk.fills(case_number="26-01871")
    at_desk.presses("Search")
    assert at_desk.sees("is not enough")
    at_desk.fills(narrative="Looking for the burglary sedan seen leaving the hardware store on Sunday.")
    at_desk.presses("Search")
    assert at_desk.sees("Search results")
    assert at_desk.page.locator("tbody tr").count() == 2
    assert at_desk.page.locator("tbody img").first.evaluate("image => image.naturalWidth") > 0
    assert car.plate not in at_desk.page.url + at_desk.page.title()

    # 7. A detective holds the old read of the plate; the purge takes the others and leaves a certificate.
    detective_desk = person()
    detective_desk.signs_in(detective)
    search(detective_desk, car)
    with detective_desk.page.expect_navigation():
        detective_desk.page.locator("tbody tr").last.get_by_role("link").last.click()
    detective_desk.page.get_by_text("Hold this read").first.click()
    detective_desk.fills(
        case_number="26-01871",
        reason="The same sedan near an earlier burglary scene.",
        review_on="2027-02-01",
    )
    detective_desk.presses("Hold this read")
    assert detective_desk.sees("2027")
    assert run_once(app, job_named("purge-expired")) is not None
    with open_work(app, system_actor("test")) as work:
        certificate = work.session.scalars(select(PurgeRun)).one()
        assert (certificate.reads, certificate.pictures, certificate.held) == (2, 2, 1)
        assert len(list(work.tools.store.ids())) == 2
    public.opens("/policy")
    assert public.sees("2 reads and 2 pictures destroyed, 1 kept under a hold")
    search(detective_desk, car)
    assert detective_desk.page.locator("tbody tr").count() == 2

    # 8. The Chief downloads the annual report; its numbers are the ledger's.
    chief_desk = person()
    chief_desk.signs_in(chief)
    chief_desk.opens("/reports/")
    pdf = chief_desk.page.request.get(chief_desk.address + "/reports/annual/2026.pdf").body()
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    assert "Operations Division Commander" in text
    assert commander.full_name in text

    # 3 again. The entry stops matching 72 hours after its approval to the second, whatever any job does.
    clock.now = approved_at + timedelta(hours=72) - timedelta(seconds=1)
    assert sees(app, car, seed=12).hits == 1
    clock.now = approved_at + timedelta(hours=72)
    assert sees(app, car, seed=13).hits == 0
    at_desk = person()
    at_desk.signs_in(officer)
    at_desk.opens(entry_path)
    assert at_desk.sees("expired")

    # 9. The record is whole.
    verified = json.loads(app.test_cli_runner().invoke(args=["ledger", "verify", "--json"]).output)
    assert verified["ok"] is True


def take(console: Person, step: str) -> None:
    console.sends(lambda: console.page.locator(f".step:has(#note-{step}) button").click())


def search(desk: Person, car: Car) -> None:
    desk.opens("/reads/")
    desk.fills(
        plate=car.plate,
        case_number="26-01871",
        narrative="Where the burglary sedan was before the hardware store.",
    )
    desk.chooses(purpose="criminal_investigation")
    desk.presses("Search")
    assert desk.sees("Search results")


FORCE_STEP_D = """async ([url]) => {
  const token = document.querySelector("[name=csrf_token]").value;
  const body = new URLSearchParams({csrf_token: token, step: "d", outcome: "done"});
  return (await fetch(url, {method: "POST", body})).status;
}"""
