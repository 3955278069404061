"""M17: what waits is decided exactly once, on exactly what was shown, and told once in the record.

`tests/acceptance/test_one_decision.py` sends forty approvals at once; here approvals and denials meet, and the
proposals that need a second person.
"""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from portal.ledger import Action
from portal.models import HotlistDecision, LedgerRow, PostHeld, ProposalDecision
from portal.services import hotlists, posts, proposals
from tests.acceptance.conftest import Visitor, ask, visitor
from tests.office import Member, Office
from tests.services.changing_posts import ADC, CHIEF, ODC, WATCH, proposed
from tests.services.doing import ask as ask_for_entry
from tests.services.doing import doing
from tests.serving import serving

AT_ONCE = 40
SOUGHT = "Called the desk and the mobile twice after midnight, no answer."


@pytest.fixture
def port(office: Office) -> Iterator[int]:
    """The portal on a real socket, with a thread for every caller."""
    with serving(office.app, threads=AT_ONCE) as port:
        yield port


def all_at_once(port: int, seen: str, acts: list[tuple[Visitor, str]]) -> Counter[int]:
    """Every act sent at the same moment, by its address; gives how many got which answer."""
    together = threading.Barrier(len(acts))

    def send(act: tuple[Visitor, str]) -> int:
        caller, address = act
        together.wait()
        form = caller.headers | {"Content-Type": "application/x-www-form-urlencoded"}
        return ask(port, "POST", address, urlencode({"seen": seen}).encode(), form).status

    with ThreadPoolExecutor(len(acts)) as threads:
        return Counter(threads.map(send, acts))


def told(office: Office, *actions: Action) -> int:
    with office.app.extensions["open_reading"]() as session:
        query = select(func.count()).select_from(LedgerRow).where(LedgerRow.action.in_(actions))
        return session.scalar(query)


def count(office: Office, table: type) -> int:
    with office.app.extensions["open_reading"]() as session:
        return session.scalar(select(func.count()).select_from(table))


def once(answers: Counter[int]) -> bool:
    """One was taken; all others were told no, or to come back."""
    return answers[303] == 1 and set(answers) <= {303, 409, 503}


@pytest.mark.control("hotlist.approval")
def test_of_approvals_and_denials_at_once_one_counts(office: Office, port: int) -> None:
    entry_id = ask_for_entry(office, office.hire("patrol_officer"))
    callers = [visitor(office.browser(office.hire("captain", ODC))) for _ in range(2)]
    with doing(office, office.hire("sergeant")) as work:
        seen = hotlists.shown(hotlists.get(work, entry_id))
    addresses = [f"/hotlists/entries/{entry_id}/{verdict}" for verdict in ("approval", "denial")]
    acts = [(callers[number // 2 % 2], addresses[number % 2]) for number in range(AT_ONCE)]

    assert once(all_at_once(port, seen, acts))
    assert count(office, HotlistDecision) == 1
    assert told(office, Action.ENTRY_APPROVED, Action.ENTRY_DENIED) == 1


def a_change(office: Office) -> tuple[str, str, list[Member]]:
    """A post somebody is proposed for, the digest of what is shown, and two who may decide."""
    deciders = [office.hire("chief_of_police", CHIEF), office.hire("captain", ADC)]
    proposer = office.hire("captain", ADC)
    change = proposed(
        office, proposer, ODC, office.hire("sergeant"), acting=True, until=office.clock.now.replace(month=12)
    )
    with doing(office, proposer) as work:
        return change, proposals.shown(posts.find(work, change)), deciders


def test_of_confirmations_and_refusals_at_once_one_counts(office: Office, port: int) -> None:
    change, seen, deciders = a_change(office)
    held = count(office, PostHeld)
    callers = [visitor(office.browser(member)) for member in deciders]
    addresses = [f"/people/posts/changes/{change}/{verdict}" for verdict in ("confirmation", "refusal")]
    acts = [(callers[number // 2 % 2], addresses[number % 2]) for number in range(AT_ONCE)]

    assert once(all_at_once(port, seen, acts))
    assert count(office, ProposalDecision) == 1
    assert told(office, Action.PROPOSAL_DECIDED) == 1
    with office.app.extensions["open_reading"]() as session:
        verdict = session.scalars(select(ProposalDecision.verdict)).one()
    assert count(office, PostHeld) == held + (verdict == "confirmed")


@pytest.mark.control("hotlist.approval")
def test_an_entry_that_changed_since_it_was_looked_at_is_not_decided(office: Office) -> None:
    officer, commander = office.hire("patrol_officer"), office.browser(office.hire("captain", ODC))
    office.hire("captain", ADC)
    entry_id = ask_for_entry(office, officer)
    page = commander.get(f"/hotlists/entries/{entry_id}").text
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    office.browser(officer).post(
        f"/hotlists/entries/{entry_id}/escalation", {"unavailable_statement": SOUGHT}
    )

    stale = commander.post(f"/hotlists/entries/{entry_id}/approval", {"seen": seen})

    assert len(seen) == 64
    assert (stale.status_code, count(office, HotlistDecision)) == (409, 0)
    assert "Read it again" in stale.text


def test_a_proposal_that_is_not_what_was_shown_is_not_decided(office: Office) -> None:
    """A digest of something else, none, or that of another proposal."""
    change, seen, (chief, _) = a_change(office)
    other = proposed(
        office, chief, WATCH, office.hire("sergeant"), until=office.clock.now.replace(day=5), acting=False
    )
    browser = office.browser(office.hire("captain", ADC))

    for verdict in ("confirmation", "refusal"):
        for address, wrong in ((change, ""), (change, "0" * 64), (other, seen)):
            answer = browser.post(f"/people/posts/changes/{address}/{verdict}", {"seen": wrong})
            assert answer.status_code == 409
    assert count(office, ProposalDecision) == 0


def test_what_is_decided_is_decided_for_good(office: Office) -> None:
    change, seen, (chief, other) = a_change(office)

    first = office.browser(chief).post(f"/people/posts/changes/{change}/refusal", {"seen": seen})
    second = office.browser(other).post(f"/people/posts/changes/{change}/confirmation", {"seen": seen})

    assert (first.status_code, second.status_code) == (303, 409)
    assert "refused already" in second.text
