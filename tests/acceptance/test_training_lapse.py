"""Acceptance 4: training of 1 March 2025 opens plate data on 1 March 2026, and on 2 March opens none of it.

The web server runs as a process of its own whose clock is moved by libfaketime; no job runs beside it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPResponse
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from portal.config import ROOT, Settings
from portal.models import Account, EntryKind, Hit, HotlistEntry, LedgerRow, Person, Read
from portal.services import devices, setup, training
from portal.services.devices import NewDevice
from portal.services.reads import searching
from portal.services.reads.ingest import Capture, ingest
from portal.services.reads.recognise import Sighting
from portal.web.system_work import open_work, system_actor
from tests.acceptance.conftest import Server, Visitor, ask, running, visitor
from tests.clock import Clock
from tests.controls.behind import behind, put
from tests.office import Member, Office
from tests.promises.furnished import picture
from tests.promises.routes import Route, routes
from tests.services.doing import SEARCH

PLATE = "7CNR488"
TRAINED_ON = date(2025, 3, 1)
BEGINNING = datetime(2025, 3, 1, 20, tzinfo=UTC)
LAST_SECOND = datetime(2026, 3, 2, 7, 59, 59, tzinfo=UTC)
"""The end of 1 March 2026 at the agency."""
FIRST_SECOND = LAST_SECOND + timedelta(seconds=1)
SECTION = "438.7"
SHARED = Path("/dev/shm")  # noqa: S108 where shared memory lies, not a place for files of ours
OPEN = ("/", "/training/own", "/policy")
"""What stays open to everybody."""
COMMANDER = "administration_operations_commander"
HOTLIST = f"""custom = true
chains = [{{ key = "all", section = "{SECTION}", modality = "reading", steps = [
  {{ posts = ["{COMMANDER}"], section = "{SECTION}" }},
] }}]"""
APPROVER = f"""
[duties.hotlist_approver]
posts = ["{COMMANDER}"]
section = "{SECTION}"
modality = "reading"

[access]"""
"""The policy knows no entries of the agency's own; with them every act on plate data has somebody who may do it."""


@pytest.fixture
def agency() -> str:
    return "piedmont"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The profile, with entries of the agency's own."""
    shipped = (ROOT / "portal" / "agencies" / "profiles" / "piedmont.toml").read_text(encoding="utf-8")
    own = shipped.replace("custom = false", HOTLIST, 1).replace("\n[access]", APPROVER, 1)
    (settings.instance / "piedmont.toml").write_text(own, encoding="utf-8")
    return settings


@pytest.fixture
def clock() -> Clock:
    return Clock(BEGINNING)


@contextmanager
def at(settings: Settings, log: Path, moment: datetime) -> Iterator[Server]:
    """The server with its clock standing still at a moment."""
    library = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    faked = {
        "LD_PRELOAD": str(library),
        "FAKETIME": f"{moment:%Y-%m-%d %H:%M:%S}",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "TZ": "UTC",
    }
    with running(settings, log, faked) as server:
        pid = server.process.pid
        yield server
    for left in SHARED.glob(f"*faketime_*_{pid}"):  # libfaketime's own, of a process that was killed
        left.unlink()


def crew(office: Office) -> tuple[Member, Member]:
    """Somebody for every act on plate data, trained on that day."""
    with open_work(office.app, system_actor("test")) as work:
        setup.answer_all(work, work.profile.demo.answers, "Invented", demo=True)
    members = (
        office.hire("captain", COMMANDER, trained=False),
        office.hire("dispatcher", trained=False),
    )
    with open_work(office.app, system_actor("test")) as work:
        for member in members:
            training.record(work, work.session.get_one(Person, member.person_id), TRAINED_ON)
    return members


