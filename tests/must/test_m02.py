"""M2: one person, one account; an employee number is one person's and a user name is never used twice."""

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from portal.ledger import Action
from portal.models import Account, Person, opaque_id
from tests.office import Browser, Office
from tests.services.accounts_at_work import IT, made
from tests.services.doing import doing, on_record

NEW = {"full_name": "Jo Park", "employee_number": "P77", "title": "patrol_officer", "kind": "member"}


def everybody(office: Office) -> list[str]:
    with office.app.extensions["open_reading"]() as session:
        return sorted(session.scalars(select(Account.user_name)))


def refused(browser: Browser, **changes: str) -> str:
    answer = browser.post("/people", NEW | changes)
    assert answer.status_code == 422
    return answer.text


def test_a_second_account_is_refused_by_form_and_post_also_of_somebody_closed(office: Office) -> None:
    it = office.hire(IT)
    browser = office.browser(it)
    assert browser.post("/people", NEW | {"user_name": "jo.park"}).status_code == 303
    person_id = next(each for each in people_ids(office) if each != it.person_id)
    before = everybody(office)

    for closed in (False, True):
        if closed:
            with doing(office, it) as work:
                account = (
                    work.session.scalars(select(Account).where(Account.person_id == person_id)).unique().one()
                )
                account.disabled_reason = "Left the agency"
                work.record(Action.ACCOUNT_DISABLED, account)
        assert "One person has one account" in refused(browser, user_name="other.name")
        assert "One person has one account" in refused(browser, user_name="other.name", employee_number="p77")
        assert "never used twice" in refused(browser, employee_number="P78", user_name="jo.park")
        assert "never used twice" in refused(browser, employee_number="P78", user_name="JO.PARK")

    assert everybody(office) == before
    codes = [row.outcome for row in on_record(office, Action.ACT_REFUSED)]
    assert (
        codes
        == ["account.employee-number-taken"] * 2
        + ["account.user-name-taken"] * 2
        + ["account.employee-number-taken"] * 2
        + ["account.user-name-taken"] * 2
    )


def people_ids(office: Office) -> list[str]:
    with office.app.extensions["open_reading"]() as session:
        return list(session.scalars(select(Person.id)))


def test_nobody_makes_an_account_for_themselves(office: Office) -> None:
    it = office.hire(IT)
    with office.app.extensions["open_reading"]() as session:
        mine = session.get_one(Person, it.person_id).employee_number

    text = refused(office.browser(it), employee_number=mine.lower())

    assert "Nobody makes an account for themselves" in text
    assert [row.outcome for row in on_record(office, Action.ACT_REFUSED)] == ["account.own"]


def test_the_database_itself_keeps_numbers_and_names_apart(office: Office) -> None:
    it = office.hire(IT)
    person = made(office, it)
    doubles = (
        insert(Person.__table__).values(
            id=opaque_id(), employee_number="P77", full_name="X", organisation="Y", clearance_basis=""
        ),
        insert(Account.__table__).values(
            id=opaque_id(), person_id=it.person_id, user_name="jo.park", password_hash="", totp_secret=b"",
            totp_last_step=0, disabled=True, created_at=office.clock.now,
        ),
        insert(Account.__table__).values(
            id=opaque_id(), person_id=person, user_name="jo.park9", password_hash="", totp_secret=b"",
            totp_last_step=0, disabled=True, created_at=office.clock.now,
        ),
    )  # fmt: skip
    for double in doubles:
        with office.app.extensions["open_writing"]() as session, pytest.raises(IntegrityError):
            session.connection().execute(double)
