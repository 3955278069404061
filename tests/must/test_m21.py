"""M21: what a form does not ask for is not taken, whatever is added to it."""

from typing import Any

from sqlalchemy import select

from portal.models import Account, Base, Governed, Person
from tests.office import Office
from tests.promises.furnished import furnish
from tests.promises.routes import routes
from tests.services.accounts_at_work import ADC, made

SMUGGLED = "smuggled0000000000000000000000ff"
EXTRA = {
    "role": SMUGGLED, "tier": SMUGGLED, "status": SMUGGLED, "agency_id": SMUGGLED, "verdict": SMUGGLED,
    "approved_by": SMUGGLED, "approved_by_id": SMUGGLED, "requested_by_id": SMUGGLED, "decided_by_id": SMUGGLED,
    "enabled_by_id": SMUGGLED, "created_by_id": SMUGGLED, "confirmed_by_id": SMUGGLED, "person_id": SMUGGLED,
    "id": SMUGGLED, "password_hash": SMUGGLED, "created_at": "1999-01-01T00:00", "enabled_at": "1999-01-01T00:00",
    "requested_at": "1999-01-01T00:00", "disabled": "0", "is_admin": "1",
}  # fmt: skip
"""Names of columns and of roles; `person_id` is a field where a post is given, and there nobody has that id."""


def governed(office: Office) -> dict[str, list[dict[str, Any]]]:
    """Every governed row there is, by table."""
    tables = {
        mapper.local_table.name: mapper.local_table  # type: ignore[attr-defined]  # every mapper here is of a table
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Governed)
    }
    with office.app.extensions["open_reading"]() as session:
        return {
            name: [dict(row) for row in session.execute(select(table)).mappings()]
            for name, table in tables.items()
        }


def smuggled(office: Office) -> list[str]:
    """Values that came in by a name no form asks for."""
    return [
        f"{table}.{column}: {value}"
        for table, rows in governed(office).items()
        for row in rows
        for column, value in row.items()
        if SMUGGLED in str(value) or str(value).startswith("1999-01-01")
    ]


def test_nothing_added_to_any_form_reaches_a_row(office: Office) -> None:
    """Every route that takes a form, by somebody who may use it."""
    furnished = furnish(office)
    able = furnished.able()
    posted = [
        route for route in routes(office.app) if route.method == "POST" and route.endpoint != "signin.leave"
    ]
    accounts = governed(office)["account"]
    for route in posted:
        if route.endpoint.startswith("signin."):
            office.browser().post(furnished.address(route), EXTRA)
        else:
            able.to(route).post(furnished.address(route), EXTRA)

    assert len(posted) > 25
    assert smuggled(office) == []
    assert governed(office)["account"] == accounts


def test_a_right_form_with_more_in_it_does_what_it_says_and_no_more(office: Office) -> None:
    adc, officer = office.hire("captain", ADC), office.hire("patrol_officer")
    browser = office.browser(adc)
    extra = {name: value for name, value in EXTRA.items() if name != "id"}
    made(office, adc, employee_number="P1", user_name="first.one")

    new = {"full_name": "Jo Park", "employee_number": "P77", "title": "dispatcher", "kind": "member"}
    answers = [
        browser.post("/people", extra | new),
        browser.post(
            f"/people/{officer.person_id}/clearance",
            extra | {"cleared_on": "2026-11-01", "basis": "Letter 26-3"},
        ),
        browser.post(
            f"/people/{officer.person_id}/title", extra | {"title": "corporal", "basis": "Order 26-14"}
        ),
        browser.post(
            f"/people/{officer.person_id}/closing", extra | {"reason": "Phone stolen, report 26-80"}
        ),
    ]

    assert [answer.status_code for answer in answers] == [303] * 4
    assert smuggled(office) == []
    with office.app.extensions["open_reading"]() as session:
        account = session.scalars(
            select(Account).join(Account.person).where(Person.employee_number == "P77")
        ).one()
        assert (account.disabled, account.enabled_by_id, account.enabled_at) == (True, None, None)
        assert (account.created_by_id, account.created_at) == (adc.person_id, office.clock.now)
