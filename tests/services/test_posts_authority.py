"""Authority is the post held at that moment: it decides within its dates and not outside them, whatever jobs run."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from portal.models import HotlistDecision, HotlistEntry, Verdict
from portal.rules import RuleBroken
from portal.services import hotlists, posts
from portal.services.work import Work
from tests.clock import Clock
from tests.office import Member, Office
from tests.services.changing_posts import ADC, CHIEF, ODC, confirmed, proposed
from tests.services.doing import ask, doing

DAY, INSTANT = timedelta(days=1), timedelta(microseconds=1)


@pytest.fixture
def chief(office: Office) -> Member:
    return office.hire("chief_of_police", CHIEF)


@pytest.fixture
def adc(office: Office) -> Member:
    return office.hire("captain", ADC)


def approve(work: Work, entry_id: str) -> HotlistDecision:
    return hotlists.decide(work, entry_id, Verdict.APPROVED, hotlists.shown(hotlists.get(work, entry_id)))


def acting(office: Office, chief: Member, adc: Member, since: datetime, until: datetime) -> Member:
    """A sergeant who stands in for the commander in that time."""
    sergeant = office.hire("sergeant")
    confirmed(office, chief, proposed(office, adc, ODC, sergeant, acting=True, since=since, until=until))
    return sergeant


def test_an_acting_holder_approves_from_the_first_moment_to_before_the_last(
    office: Office, clock: Clock, chief: Member, adc: Member
) -> None:
    since, until = clock.now + DAY, clock.now + 4 * DAY
    sergeant = acting(office, chief, adc, since, until)
    officer = office.hire("patrol_officer")
    entries = [ask(office, officer, case_number=f"26-0{number}") for number in range(1001, 1005)]

    for entry_id, moment in zip(entries, (since, until - INSTANT), strict=False):
        with doing(office, sergeant, moment) as work:
            decision = approve(work, entry_id)
            assert (decision.post, decision.section) == (ODC, "466.11")
    for entry_id, moment in zip(entries[2:], (since - INSTANT, until), strict=True):
        with pytest.raises(RuleBroken) as refusal, doing(office, sergeant, moment) as work:
            approve(work, entry_id)
        assert refusal.value.code == "approval.no-post"


def test_over_http_the_page_itself_closes_with_the_last_moment(
    office: Office, clock: Clock, chief: Member, adc: Member
) -> None:
    """Nothing runs in between: who holds what is asked anew for each request."""
    until = clock.now + timedelta(minutes=10)
    sergeant = acting(office, chief, adc, clock.now, until)
    officer = office.hire("patrol_officer")
    first, second = ask(office, officer, case_number="26-01001"), ask(office, officer, case_number="26-01002")
    seen = {}
    with doing(office, adc) as work:
        for entry_id in (first, second):
            seen[entry_id] = hotlists.shown(hotlists.get(work, entry_id))
    browser = office.browser(sergeant)

    clock.now = until - INSTANT
    office.proves(browser)
    assert browser.post(f"/hotlists/entries/{first}/approval", {"seen": seen[first]}).status_code == 303
    clock.now = until
    assert browser.post(f"/hotlists/entries/{second}/approval", {"seen": seen[second]}).status_code == 403

    with office.app.extensions["open_reading"]() as session:
        approved = session.scalars(select(HotlistEntry).where(HotlistEntry.decision.has())).unique().all()
        assert [entry.id for entry in approved] == [first]


def test_an_old_approval_stays_explicable_whoever_holds_the_post_now(
    office: Office, clock: Clock, chief: Member, adc: Member
) -> None:
    sergeant = acting(office, chief, adc, clock.now, clock.now + DAY)
    entry_id = ask(office, office.hire("patrol_officer"))
    clock.move(hours=1)
    with doing(office, sergeant) as work:
        decided_at = approve(work, entry_id).decided_at
    clock.move(days=200)
    confirmed(office, chief, proposed(office, adc, ODC, office.hire("captain")))
    clock.move(days=1)

    with doing(office, adc) as work:
        decision = hotlists.get(work, entry_id).decision
        assert decision is not None
        held = posts.held_on(work.session, decision.post, decided_at)
        assert [(row.person_id, row.acting) for row in held] == [(decision.decided_by_id, True)]
        past = {row.holding.full_name: row for row in posts.history(work, decision.post).rows}
        given = past[sergeant.full_name].given
        assert given is not None
        assert given.decision is not None
        assert (given.proposed_by_id, given.decision.decided_by_id) == (adc.person_id, chief.person_id)