def plate_data(office: Office, member: Member) -> dict[str, str]:
    """A read with its picture, a search, and a hit on an entry from elsewhere; accounts used of late."""
    office.clock.now = LAST_SECOND - timedelta(minutes=3)
    with open_work(office.app, system_actor("test")) as work:
        reader = devices.add(work, NewDevice("Gate 9", "server", "Main Street northbound"))
        seen = Sighting(
            text=PLATE, state="CA", confidence=0.9, candidates=((PLATE, 0.9),), box=(9, 9, 80, 40)
        )
        ingest(work, reader, [Capture(picture(), work.now)], lambda _: [seen])
        key, now = work.session.scalars(select(Read.key)).one(), work.now
        read_id = work.tools.read_ids.hide(key)
        acting = office.working_as(work, member)
        search = searching.make(
            acting, replace(SEARCH, plate=PLATE, purpose=work.profile.purposes.search[0].key)
        )
        search_id = search.id
    with behind(office) as connection:
        connection.execute(update(Account.__table__).values(last_signin_at=now))
        entry = put(
            connection, HotlistEntry, plate=PLATE, state="CA", kind=EntryKind.STOLEN_VEHICLE, reason="Stolen van",
            case_number="26-31", no_case_reason="", narrative="Grey van, taken overnight.", step=0, chain="all",
            requested_at=now, requested_by_id=member.person_id,
        )  # fmt: skip
        hit = put(
            connection, Hit, read_key=key, entry_id=entry, plate=PLATE, match="exact", device_name="Gate 9",
            location="Main Street", captured_at=now, raised_at=now,
        )  # fmt: skip
    return {"read_id": read_id, "hit_id": hit, "search_id": search_id, "entry_id": entry}


def plate_routes(office: Office, member: Member) -> list[Route]:
    with open_work(office.app, system_actor("test")) as work:
        held = office.actor(work, member).permissions
    return [route for route in routes(office.app) if route.shows_plates and route.permission in held]


def walk(
    server: Server, who: Visitor, on_foot: list[Route], ids: dict[str, str]
) -> Iterator[tuple[str, HTTPResponse]]:
    """Every route as a page and as the part htmx asks for."""
    for route in on_foot:
        for more in ({}, {"HX-Request": "true"}):
            under = f"?search={ids['search_id']}" if "read_id" in route.arguments else ""
            answer = ask(server.port, route.method, route.address(ids) + under, headers=who.headers | more)
            yield f"{route} {more}", answer


def is_sent_to_sign_in(answer: HTTPResponse) -> bool:
    return "/sign-in" in (answer.getheader("Location") or answer.getheader("HX-Redirect") or "")


def test_the_day_after_the_anniversary_no_plate_data_opens(
    office: Office, settings: Settings, tmp_path: Path
) -> None:
    """Hits, pictures, searches and fragments included; what stays open is the person's own."""
    members = crew(office)
    ids = plate_data(office, members[0])
    at_work = [(visitor(office.browser(each)), plate_routes(office, each)) for each in members]
    walked = {route.permission for _, on_foot in at_work for route in on_foot}
    assert walked == {route.permission for route in routes(office.app) if route.shows_plates}

    with at(settings, tmp_path / "server.log", LAST_SECOND) as server:
        shown, refused = set(), list[str]()
        for who, on_foot in at_work:
            for name, answer in walk(server, who, on_foot, ids):
                if answer.status in (401, 403) or answer.status >= 500 or is_sent_to_sign_in(answer):
                    refused.append(f"{name}: {answer.status}")
                if answer.status == 200:
                    shown.add(name.partition(" {")[0])
    assert refused == []
    assert shown >= {
        "GET /reads/<string:read_id>", "GET /reads/<string:read_id>/picture", "GET /hits/<string:hit_id>",
        "GET /reads/searches/<string:search_id>", "GET /hits/", "GET /evidence/",
    }  # fmt: skip

    with at(settings, tmp_path / "server.log", FIRST_SECOND) as server:
        opened, number = [], 0
        for who, on_foot in at_work:
            for name, answer in walk(server, who, on_foot, ids):
                body = answer.body.decode(errors="replace")  # type: ignore[attr-defined]  # kept with the answer
                number += 1
                if (
                    answer.status != 403
                    or SECTION not in body
                    or "Training Sergeant" not in body
                    or PLATE in body
                ):
                    opened.append(f"{name}: {answer.status}")
            still_open = {path: ask(server.port, "GET", path, headers=who.headers) for path in OPEN}
            assert {path: answer.status for path, answer in still_open.items()} == dict.fromkeys(OPEN, 200)
    assert opened == []
    with office.app.extensions["open_reading"]() as session:
        on_record = select(func.count()).select_from(LedgerRow).where(LedgerRow.outcome == "access.barred")
        assert session.scalar(on_record) == number
