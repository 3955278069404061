"""Acts on the way of a text to the public, for tests: an import, a meeting, a proposal, its decision."""

from datetime import date, timedelta

from portal.models import PolicyVersion, Proposal
from portal.services import proposals
from portal.services.policy import importing, publishing, versions
from portal.services.policy.publishing import NewMeeting
from portal.services.proposals import Verdict
from tests.adopted import POLICY
from tests.clock import START
from tests.office import Member, Office
from tests.services.doing import doing

ADMINISTRATOR = ("captain", "administrative_division_commander")
SECOND = ("chief_of_police", "chief_of_police")
THIRD = ("lieutenant", "custodian_of_records")
TODAY = START.date()
ADOPTED = TODAY - timedelta(days=40)
HELD = TODAY - timedelta(days=60)
COUNCIL = NewMeeting("Town Council", HELD, "https://council.example.gov/june", "Item 7")


def imported(office: Office, member: Member, data: bytes = POLICY, adopted_on: date = ADOPTED) -> int:
    """A draft; gives its number."""
    with doing(office, member) as work:
        return importing.import_text(work, data, "policy.txt", adopted_on).number


def met(office: Office, member: Member, new: NewMeeting = COUNCIL) -> str:
    """A meeting on file; gives its id."""
    with doing(office, member) as work:
        return publishing.record_meeting(work, new).id


def proposed(office: Office, member: Member, number: int, effective_on: date = TODAY) -> str:
    """A publication proposed after a meeting; gives the proposal's id."""
    meeting = met(office, member)
    with doing(office, member) as work:
        version = versions.numbered(work.session, number)
        held = publishing.meeting(work.session, meeting)
        return publishing.propose_publication(work, version, effective_on, held).id


def shown(office: Office, proposal_id: str) -> str:
    """What a second person is shown, as its digest."""
    with office.app.extensions["open_reading"]() as session:
        return proposals.shown(session.get_one(Proposal, proposal_id))


def decided(office: Office, member: Member, proposal_id: str, verdict: Verdict = "confirmed") -> None:
    seen = shown(office, proposal_id)
    with doing(office, member) as work:
        publishing.decide(work, proposal_id, verdict, seen, "Section 3 is missing.")


def published(
    office: Office, first: Member, second: Member, data: bytes = POLICY, effective_on: date = TODAY
) -> int:
    """A version two people published; gives its number."""
    number = imported(office, first, data)
    decided(office, second, proposed(office, first, number, effective_on))
    return number


def on_file(office: Office, number: int) -> PolicyVersion:
    with office.app.extensions["open_reading"]() as session:
        return versions.numbered(session, number)


def count(office: Office, model: type) -> int:
    with office.app.extensions["open_reading"]() as session:
        return int(session.query(model).count())
