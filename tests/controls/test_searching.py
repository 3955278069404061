"""Searches that break the policy are found, whoever let them in."""

from datetime import timedelta

from sqlalchemy import delete, func, select

from portal.models import DistinctPlate, LedgerRow, Search
from tests.controls.behind import DAY, behind, found, look, publish, put_copy
from tests.office import Office
from tests.promises.furnished import Furnished, furnish

REQUIRED = {"search.case_number": "required"}


def searched(office: Office, furnished: Furnished, **changes: object) -> str:
    """One more search on file, past every rule; gives its id."""
    with behind(office) as connection:
        return put_copy(connection, Search, furnished.ids["search_id"], **changes)


def test_a_search_for_a_purpose_that_is_not_listed(office: Office, clean: Furnished) -> None:
    bad = searched(office, clean, purpose="immigration_enforcement")

    assert found(office, "purposes.no-other") == (bad,)


def test_a_refused_purpose_is_counted(office: Office, clean: Furnished) -> None:
    assert "for want of one: 0." in look(office, "purposes.no-other").text

    form = {"plate": "7KLM347", "purpose": "", "case_number": "26-01871", "narrative": "Stolen in the night."}
    office.browser(clean.officer).post("/reads/searches", form)

    assert "for want of one: 1." in look(office, "purposes.no-other").text


def test_a_search_without_a_narrative(office: Office, clean: Furnished) -> None:
    bad = searched(office, clean, narrative="  ")
    worse = searched(office, clean, purpose="")

    assert set(found(office, "search.purpose")) == {bad, worse}


def test_a_search_without_a_case_number(office: Office, clean: Furnished) -> None:
    bad = searched(office, clean, case_number="")
    unexplained = searched(office, clean, case_number="none", no_case_reason=" ")
    explained = searched(office, clean, case_number="none", no_case_reason="Patrol stop, no report yet")

    assert set(found(office, "search.case-number")) == {bad, unexplained}
    assert set(found(office, "search.case-number", answers=REQUIRED)) == {bad, unexplained, explained}


def test_a_search_without_a_suspicion_where_the_policy_asks_for_one(office: Office, clean: Furnished) -> None:
    asked = {"search.suspicion": True}
    searched(office, clean, suspicion="Seen circling the bank with covered plates.")

    assert found(office, "search.suspicion", answers=asked) == (clean.ids["search_id"],)


def test_a_search_under_an_older_text_is_not_held_to_this_one(office: Office) -> None:
    furnished = furnish(office, with_text=False)
    old = searched(office, furnished, purpose="", at=office.clock.now - 3 * DAY)
    assert found(office, "search.purpose") == (old,)

    publish(office, furnished.commander, furnished.officer, office.clock.now.date() - DAY)
    assert look(office, "search.purpose").status == "pass"


def test_a_read_whose_plate_cannot_be_found_by_its_parts(office: Office, clean: Furnished) -> None:
    with behind(office) as connection:
        connection.execute(delete(DistinctPlate.__table__))

    assert found(office, "search.partial-plates") == (clean.ids["read_id"],)


def test_plate_data_shown_to_nobody_in_particular(office: Office, clean: Furnished) -> None:
    office.browser(clean.officer).get(f"/reads/searches/{clean.ids['search_id']}")
    assert "each to a named account: 1." in look(office, "reads.official-use").text
    seq = shown_to(office, "ghost")

    assert found(office, "reads.official-use") == (str(seq),)
    assert look(office, "reads.official-use", at=office.clock.now + timedelta(days=366)).status == "pass"


def shown_to(office: Office, user_name: str) -> int:
    """The newest access on record once more, as somebody else's."""
    table = LedgerRow.__table__
    with behind(office) as connection:
        last = connection.execute(select(func.max(table.c.seq))).scalar_one()
        shown = select(table).where(table.c.outcome == "shown").order_by(table.c.seq.desc()).limit(1)
        row = dict(connection.execute(shown).mappings().one())
        connection.execute(table.insert().values(row | {"seq": last + 1, "user_name": user_name}))
        return int(last) + 1
