"""A read is opened under one's own search or a hit that covers it, or not at all."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from portal.models import Hit
from portal.rules import RuleBroken
from portal.services.reads import opening
from portal.services.reads.opening import Under
from portal.storage.opaque import UnknownId
from tests.clock import Clock
from tests.office import Office
from tests.services.doing import PLATE, live_entry, looking, make_search, on_record
from tests.services.reads_on_file import receive


def hidden(app: Flask, key: int) -> str:
    return str(app.extensions["tools"].read_ids.hide(key))


def test_a_read_opens_under_ones_own_search_that_covers_it_and_no_other(office: Office, clock: Clock) -> None:
    officer, other = office.hire("patrol_officer"), office.hire("detective")
    wanted, unwanted = (hidden(office.app, key) for key in receive(office.app, clock.now, PLATE, "9WWT664"))
    mine, theirs = make_search(office, officer), make_search(office, other)

    with looking(office, officer) as work:
        _, read = opening.open_read(work, wanted, Under(search=mine))
        assert read.plate == PLATE
        for read_id, under in ((unwanted, mine), (wanted, theirs), (wanted, "nothing")):
            with pytest.raises(NoResultFound):
                opening.open_read(work, read_id, Under(search=under))
        with pytest.raises(RuleBroken, match="from a search or a hit"):
            opening.open_read(work, wanted, Under())
        with pytest.raises(UnknownId):
            opening.open_read(work, "0" * 48, Under(search=mine))

    intent, outcome = on_record(office, "read.opened")
    assert (intent.outcome, outcome.outcome, outcome.intent_seq) == ("intent", "shown", intent.seq)
    assert {row.narrative for row in (intent, outcome)} == {"Where the stolen Honda went after the burglary."}
    assert {row.subject_id for row in (intent, outcome)} == {mine}


@pytest.mark.parametrize(
    ("plate", "covered"),
    [("7KLM34?", True), ("7KL*", True), ("?KL999", False), ("7KLM347", True), ("7KLM348", False)],
)
def test_a_search_covers_what_it_would_find(office: Office, clock: Clock, plate: str, covered: bool) -> None:
    officer = office.hire("patrol_officer")
    (key,) = receive(office.app, clock.now, PLATE)
    search_id = make_search(office, officer, plate=plate)

    with looking(office, officer) as work:
        try:
            opening.open_read(work, hidden(office.app, key), Under(search=search_id))
            opened = True
        except NoResultFound:
            opened = False
    assert opened is covered


def test_a_hit_opens_its_own_read_for_whoever_sees_hits(office: Office, clock: Clock) -> None:
    officer, commander = (
        office.hire("patrol_officer"),
        office.hire("captain", "operations_division_commander"),
    )
    live_entry(office, officer, commander)
    keys = receive(office.app, clock.now, PLATE, "9WWT664")
    with office.app.extensions["open_reading"]() as session:
        hit_id = session.scalars(select(Hit.id)).one()

    with looking(office, commander) as work:
        _, read = opening.open_read(work, hidden(office.app, keys[0]), Under(hit=hit_id))
        assert read.plate == PLATE
        for read_id, under in ((keys[1], hit_id), (keys[0], "nothing")):
            with pytest.raises(NoResultFound):
                opening.open_read(work, hidden(office.app, read_id), Under(hit=under))
    assert on_record(office, "read.opened")[0].purpose == "hotlist hit"


def test_a_picture_asked_for_by_itself_is_an_access_of_its_own(office: Office, clock: Clock) -> None:
    officer = office.hire("patrol_officer")
    (key,) = receive(office.app, clock.now, PLATE)
    search_id = make_search(office, officer)

    with looking(office, officer) as work:
        opening.open_picture(work, hidden(office.app, key), Under(search=search_id))

    assert [row.outcome for row in on_record(office, "picture.opened")] == ["intent", "shown"]
