"""Accounts for tests: made by one member, opened by another, as the pages do it."""

from typing import Any

from portal.models import Account, Proposal
from portal.services import accounts, proposals
from portal.services.accounts import NewAccount, rows
from tests.office import Member, Office
from tests.services.doing import doing

ADC, CHIEF = "administrative_division_commander", "chief_of_police"
IT = "information_technology_manager"
ORDER = "Special order 26-14"


def new_account(**changes: Any) -> NewAccount:
    values = {"full_name": "Jo Park", "employee_number": "P77", "title": "patrol_officer"}
    return NewAccount(**(values | changes))


def made(office: Office, by: Member, **changes: Any) -> str:
    """An account made now; gives the person's id."""
    with doing(office, by) as work:
        return accounts.create(work, new_account(**changes)).person_id


def cleared(office: Office, by: Member, person_id: str) -> None:
    with doing(office, by) as work:
        accounts.record_clearance(work, person_id, work.now.date(), "Letter 26-3")


def assigned(office: Office, by: Member, person_id: str) -> str:
    """Assigns what is shown now; gives the id of the proposal where it waits for a second person, else nothing."""
    with doing(office, by) as work:
        done = accounts.assign(work, person_id, rows.shown(work, rows.account_of(work, person_id)))
        return done.id if isinstance(done, Proposal) else ""


def confirmed(office: Office, by: Member, proposal_id: str) -> None:
    with doing(office, by) as work:
        accounts.confirm(work, proposal_id, proposals.shown(accounts.find(work, proposal_id)))


def title_proposed(office: Office, by: Member, person_id: str, title: str = "corporal") -> str:
    with doing(office, by) as work:
        return accounts.propose_title(work, person_id, title, ORDER).id


def state_of(office: Office, person_id: str) -> str:
    with office.app.extensions["open_reading"]() as session:
        account = session.query(Account).filter(Account.person_id == person_id).one()
        return "closed" if account.disabled else "open"


def member_of(office: Office, person_id: str) -> Member:
    """The person as a member, to open a browser for."""
    with office.app.extensions["open_reading"]() as session:
        account = session.query(Account).filter(Account.person_id == person_id).one()
        return Member(person_id, account.id, account.user_name, account.person.full_name, "")
