"""Who may use the system: a title that is not listed, a search without full access, a missing clearance."""

from datetime import timedelta

from sqlalchemy import select, update

from portal.models import HotlistEntry, Person, Search, TitleHeld
from tests.controls.behind import DAY, behind, found, look, put_copy
from tests.office import Office
from tests.promises.furnished import Furnished
from tests.services.doing import disable


def test_an_account_of_somebody_without_a_listed_title(office: Office, clean: Furnished) -> None:
    title = TitleHeld.__table__
    with behind(office) as connection:
        mine = title.c.person_id == clean.dispatcher.person_id
        connection.execute(update(title).where(mine).values(until=office.clock.now))
        theirs = title.c.person_id == clean.officer.person_id
        connection.execute(update(title).where(theirs).values(title="astronaut"))

    offenders = {clean.dispatcher.account_id, clean.officer.account_id}
    assert set(found(office, "access.titles")) == offenders

    disable(office, clean.dispatcher)
    disable(office, clean.officer)
    assert look(office, "access.titles").status == "pass"


def test_a_search_by_somebody_with_limited_access(office: Office, clean: Furnished) -> None:
    with behind(office) as connection:
        bad = put_copy(connection, Search, clean.ids["search_id"], person_id=clean.dispatcher.person_id)

    assert found(office, "access.limited-tier") == (bad,)


def test_a_search_after_the_title_ended(office: Office, clean: Furnished) -> None:
    title = TitleHeld.__table__
    with behind(office) as connection:
        theirs = title.c.person_id == clean.officer.person_id
        connection.execute(
            update(title).where(theirs).values(since=office.clock.now - 2 * DAY, until=office.clock.now - DAY)
        )

    assert found(office, "access.limited-tier") == (clean.ids["search_id"],)


def test_acts_of_somebody_who_was_not_cleared(office: Office, clean: Furnished) -> None:
    with behind(office) as connection:
        table = HotlistEntry.__table__
        entries = connection.scalars(select(table.c.id)).all()
        person = Person.__table__
        theirs = person.c.id == clean.officer.person_id
        connection.execute(update(person).where(theirs).values(cleared_on=None))
    done = {f"search/{clean.ids['search_id']}", *(f"hotlist_entry/{entry}" for entry in entries)}

    evidence = look(office, "access.clearance")
    assert (evidence.status, evidence.count) == ("fail", 4)  # the search, two entries, the hold
    assert done < set(evidence.offenders)
    assert look(office, "access.clearance", at=office.clock.now + timedelta(days=366)).status == "pass"


def test_an_act_on_the_very_day_of_the_clearance_is_in_order(office: Office, clean: Furnished) -> None:
    today = office.clock.now.date()
    for day, status in ((today, "pass"), (today + DAY, "fail")):
        with behind(office) as connection:
            connection.execute(update(Person.__table__).values(cleared_on=day))
        assert look(office, "access.clearance").status == status


def test_no_clearance_is_looked_for_where_the_policy_asks_for_none(office: Office) -> None:
    evidence = look(office, "access.clearance", answers={"access.clearance_gate": False})

    assert (evidence.status, evidence.text) == ("off", "The policy asks for no clearance of its own.")
