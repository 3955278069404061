"""An account is made disabled, opened by somebody else, and closed at once; titles take two people."""

from datetime import timedelta

import pytest

from portal.access import Tier
from portal.jobs import JOBS
from portal.jobs.running import run_once
from portal.ledger import Action
from portal.models import Kind, Notice
from portal.rules import RuleBroken
from portal.services import accounts, departures, proposals
from portal.services.accounts import Asked
from portal.services.departures import NewDeparture
from portal.services.hits import working
from portal.services.signin.acts import complete
from tests.clock import Clock
from tests.office import Office
from tests.promises.furnished import Furnished, furnish
from tests.services.accounts_at_work import (
    ADC,
    CHIEF,
    IT,
    assigned,
    cleared,
    confirmed,
    made,
    member_of,
    state_of,
    title_proposed,
)
from tests.services.doing import doing, looking, on_record


def test_it_makes_and_the_assigner_opens_once_the_person_is_cleared(office: Office) -> None:
    it, adc = office.hire(IT), office.hire("captain", ADC)
    person = made(office, it)
    assert state_of(office, person) == "closed"
    assert office.browser(member_of(office, person)).get("/").status_code == 303

    with pytest.raises(RuleBroken, match="No security clearance") as broken:
        assigned(office, adc, person)
    assert broken.value.section == "466.10"
    cleared(office, adc, person)
    assert assigned(office, adc, person) == ""

    assert state_of(office, person) == "open"
    rows = on_record(office, Action.ACCOUNT_ENABLED)
    assert [(row.full_name, row.filters["tier"]) for row in rows] == [(adc.full_name, "full")]
    with office.app.extensions["open_reading"]() as session:
        assert session.query(Notice).filter(Notice.person_id == adc.person_id).count() == 1


@pytest.mark.control("permissions.assigned")
def test_whoever_makes_an_account_opens_it_only_with_a_second_person(office: Office) -> None:
    adc, chief = office.hire("captain", ADC), office.hire("chief_of_police", CHIEF)
    person = made(office, adc)
    cleared(office, adc, person)

    proposal = assigned(office, adc, person)
    with pytest.raises(RuleBroken, match="waits for a second person already"):
        assigned(office, adc, person)
    with pytest.raises(RuleBroken, match="second person must decide"):
        confirmed(office, adc, proposal)
    assert state_of(office, person) == "closed"
    with looking(office, chief) as work:
        assert [each.proposal.id for each in accounts.waiting_for(work).decisions] == [proposal]

    confirmed(office, chief, proposal)
    assert state_of(office, person) == "open"


def test_what_changed_since_it_was_shown_is_not_opened(office: Office) -> None:
    adc, chief = office.hire("captain", ADC), office.hire("chief_of_police", CHIEF)
    person = made(office, adc)
    cleared(office, adc, person)
    with pytest.raises(RuleBroken, match="changed since you opened it"), doing(office, adc) as work:
        accounts.assign(work, person, "what I saw yesterday")

    proposal = assigned(office, adc, person)
    confirmed(office, chief, title_proposed(office, adc, person))
    with pytest.raises(RuleBroken, match="changed since it was proposed"):
        confirmed(office, chief, proposal)
    assert state_of(office, person) == "closed"


def test_a_title_changes_by_two_people_and_its_history_stays(office: Office, clock: Clock) -> None:
    it, adc, chief = office.hire(IT), office.hire("captain", ADC), office.hire("chief_of_police", CHIEF)
    officer = office.hire("patrol_officer")
    clock.move(days=1)
    proposal = title_proposed(office, it, officer.person_id, "dispatcher")
    with doing(office, officer) as work:
        assert work.actor.tier == Tier.FULL

    confirmed(office, adc, proposal)

    with doing(office, officer) as work:
        assert work.actor.tier == Tier.LIMITED
    with looking(office, chief) as work:
        shown = accounts.show(work, officer.person_id)
        assert [(each.name, each.now, each.confirmed_by) for each in shown.titles] == [
            ("Dispatcher", True, adc.full_name),
            ("Patrol Officer", False, ""),
        ]
    assert [row.narrative for row in on_record(office, Action.TITLE_GIVEN)] == ["Special order 26-14"]


def test_closing_takes_effect_with_the_next_request_and_the_assigner_opens_it_again(office: Office) -> None:
    it, adc = office.hire(IT), office.hire("captain", ADC)
    officer = office.hire("patrol_officer")
    browser = office.browser(officer)
    assert browser.get("/").status_code == 200

    with doing(office, it) as work:
        accounts.disable(work, officer.person_id, "Phone stolen, report 26-80")
    assert browser.get("/").status_code == 303
    with pytest.raises(RuleBroken, match="disabled already"), doing(office, it) as work:
        accounts.disable(work, officer.person_id, "Once more for safety")

    assigned(office, adc, officer.person_id)
    assert state_of(office, officer.person_id) == "open"


