"""A search the record does not tell of, a sight without its intent, an altered entry, a database that lets go."""

from sqlalchemy import Connection, func, select

from portal.models import LedgerRow, Search
from tests.controls.behind import behind, found, look, put_copy
from tests.ledger.conftest import drop_triggers
from tests.office import Office
from tests.promises.furnished import Furnished

LOGGED = {"log.regime": "sb34-and-criminal-history"}


def test_a_search_that_the_record_does_not_tell_of(office: Office, clean: Furnished) -> None:
    with behind(office) as connection:
        bad = put_copy(connection, Search, clean.ids["search_id"])

    assert found(office, "log.access") == (bad,)


def test_data_shown_without_an_intent_before_it(office: Office, clean: Furnished) -> None:
    office.browser(clean.officer).get(f"/reads/searches/{clean.ids['search_id']}")
    assert "each told beforehand: 1." in look(office, "log.access").text
    table = LedgerRow.__table__
    with behind(office) as connection:
        row = dict(connection.execute(select(table).where(table.c.outcome == "shown")).mappings().one())
        last = connection.execute(select(func.max(table.c.seq))).scalar_one()
        connection.execute(table.insert().values(row | {"seq": last + 1, "intent_seq": None}))

    assert found(office, "log.access") == (str(last + 1),)


def test_an_entry_that_was_altered(office: Office, clean: Furnished, owner: Connection) -> None:
    assert "seal by seal: " in look(office, "log.access").text
    drop_triggers(owner)
    owner.exec_driver_sql("UPDATE ledger SET address = '10.0.0.9' WHERE seq = 7")

    assert found(office, "log.access") == ("7",)


def test_a_database_that_no_longer_refuses_to_change_the_record(
    office: Office, clean: Furnished, owner: Connection
) -> None:
    kept = look(office, "log.criminal-history", answers=LOGGED)
    assert (kept.status, "It begins on 2026-11-02." in kept.text) == ("pass", True)
    drop_triggers(owner)

    assert look(office, "log.criminal-history", answers=LOGGED).status == "fail"
