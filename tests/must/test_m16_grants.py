"""M16, of grants: nobody gives themselves an account or a title, by form, raw POST, a second account, or SQL."""

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from portal.models import Account, TitleHeld, opaque_id
from portal.rules import RuleBroken
from portal.services import accounts, proposals
from tests.clock import Clock
from tests.office import Office
from tests.services.accounts_at_work import (
    ADC,
    IT,
    ORDER,
    assigned,
    cleared,
    made,
    state_of,
    title_proposed,
)
from tests.services.doing import doing


def test_ones_own_grant_is_refused_by_page_and_by_post(office: Office) -> None:
    adc = office.hire("captain", ADC)
    browser = office.browser(adc)

    page = browser.get(f"/people/{adc.person_id}").text
    assert "/permissions" not in page
    assert f"/people/{adc.person_id}/closing" not in page
    for path, data in (
        ("permissions", {"seen": "x"}),
        ("title", {"title": "chief_of_police", "basis": ORDER}),
        ("clearance", {"cleared_on": "2026-11-01", "basis": "Letter 26-1"}),
        ("clets", {"clets_on": "2026-11-01", "basis": "Letter 26-1"}),
        ("expiry", {}),
        ("closing", {"reason": "I go on leave"}),
    ):
        answer = browser.post(f"/people/{adc.person_id}/{path}", data)
        assert (answer.status_code, "nobody does this for themselves" in answer.text) == (409, True), path


def test_whom_a_title_is_for_does_not_confirm_it(office: Office) -> None:
    it, records = office.hire(IT), office.hire("corporal", "custodian_of_records")
    proposal = title_proposed(office, it, records.person_id, "sergeant")

    browser = office.browser(records)
    assert "confirmation" not in browser.get(f"/people/changes/{proposal}").text
    with doing(office, records) as work:
        seen = proposals.shown(accounts.find(work, proposal))
    assert browser.post(f"/people/changes/{proposal}/confirmation", {"seen": seen}).status_code == 409


def test_the_maker_does_not_open_it_by_any_post(office: Office) -> None:
    it, adc = office.hire(IT), office.hire("captain", ADC)
    person = made(office, adc)
    cleared(office, adc, person)
    with doing(office, adc) as work:
        seen = accounts.show(work, person).seen
    changed = {"seen": seen, "enabled_by_id": it.person_id, "created_by_id": it.person_id, "disabled": "0"}

    assert office.browser(adc).post(f"/people/{person}/permissions", changed).status_code == 303
    assert state_of(office, person) == "closed"
    assert office.browser(it).post(f"/people/{person}/permissions", {"seen": seen}).status_code == 403
    assert state_of(office, person) == "closed"


def test_a_second_account_under_the_same_number_does_not_come_to_be(office: Office) -> None:
    adc = office.hire("captain", ADC)
    made(office, adc)

    with pytest.raises(RuleBroken) as broken:
        made(office, adc, full_name="Jo Q. Park", user_name="jo.q.park")
    assert broken.value.code == "account.employee-number-taken"


def test_the_database_refuses_an_opening_by_owner_or_maker_and_ones_own_title(
    office: Office, clock: Clock
) -> None:
    it, adc = office.hire(IT), office.hire("captain", ADC)
    person = made(office, it)
    cleared(office, adc, person)
    table = Account.__table__
    theirs = update(table).where(table.c.person_id == person)
    statements = (
        theirs.values(disabled=False, enabled_by_id=person),
        theirs.values(disabled=False, enabled_by_id=it.person_id),
        TitleHeld.__table__.insert().values(
            id=opaque_id(), person_id=person, title="captain", since=clock.now, confirmed_by_id=person
        ),
    )
    for statement in statements:
        with office.app.extensions["open_writing"]() as session, pytest.raises(IntegrityError):
            session.connection().execute(statement)

    assigned(office, adc, person)
    assert state_of(office, person) == "open"