def test_the_nightly_job_writes_down_what_a_rule_has_closed(office: Office, clock: Clock) -> None:

    adc, idle = office.hire("captain", ADC), office.hire("patrol_officer")
    clock.move(days=90)
    with doing(office, adc) as work:
        complete(work, adc.account_id)
    job = next(each for each in JOBS if each.name == "close-accounts")
    run_once(office.app, job)

    rows = on_record(office, Action.ACCOUNT_DISABLED)
    assert [(row.kind, row.filters["person"]) for row in rows] == [(Kind.JOB, idle.person_id)]
    assert "for 90 days" in rows[0].narrative
    with looking(office, adc) as work:
        page = accounts.list_people(work, Asked(state="disabled"))
        assert [each.person.id for each in page.rows] == [idle.person_id]


def test_a_clets_check_is_refused_without_the_authorisation_and_taken_with_it(
    office: Office, clock: Clock
) -> None:
    furnished: Furnished = furnish(office, with_text=False)
    hit, adc = furnished.ids["hit_id"], furnished.commander
    newcomer = office.hire("dispatcher", clets=False)

    with pytest.raises(RuleBroken) as broken, doing(office, newcomer) as work:
        working.take_step(work, hit, "a", "started", "")
    assert (broken.value.code, broken.value.section) == ("dispatch.no-clets", "466.4(e)")
    assert "Administrative Division Commander" in broken.value.message

    with doing(office, adc) as work:
        accounts.record_clets(work, newcomer.person_id, work.now.date(), work.now.date(), "DOJ letter 26-2")
    with doing(office, newcomer) as work:
        working.take_step(work, hit, "a", "started", "")
    clock.move(days=1)
    with pytest.raises(RuleBroken, match="none is on file"), doing(office, newcomer) as work:
        working.take_step(work, hit, "a", "positive", "")
    with looking(office, adc) as work:
        records = accounts.show(work, newcomer.person_id).records
        assert [row.narrative for row in records] == ["DOJ letter 26-2"]


def test_expiry_is_extended_within_its_bounds_and_then_opened_again(office: Office, clock: Clock) -> None:
    it, adc = office.hire(IT), office.hire("captain", ADC)
    day = timedelta(days=1)
    person = made(
        office,
        it,
        kind="contractor",
        organisation="Acme",
        scope="Records scanning",
        expires_at=clock.now + day,
    )
    cleared(office, adc, person)
    clock.move(days=1)
    with pytest.raises(RuleBroken, match="time is up"):
        assigned(office, adc, person)

    with doing(office, adc) as work:
        accounts.extend(work, person, clock.now + 30 * day)
    assigned(office, adc, person)
    assert state_of(office, person) == "open"


def test_the_list_is_searched_filtered_and_paged(office: Office) -> None:
    adc = office.hire("captain", ADC)
    for number in range(60):
        made(
            office, adc, full_name=f"Jo Park {number}", employee_number=f"P{number}", user_name=f"jo{number}"
        )

    def page(**asked: object) -> accounts.Page:
        return accounts.list_people(work, Asked(**asked))  # type: ignore[arg-type]  # given by name

    with looking(office, adc) as work:
        first, last = page(), page(page=9)
        assert (first.everybody, first.pages, len(first.rows), len(last.rows)) == (61, 2, 50, 11)
        assert [each.person.full_name for each in page(words="P59 patrol").rows] == ["Jo Park 59"]
        assert page(state="open").found == 1
        assert page(words="commander").counts == {"open": 1}
        assert page(words="nobody of this name").rows == []


def test_a_title_takes_whoever_assigns_permissions_as_one_of_the_two(office: Office) -> None:
    """Barstow 466.10: the maker of accounts and a keeper of records alone give nobody a tier."""
    office.hire("captain", ADC)
    maker, keeper = office.hire(IT), office.hire("lieutenant", "custodian_of_records")
    officer = office.hire("patrol_officer")
    change = title_proposed(office, maker, officer.person_id)

    with pytest.raises(RuleBroken, match="Neither of you does"):
        confirmed(office, keeper, change)


def test_nobody_refuses_what_is_about_them(office: Office) -> None:
    adc, keeper = office.hire("captain", ADC), office.hire("lieutenant", "custodian_of_records")
    change = title_proposed(office, adc, keeper.person_id, "sergeant")

    with doing(office, keeper) as work, pytest.raises(RuleBroken, match="about you"):
        accounts.refuse(work, change, proposals.shown(accounts.find(work, change)))


def test_moving_its_end_opens_nothing_and_outlives_no_departure(office: Office, clock: Clock) -> None:
    adc, it = office.hire("captain", ADC), office.hire(IT)
    person_id = made(
        office,
        it,
        kind="contractor",
        scope="Readers",
        organisation="A firm",
        expires_at=clock.now + timedelta(days=2),
    )
    cleared(office, adc, person_id)
    assigned(office, adc, person_id)
    clock.move(days=3)

    with doing(office, adc) as work:
        accounts.extend(work, person_id, clock.now + timedelta(days=9))
    assert state_of(office, person_id) == "closed", "whoever assigns opens it, not a new date"

    officer = office.hire("patrol_officer")
    with doing(office, it) as work:
        new = NewDeparture(officer.person_id, "transferred", "Order 26-7", clock.now + timedelta(days=1))
        departures.record(work, new)
    with doing(office, adc) as work, pytest.raises(RuleBroken, match="no later than that"):
        accounts.extend(work, officer.person_id, None)
