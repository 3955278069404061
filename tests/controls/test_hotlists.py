"""Approvals that the chain does not allow are found."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.models import Hit, HotlistDecision, HotlistEntry
from tests.controls.behind import behind, found, look, put_copy
from tests.office import Office
from tests.promises.furnished import Furnished
from tests.services.doing import SOUGHT, ask, decide


def approved(office: Office, clean: Furnished, decision: dict[str, object], **entry: object) -> str:
    """The waiting entry once more, approved past every rule as the live one was, but for these changes."""
    table = HotlistDecision.__table__
    with behind(office) as connection:
        known = connection.execute(select(table.c.id)).scalars().first()
        entry_id = put_copy(connection, HotlistEntry, clean.ids["entry_id"], **entry)
        put_copy(connection, HotlistDecision, str(known), entry_id=entry_id, **decision)
        return entry_id


@pytest.mark.parametrize(
    "decision",
    [
        {"post": "watch_commander"},
        {"post": "chief_of_police"},
        {"decided_by_id": "dispatcher"},
    ],
    ids=["a post of no chain", "a post whose turn it is not", "somebody without the post"],
)
def test_an_approval_that_the_chain_does_not_allow(
    office: Office, clean: Furnished, decision: dict[str, object]
) -> None:
    if "decided_by_id" in decision:
        decision = {"decided_by_id": clean.dispatcher.person_id}

    bad = approved(office, clean, decision)

    assert found(office, "hotlist.approval") == (bad,)


def test_an_entry_that_alerted_without_an_approval(office: Office, clean: Furnished) -> None:
    with behind(office) as connection:
        put_copy(connection, Hit, clean.ids["hit_id"], entry_id=clean.ids["entry_id"])

    assert found(office, "hotlist.approval") == (clean.ids["entry_id"],)


def test_a_later_approver_whom_nothing_explains(office: Office, clean: Furnished) -> None:
    bad = approved(office, clean, {"post": "administrative_division_commander"}, step=1)

    assert found(office, "hotlist.fallback") == (bad,)


def test_a_later_approver_after_a_statement_is_in_order(office: Office, clean: Furnished) -> None:
    chief = office.hire("chief_of_police", "chief_of_police")
    entry_id = ask(office, clean.officer, unavailable_statement=SOUGHT)
    decide(office, chief, entry_id)

    for key in ("hotlist.fallback", "hotlist.approval"):
        assert look(office, key).status == "pass"
    assert look(office, "hotlist.fallback").text.endswith("the vacancy: 1.")


def test_a_later_approver_where_the_first_post_is_the_requester_s_own_is_in_order(
    office: Office, clean: Furnished
) -> None:
    chief = office.hire("chief_of_police", "chief_of_police")
    entry_id = ask(office, clean.commander)
    decide(office, chief, entry_id)

    assert look(office, "hotlist.fallback").text.endswith("the vacancy: 1.")


def test_an_approval_noted_without_name_or_post(office: Office, clean: Furnished) -> None:
    nameless = approved(office, clean, {"note": "Approved by somebody, Operations Division Commander."})
    postless = approved(office, clean, {"note": f"Approved by {clean.commander.full_name}."})

    assert set(found(office, "hotlist.approver-noted")) == {nameless, postless}


def test_an_entry_that_alerts_too_long(office: Office, clean: Furnished) -> None:
    now = office.clock.now
    late = approved(office, clean, {"live_until": now + timedelta(hours=72, seconds=1)})
    for_ever = approved(office, clean, {"live_until": None})

    assert set(found(office, "hotlist.age")) == {late, for_ever}


def test_a_hit_on_an_entry_whose_time_was_up(office: Office, clean: Furnished) -> None:
    table = HotlistDecision.__table__
    with behind(office) as connection:
        live, until = connection.execute(select(table.c.entry_id, table.c.live_until)).one()
        put_copy(connection, Hit, clean.ids["hit_id"], read_key=1, raised_at=until)

    assert found(office, "hotlist.age") == (live,)
    assert "Expired by now: 1." not in look(office, "hotlist.age").text


def test_expired_entries_are_counted(office: Office, clean: Furnished) -> None:
    assert "Expired by now: 0." in look(office, "hotlist.age").text

    assert "Expired by now: 1." in look(office, "hotlist.age", at=office.clock.move(hours=72)).text
