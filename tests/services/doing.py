"""Acts of the main story for tests of services: a member at work, a request for an entry, its decision, a search."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from portal.models import Account, LedgerRow, Verdict
from portal.services import hotlists
from portal.services.hotlists import NewEntry
from portal.services.reads import searching
from portal.services.reads.searching import NewSearch
from portal.services.work import Work
from portal.web.system_work import open_work, system_actor
from tests.office import Member, Office

PLATE = "7KLM347"
"""None of its characters is easily confused, so that it matches itself alone."""
ENTRY = NewEntry(
    plate=PLATE,
    state="CA",
    kind="stolen-vehicle",
    reason="Stolen Honda",
    case_number="26-01871",
    no_case_reason="",
    narrative="Taken from Barstow Road overnight. Stop with two units.",
)
SEARCH = NewSearch(
    plate=PLATE,
    state="",
    since=None,
    until=None,
    device=None,
    purpose="criminal_investigation",
    case_number="26-01871",
    no_case_reason="",
    narrative="Where the stolen Honda went after the burglary.",
    suspicion="",
    on_behalf_of="",
)
SOUGHT = "Called the commander's desk and mobile at 02:10, voicemail twice."


@contextmanager
def doing(office: Office, member: Member, at: datetime | None = None) -> Iterator[Work]:
    """One unit of work of this member, committed at its end."""
    with open_work(office.app, system_actor("test"), at) as work:
        yield office.working_as(work, member)


@contextmanager
def looking(office: Office, member: Member, at: datetime | None = None) -> Iterator[Work]:
    """One unit of work of this member that only reads, as a page does: no write lock keeps the ledger waiting."""
    with open_work(office.app, system_actor("test"), at) as work:
        work.session.info["read_only"] = True
        yield office.working_as(work, member)


def ask(office: Office, member: Member, **changes: Any) -> str:
    """A request for an entry; gives its id."""
    with doing(office, member) as work:
        return hotlists.request(work, replace(ENTRY, **changes)).id


def decide(office: Office, member: Member, entry_id: str, verdict: Verdict = Verdict.APPROVED) -> str:
    """Decides on what is shown now; gives what is written into the narrative."""
    with doing(office, member) as work:
        seen = hotlists.shown(hotlists.get(work, entry_id))
        return hotlists.decide(work, entry_id, verdict, seen).note


def live_entry(office: Office, requester: Member, approver: Member, **changes: Any) -> str:
    """An entry asked for and approved now."""
    entry_id = ask(office, requester, **changes)
    decide(office, approver, entry_id)
    return entry_id


def make_search(office: Office, member: Member, **changes: Any) -> str:
    """A search put on record; gives its id."""
    with doing(office, member) as work:
        return searching.make(work, replace(SEARCH, **changes)).id


def found_by(office: Office, member: Member, **changes: Any) -> list[str]:
    """The plates on the first page of a new search, in their order."""
    search_id = make_search(office, member, **changes)
    with looking(office, member) as work:
        page = searching.open_results(work, searching.get_own(work, search_id))
        return [read.plate for read in page.reads]


def disable(office: Office, member: Member) -> None:
    """Closes an account in the database, past the record: what counts here is what comes of it."""
    with office.app.extensions["open_writing"]() as session:
        mark = update(Account).where(Account.id == member.account_id).values(disabled=True)
        session.connection().execute(mark)
        session.commit()


def on_record(office: Office, action: str) -> list[LedgerRow]:
    """The ledger's rows of one action, in order."""
    with office.app.extensions["open_reading"]() as session:
        return list(
            session.scalars(select(LedgerRow).where(LedgerRow.action == action).order_by(LedgerRow.seq))
        )
