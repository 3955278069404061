"""Reads destroyed too early, kept too long, or gone from under a hold are found."""

from datetime import timedelta

from sqlalchemy import Connection, select

from portal.models import HoldItem, PurgeRun
from tests.clock import START
from tests.controls.behind import behind, found, look, put_copy
from tests.office import Office
from tests.promises.furnished import Furnished
from tests.services.reads_on_file import purge_at, receive

YEAR_LATER = START.replace(year=START.year + 1)
OVERDUE = YEAR_LATER + timedelta(days=32, seconds=1)
"""A month after the year, and the two days by which years differ."""


def test_a_purge_that_reached_reads_younger_than_the_minimum(office: Office, clean: Furnished) -> None:
    now = office.clock.now
    year_ago = now.replace(year=now.year - 1)
    with behind(office) as connection:
        run = clean.ids["run_id"]
        bad = put_copy(
            connection, PurgeRun, run, reads=3, received_before=year_ago + timedelta(milliseconds=1)
        )
        put_copy(connection, PurgeRun, run, reads=3, received_before=year_ago)

    assert found(office, "retention.minimum") == (bad,)


def test_a_purge_of_a_source_the_portal_does_not_purge(office: Office, clean: Furnished) -> None:
    with behind(office) as connection:
        bad = put_copy(connection, PurgeRun, clean.ids["run_id"], reads=1, source="flock")

    assert found(office, "retention.minimum") == (bad,)


def test_reads_past_their_time_are_missed_by_the_purge_until_it_runs(
    office: Office, clean: Furnished
) -> None:
    (key,) = receive(office.app, START, "8XYZ987")
    assert look(office, "retention.purge", at=OVERDUE - timedelta(days=4)).status == "pass"
    overdue = office.app.extensions["tools"].read_ids.hide(key)
    assert found(office, "retention.purge", at=OVERDUE) == (overdue,)

    purge_at(office.app, OVERDUE)
    kept = look(office, "retention.purge", at=OVERDUE)
    assert (kept.status, kept.text) == ("pass", "No read is overdue for destruction. Purges: 2.")
    assert look(office, "retention.minimum", at=OVERDUE).text.endswith("policy allows: 1.")


def test_reads_under_a_hold_are_not_overdue(office: Office, clean: Furnished) -> None:
    """The one read of this instance is held; its row still waits for the purge, its copy does not."""
    assert look(office, "retention.purge", at=OVERDUE).status == "pass"


def test_without_an_authority_nothing_can_be_destroyed(office: Office) -> None:
    evidence = look(office, "retention.purge")

    assert evidence.status == "fail"
    assert evidence.text.startswith("No authority to destroy is on file, so nothing can be destroyed of: ")


def test_a_held_read_that_is_gone(office: Office, clean: Furnished, owner: Connection) -> None:
    with behind(office) as connection:
        item = connection.scalars(select(HoldItem.__table__.c.id)).one()
    if owner.dialect.name == "postgresql":
        owner.exec_driver_sql("ALTER TABLE hold_item DROP CONSTRAINT fk_hold_item_read_key_held_read")
    owner.exec_driver_sql("DELETE FROM held_read")

    assert found(office, "retention.holds") == (item,)


def test_who_decides_on_destruction_is_asked_for_where_the_text_is_silent(office: Office) -> None:
    assert look(office, "retention.process").status == "pass"

    silent = look(office, "retention.process", answers={"duties.custodian_of_records.posts": []})
    assert silent.status == "unanswered"
