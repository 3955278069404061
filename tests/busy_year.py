"""A year in which every figure of the annual report has something to count, done through the services."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from portal.ledger import Action
from portal.models import Hit, Kind
from portal.models.hotlists import Verdict
from portal.rules import RuleBroken
from portal.services import evidence, hotlists
from portal.services.hits import working
from portal.services.reads import searching
from portal.services.work import Work
from portal.web.system_work import open_work, system_actor
from tests.clock import Clock
from tests.office import Member, Office, days_ahead
from tests.services.reads_on_file import authorise, purge_at, receive

NARRATIVE = "Silver sedan left the pharmacy robbery on Main Street"
STATEMENT = "Called the commander twice at 14:05 and 14:20, voicemail both times"
LAST_YEAR = timedelta(days=400)


class Year:
    """The people and what they do."""

    def __init__(self, office: Office) -> None:
        self.app: Flask = office.app
        self.clock: Clock = office.clock
        self.office = office
        self.officer = office.hire("patrol_officer", user_name="olivia.officer")
        self.operations = office.hire("captain", "operations_division_commander", user_name="oscar.ops")
        self.administrative = office.hire(
            "captain", "administrative_division_commander", user_name="ada.admin"
        )
        self.chief = office.hire("chief_of_police", "chief_of_police", user_name="carla.chief")
        self.dispatcher = office.hire("dispatcher", user_name="dino.dispatch")

    @contextmanager
    def work(self, member: Member) -> Iterator[Work]:
        with open_work(self.app, system_actor("test")) as work:
            yield self.office.working_as(work, member)

    def search(self, purpose: str, case_number: str, narrative: str = NARRATIVE) -> str:
        """Gives the search's id, or nothing if it was refused."""
        new = searching.NewSearch(
            "7ABC123", "CA", None, None, None, purpose, case_number, "", narrative, "", ""
        )
        with self.work(self.officer) as work:
            try:
                return searching.make(work, new).id
            except RuleBroken as broken:
                searching.refuse(work, new, broken)
                return ""

    def ask_for_entry(self, plate: str, statement: str = "") -> str:
        new = hotlists.NewEntry(
            plate, "CA", "stolen-vehicle", "Taken overnight", "26-0100", "", NARRATIVE, statement
        )
        with self.work(self.officer) as work:
            return hotlists.request(work, new).id

    def decide(self, member: Member, entry_id: str, verdict: Verdict) -> None:
        with self.work(member) as work:
            hotlists.decide(work, entry_id, verdict, hotlists.shown(hotlists.get(work, entry_id)))

    def answer(self, plate: str, answer: str) -> None:
        with self.work(self.dispatcher) as work:
            hit = work.session.scalars(select(Hit).where(Hit.plate == plate)).one()
            working.take_step(work, hit.id, "a", "started", "")
            working.take_step(work, hit.id, "a", answer, "")

    def hold(self, keys: list[int]) -> None:
        with self.work(self.officer) as work:
            new = evidence.NewHold("evidence", "26-1042", NARRATIVE, days_ahead(self.clock, 90))
            evidence.place(work, new, keys)


def live_through(office: Office) -> Year:
    year = Year(office)
    old = [
        receive(year.app, year.clock.now - LAST_YEAR, plate)[0] for plate in ("1OLD111", "2OLD222", "3OLD333")
    ]
    search_id = year.search("criminal_investigation", "26-0001")
    year.search("criminal_investigation", "none: patrol stop, report not yet written")
    year.search("investigatory_leads", "26-0002")
    year.search("criminal_investigation", "26-0003", narrative="investigation")
    year.search("", "26-0004")
    approved = year.ask_for_entry("7ABC123")
    year.decide(year.operations, approved, Verdict.APPROVED)
    later = year.ask_for_entry("8XYZ987", STATEMENT)
    year.decide(year.administrative, later, Verdict.APPROVED)
    year.decide(year.operations, year.ask_for_entry("6QRS456"), Verdict.DENIED)
    (seen,) = receive(year.app, year.clock.now, "7ABC123")
    receive(year.app, year.clock.now, "8XYZ987")
    year.answer("7ABC123", "positive")
    year.hold([seen])
    authorise(year.app)
    year.hold(old[:1])
    purge_at(year.app, year.clock.now)
    browser = office.browser(year.officer)
    assert browser.get(f"/reads/searches/{search_id}").status_code == 200
    assert browser.get("/reports/").status_code == 403
    with open_work(year.app, system_actor("test")) as work:
        work.note(Kind.SIGNIN, Action.SIGNIN_FAILED, outcome="password")
    return year
