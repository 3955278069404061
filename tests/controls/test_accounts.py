"""Accounts made or opened by somebody the policy does not name, and CLETS checks without an authorisation."""

from sqlalchemy import update

from portal.models import Account, HitStep
from portal.services import accounts
from portal.services.hits import working
from tests.controls.behind import DAY, behind, found, look, put, put_copy
from tests.office import Office
from tests.promises.furnished import Furnished
from tests.services.accounts_at_work import IT, assigned, cleared, confirmed, made
from tests.services.doing import doing

KEYS = ("accounts.creators", "permissions.assigned", "access.other-databases")


def change(office: Office, person_id: str, **values: object) -> str:
    """Changes an account in the database itself; gives its id."""
    table = Account.__table__
    with behind(office) as connection:
        theirs = update(table).where(table.c.person_id == person_id).values(**values)
        return str(connection.execute(theirs.returning(table.c.id)).scalar_one())


def test_accounts_made_and_opened_as_the_policy_says_pass(office: Office, clean: Furnished) -> None:
    it, lieutenant = office.hire(IT), office.hire("lieutenant", "custodian_of_records")
    by_it, by_adc = (
        made(office, it),
        made(office, clean.commander, full_name="Lee Chan", employee_number="P78"),
    )
    for person in (by_it, by_adc):
        cleared(office, clean.commander, person)
    assigned(office, clean.commander, by_it)
    confirmed(office, lieutenant, assigned(office, clean.commander, by_adc))
    with doing(office, clean.dispatcher) as work:
        working.take_step(work, clean.ids["hit_id"], "a", "started", "")

    assert [look(office, key).status for key in KEYS] == ["pass"] * 3
    assert "Made by set-up: 9." in look(office, "accounts.creators").text


def test_an_account_made_by_somebody_else_or_by_nobody_on_record(office: Office, clean: Furnished) -> None:
    by_officer = change(office, clean.dispatcher.person_id, created_by_id=clean.officer.person_id)
    person = made(office, clean.commander)
    with behind(office) as connection:
        connection.execute(
            update(Account.__table__).where(Account.person_id == person).values(created_by_id=None)
        )
    by_nobody = change(office, person, scope="")

    assert set(found(office, "accounts.creators")) == {by_officer, by_nobody}


def test_an_account_opened_by_somebody_who_does_not_assign(office: Office, clean: Furnished) -> None:
    person = made(office, clean.commander)
    by_officer = change(
        office, person, disabled=False, enabled_at=office.clock.now, enabled_by_id=clean.officer.person_id
    )
    by_nobody = change(office, clean.dispatcher.person_id, enabled_at=office.clock.now + DAY)

    assert set(found(office, "permissions.assigned")) == {by_officer, by_nobody}


def test_a_clets_check_by_somebody_not_authorised_that_day(office: Office, clean: Furnished) -> None:
    with doing(office, clean.dispatcher) as work:
        good = working.take_step(work, clean.ids["hit_id"], "a", "started", "").id
    newcomer = office.hire("dispatcher", clets=False)
    with behind(office) as connection:
        bad = put_copy(
            connection, HitStep, good, user_name=newcomer.user_name, outcome="positive", at=office.clock.now
        )
        unknown = put(
            connection, HitStep, hit_id=clean.ids["hit_id"], step="a", outcome="negative", note="",
            at=office.clock.now, user_name="somebody", full_name="Somebody",
        )  # fmt: skip
    office.clock.move(days=1)
    with doing(office, clean.commander) as work:
        accounts.record_clets(work, newcomer.person_id, work.now.date() - 9 * DAY, None, "DOJ letter 26-2")
        accounts.record_clets(work, clean.dispatcher.person_id, work.now.date(), None, "DOJ letter 26-3")

    assert set(found(office, "access.other-databases")) == {bad, unknown}


def test_only_the_states_own_data_is_looked_at(office: Office) -> None:
    evidence = look(office, "access.other-databases", answers={"clets.restricted": ["agency"]})

    assert (evidence.status, evidence.text) == ("off", "The policy restricts no other database.")
