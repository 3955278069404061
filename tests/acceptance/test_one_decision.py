"""Acceptance 4: a request is decided once, by somebody else, on what was shown."""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from portal.extensions import db
from portal.ledger import Action
from portal.models import HotlistDecision, LedgerRow, Verdict
from portal.rules import RuleBroken
from portal.services import hotlists
from portal.services.hotlists import NewEntry
from portal.web.system_work import open_work, system_actor
from tests.acceptance.conftest import Visitor, ask, visitor
from tests.office import Member, Office
from tests.serving import serving

AT_ONCE = 40
REQUEST = NewEntry(
    "7ABC234", "CA", "stolen-vehicle", "Taken overnight", "26-0001", "", "Taken from a driveway overnight."
)


def requested(office: Office, requester: Member) -> tuple[str, str]:
    """An entry somebody asked for, and the digest of what an approver is shown."""
    with open_work(office.app, system_actor("test")) as work:
        entry = hotlists.request(office.working_as(work, requester), REQUEST)
        return entry.id, hotlists.shown(entry)


@pytest.fixture
def port(app: Flask) -> Iterator[int]:
    """The portal on a real socket, with a thread for every caller."""
    with serving(app, threads=AT_ONCE) as port:
        yield port


def decisions(app: Flask) -> tuple[int, int]:
    """How many decisions are on file, and how many the record tells of."""
    told = select(func.count()).where(LedgerRow.action.in_([Action.ENTRY_APPROVED, Action.ENTRY_DENIED]))
    with app.extensions["open_reading"]() as session:
        on_file = session.scalar(select(func.count()).select_from(HotlistDecision))
        return on_file, session.scalar(told)


def test_forty_approvals_at_once_record_one(office: Office, port: int) -> None:
    """M17, R4: from two holders of the post, over HTTP."""
    entry_id, seen = requested(office, office.hire("patrol_officer"))
    callers = [
        visitor(office.browser(office.hire("captain", "operations_division_commander"))) for _ in range(2)
    ]
    together = threading.Barrier(AT_ONCE)

    def approve(caller: Visitor) -> int:
        together.wait()
        form = caller.headers | {"Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode({"seen": seen}).encode()
        return ask(port, "POST", f"/hotlists/entries/{entry_id}/approval", body, form).status

    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = Counter(threads.map(approve, callers * (AT_ONCE // 2)))

    assert answers[303] == 1
    assert set(answers) <= {303, 409, 503}, "all others are told no, or to come back"
    assert decisions(office.app) == (1, 1)


@pytest.mark.control("hotlist.approval")
def test_nobody_approves_their_own_request(office: Office) -> None:
    """M16: no button, no raw POST, no other post of theirs."""
    commander = office.hire("captain", "operations_division_commander", "administrative_division_commander")
    office.hire("captain", "operations_division_commander")
    entry_id, seen = requested(office, commander)
    browser = office.browser(commander)

    page = browser.get(f"/hotlists/entries/{entry_id}")
    answer = browser.post(f"/hotlists/entries/{entry_id}/approval", {"seen": seen})

    assert page.status_code == 200
    assert f"/hotlists/entries/{entry_id}/approval" not in page.text
    assert answer.status_code == 409
    assert decisions(office.app) == (0, 0)


@pytest.mark.control("hotlist.approval")
@pytest.mark.parametrize("as_whom", ["themselves", "somebody who did not ask"])
def test_the_database_itself_refuses_a_decision_on_ones_own_request(office: Office, as_whom: str) -> None:
    """M16, by direct SQL with the portal's own rights: naming the true requester, and a false one."""
    requester, other = office.hire("patrol_officer"), office.hire("captain")
    entry_id, seen = requested(office, requester)
    named = requester if as_whom == "themselves" else other
    row = {
        "id": "0" * 32, "entry_id": entry_id, "requested_by_id": named.person_id,
        "decided_by_id": requester.person_id, "verdict": "approved", "decided_at": office.clock.now,
        "post": "operations_division_commander", "section": "466.11", "seen": seen, "note": "",
    }  # fmt: skip

    with office.app.app_context(), db.engine.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(insert(HotlistDecision.__table__).values(row))
    assert decisions(office.app) == (0, 0)


def test_a_decision_on_a_page_that_is_out_of_date_is_refused(office: Office) -> None:
    """M17: the requester states more between the look and the approval."""
    officer = office.hire("patrol_officer")
    commander = office.hire("captain", "operations_division_commander")
    office.hire("captain", "administrative_division_commander")
    entry_id, seen = requested(office, officer)
    statement = {"unavailable_statement": "Called the desk and the mobile twice after midnight, no answer."}
    assert (
        office.browser(officer).post(f"/hotlists/entries/{entry_id}/escalation", statement).status_code == 303
    )

    answer = office.browser(commander).post(f"/hotlists/entries/{entry_id}/approval", {"seen": seen})

    assert answer.status_code == 409
    assert decisions(office.app) == (0, 0)


def test_the_service_itself_refuses_a_stale_page(office: Office) -> None:
    """Whatever page or command asks."""
    entry_id, _ = requested(office, office.hire("patrol_officer"))
    commander = office.hire("captain", "operations_division_commander")

    with (
        pytest.raises(RuleBroken, match="Read it again"),
        open_work(office.app, system_actor("test")) as work,
    ):
        hotlists.decide(office.working_as(work, commander), entry_id, Verdict.APPROVED, "0" * 64)
