"""A purge takes what is past its minimum, nothing else, and certifies exactly that."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.ledger import digest_of
from portal.ledger.verify import verify
from portal.models import DistinctPlate, HeldRead, LedgerRow, PurgeRun, Read, Receipt
from portal.rules import RuleBroken
from portal.services.evidence import NewHold, place
from portal.services.retention.purge import preview, purge
from portal.services.retention.traces import forget_receipts
from portal.web.system_work import open_work, system_actor
from tests.clock import START, Clock
from tests.databases import ON_SQLITE
from tests.office import Office, days_ahead
from tests.services.reads_on_file import (
    authorise,
    keys_on_file,
    pictures_of,
    pictures_stored,
    purge_at,
    reading,
    receive,
)

MOMENT = timedelta(milliseconds=1)
PAST = START.replace(year=2027, hour=16)
"""One year after START: nine in the morning at the agency, which a year later is still daylight time."""


def hold(office: Office, clock: Clock, keys: list[int]) -> None:
    detective = office.hire("detective")
    with open_work(office.app, system_actor("test")) as work:
        new = NewHold("evidence", "26-1042", "Getaway car of the pharmacy robbery", days_ahead(clock, 90))
        place(office.working_as(work, detective), new, keys)


@pytest.mark.control("retention.minimum", "retention.purge")
def test_a_read_goes_at_the_moment_its_year_is_over_and_not_before(app: Flask) -> None:
    authorise(app)
    keys = receive(app, START, "7ABC123")

    assert purge_at(app, PAST - MOMENT).reads == 0
    assert keys_on_file(app) == keys

    assert purge_at(app, PAST).reads == 1
    assert (keys_on_file(app), pictures_stored(app)) == ([], set())


@pytest.mark.control("retention.minimum")
def test_a_younger_read_stays_with_its_picture(app: Flask) -> None:
    authorise(app)
    receive(app, START, "7ABC123")
    young = receive(app, START + MOMENT, "8XYZ987")

    purge_at(app, PAST)

    assert keys_on_file(app) == young
    assert pictures_stored(app) == pictures_of(app, young)


def test_a_read_is_kept_by_the_time_of_receipt_whatever_the_device_said(app: Flask) -> None:
    authorise(app)
    keys = receive(app, START, "7ABC123")
    with app.extensions["open_writing"]() as session:
        session.execute(update(Read).values(captured_at=START.replace(year=1970)))
        session.commit()

    purge_at(app, PAST - MOMENT)

    assert keys_on_file(app) == keys


def test_reads_of_another_source_are_left_alone(app: Flask) -> None:
    authorise(app)
    keys = receive(app, START, "7ABC123", source="flock")

    assert purge_at(app, PAST).reads == 0
    assert keys_on_file(app) == keys


@pytest.mark.control("retention.holds")
def test_a_held_read_survives_with_its_picture(app: Flask, office: Office, clock: Clock) -> None:
    authorise(app)
    held = receive(app, START, "7ABC123")
    receive(app, START, "8XYZ987")
    picture = pictures_of(app, held)
    hold(office, clock, held)

    run = purge_at(app, PAST)

    assert (run.reads, run.pictures, run.held) == (1, 1, 1)
    assert keys_on_file(app) == []
    with reading(app) as session:
        kept = session.get_one(HeldRead, held[0])
        assert (kept.plate, {kept.picture}) == ("7ABC123", picture)
    assert pictures_stored(app) == picture
    assert app.extensions["tools"].store.get(kept.picture)


def test_a_hold_is_counted_only_once_its_read_would_have_gone(
    app: Flask, office: Office, clock: Clock
) -> None:
    authorise(app)
    hold(office, clock, receive(app, START, "7ABC123"))

    assert purge_at(app, PAST - MOMENT).held == 0
    assert purge_at(app, PAST).held == 1


def test_a_picture_of_two_reads_stays_while_one_of_them_is_held(
    app: Flask, office: Office, clock: Clock
) -> None:
    authorise(app)
    first, second = receive(app, START, "7ABC123", "8XYZ987")
    picture = pictures_of(app, [first, second])
    hold(office, clock, [first])

    run = purge_at(app, PAST)

    assert len(picture) == 1
    assert (run.reads, run.pictures) == (1, 0)
    assert pictures_stored(app) == picture


def test_a_picture_stays_while_a_younger_read_names_it(app: Flask) -> None:
    authorise(app)
    (old,) = receive(app, START, "7ABC123")
    (young,) = receive(app, START + MOMENT, "8XYZ987")
    (picture,) = pictures_of(app, [old])
    with app.extensions["open_writing"]() as session:
        session.execute(update(Read).where(Read.key == young).values(picture=picture))
        session.commit()

    assert purge_at(app, PAST).pictures == 0
    assert picture in pictures_stored(app)

    assert purge_at(app, PAST + MOMENT).pictures == 1
    assert picture not in pictures_stored(app)


def test_a_plate_is_forgotten_with_its_last_read(app: Flask, office: Office, clock: Clock) -> None:
    authorise(app)
    receive(app, START, "GONE111", "TWICE22")
    receive(app, START + MOMENT, "TWICE22")
    hold(office, clock, receive(app, START, "HELD333"))

    purge_at(app, PAST)

    with reading(app) as session:
        assert set(session.scalars(select(DistinctPlate.plate))) == {"TWICE22", "HELD333"}


@pytest.mark.control("retention.purge", "retention.process", "posts.custodian")
def test_nothing_is_purged_without_an_authority(app: Flask) -> None:
    keys = receive(app, START, "7ABC123")

    with pytest.raises(RuleBroken, match="no destruction authority") as refusal:
        purge_at(app, PAST)

    assert (refusal.value.code, keys_on_file(app)) == ("purge.no-authority", keys)


def test_an_authority_for_one_source_opens_no_other(app: Flask) -> None:
    authorise(app)
    with pytest.raises(RuleBroken, match="vendor"):
        purge_at(app, PAST, source="flock")


@pytest.mark.control("retention.minimum")
@pytest.mark.parametrize("agency", ["west-covina"])
def test_nothing_is_purged_where_the_text_states_no_retention(app: Flask, agency: str) -> None:
    authorise(app)
    keys = receive(app, START, "7ABC123")

    with pytest.raises(RuleBroken, match="states no retention") as refusal:
        purge_at(app, START.replace(year=2060))

    assert (refusal.value.code, refusal.value.section) == ("purge.retention-unanswered", "462.4")
    assert keys_on_file(app) == keys
    assert len(pictures_stored(app)) == 1


def test_the_certificate_counts_and_digests_what_went_over_many_chunks(app: Flask) -> None:
    authorise(app)
    keys = receive(app, START, *(f"PL{number:05}" for number in range(1100)))
    keys += receive(app, START, "7ABC123")

    run = purge_at(app, PAST)

    assert (run.reads, run.pictures, run.held) == (1101, 2, 0)
    assert run.digest == digest_of(sorted(keys))
    assert run.started_at == run.finished_at == PAST
    assert run.received_before == START
    with reading(app) as session:
        entries = entries_of(session, run)
        assert [row.count for row in entries] == [500, 500, 101]
        assert [row.kind for row in entries] == ["job"] * 3
        assert entries[0].digest == digest_of(sorted(keys)[:500])
        assert verify(session, app.extensions["tools"].ledger.key).passes


def entries_of(session: Session, run: PurgeRun) -> list[LedgerRow]:
    query = select(LedgerRow).where(LedgerRow.action == "retention.purged", LedgerRow.subject_id == run.id)
    return list(session.scalars(query.order_by(LedgerRow.seq)))


def test_each_chunk_is_on_record_under_the_moment_it_was_destroyed(app: Flask) -> None:
    authorise(app)
    receive(app, START, "7ABC123")
    later = PAST + timedelta(hours=3)
    with open_work(app, system_actor("test"), PAST) as work:
        run = purge(work, "server", lambda _: later)
        session = work.session
        assert [entry.at for entry in entries_of(session, run)] == [later]
        assert (run.started_at, run.finished_at) == (PAST, later)


def test_a_purge_of_nothing_leaves_its_certificate_too(app: Flask) -> None:
    authorise(app)
    run = purge_at(app, PAST)

    assert (run.reads, run.digest) == (0, digest_of([]))


def test_a_purge_that_is_stopped_has_certified_what_it_destroyed(app: Flask) -> None:
    class Stopped(Exception):
        pass

    chunks = 0

    def go_on(_: Session) -> datetime:
        nonlocal chunks
        chunks += 1
        if chunks > 1:
            raise Stopped
        return PAST

    authorise(app)
    keys = receive(app, START, *(f"PL{number:05}" for number in range(600)))
    with pytest.raises(Stopped), open_work(app, system_actor("test"), PAST) as work:
        purge(work, "server", go_on)

    assert keys_on_file(app) == keys[500:]
    assert len(pictures_stored(app)) == 1
    with reading(app) as session:
        stopped = session.scalars(select(PurgeRun)).one()
        assert (stopped.reads, stopped.pictures, stopped.digest) == (500, 0, digest_of(keys[:500]))

    rest = purge_at(app, PAST)
    assert (rest.reads, rest.pictures, rest.digest) == (100, 1, digest_of(keys[500:]))
    assert pictures_stored(app) == set()


def test_a_preview_counts_what_the_purge_then_does(app: Flask, office: Office, clock: Clock) -> None:
    authorise(app)
    receive(app, START, *(f"PL{number:05}" for number in range(600)))
    hold(office, clock, receive(app, START, "7ABC123"))
    receive(app, START + MOMENT, "8XYZ987")

    with open_work(app, system_actor("test"), PAST) as work:
        found = preview(work, "server")
    assert len(keys_on_file(app)) == 602

    run = purge_at(app, PAST)
    assert (found.reads, found.pictures, found.held) == (run.reads, run.pictures, run.held) == (600, 1, 1)


def test_a_receipt_is_forgotten_after_35_days(app: Flask) -> None:
    receive(app, START, "7ABC123")
    kept_for = timedelta(days=35)

    assert forget(app, START + kept_for) == 0
    assert forget(app, START + kept_for + MOMENT) == 1
    with reading(app) as session:
        assert session.scalar(select(func.count()).select_from(Receipt)) == 0


def forget(app: Flask, now: datetime) -> int:
    with open_work(app, system_actor("test")) as work:
        return forget_receipts(work.session, now)


@ON_SQLITE
def test_deleted_plates_are_in_no_file_of_an_embedded_database(app: Flask) -> None:
    settings = app.extensions["settings"]
    authorise(app)
    receive(app, START, "UNIQ7Q7")
    files = [settings.instance / "portal.db", settings.instance / "portal.db-wal"]
    assert any(b"UNIQ7Q7" in file.read_bytes() for file in files)

    purge_at(app, PAST)

    assert not any(b"UNIQ7Q7" in file.read_bytes() for file in files if file.exists())
