"""Pictures are taken in once, with a key that never goes back and a time that is never ahead."""

from datetime import datetime, timedelta

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from portal.models import Batch, DistinctPlate, Read
from portal.services import devices
from portal.services.reads.ingest import Capture, Taken, ingest
from portal.services.reads.keys import key_at, received_at
from portal.services.reads.recognise import NOTHING, Sighting
from portal.web.system_work import open_work, system_actor
from tests.clock import Clock
from tests.services.reads_on_file import keys_on_file, pictures_stored, receive

SECOND = timedelta(seconds=1)


def send(app: Flask, *captures: Capture, found: tuple[Sighting, ...] = (Sighting("7KLM347"),)) -> Taken:
    with open_work(app, system_actor("test")) as work:
        device = devices.find(work.session, "Gate") or devices.add(work, devices.NewDevice("Gate", "server"))
        return ingest(work, device, captures, lambda _: list(found))


def reads(app: Flask) -> list[Read]:
    with app.extensions["open_reading"]() as session:
        return list(session.scalars(select(Read).order_by(Read.key)))


def test_the_same_picture_sent_again_is_stored_once(app: Flask, clock: Clock) -> None:
    first = Capture(b"one", clock.now, "frame 1")
    again = Capture(b"one", clock.now, "frame 1")
    other = Capture(b"two", clock.now, "frame 2")

    assert (send(app, first).pictures, send(app, again).repeated) == (1, 1)
    clock.move(hours=1)
    mixed = send(app, again, other, other)

    assert (mixed.pictures, mixed.repeated) == (1, 2)
    assert len(reads(app)) == 2
    assert len(pictures_stored(app)) == 2
    with app.extensions["open_reading"]() as session:
        assert sorted(session.scalars(select(Batch.reads))) == [0, 1, 1]


def test_a_picture_without_a_sender_reference_is_told_by_its_bytes(app: Flask, clock: Clock) -> None:
    send(app, Capture(b"one", clock.now), Capture(b"two", clock.now))

    assert send(app, Capture(b"one", clock.now)).repeated == 1
    assert len(reads(app)) == 2


def test_a_device_clock_ahead_is_kept_aside_and_not_believed(app: Flask, clock: Clock) -> None:
    limit = clock.now + timedelta(minutes=5)
    send(
        app,
        Capture(b"at the limit", limit),
        Capture(b"beyond", limit + SECOND),
        Capture(b"past", clock.now - SECOND),
    )

    assert [(read.captured_at, read.device_time) for read in reads(app)] == [
        (limit, None),
        (clock.now, limit + SECOND),
        (clock.now - SECOND, None),
    ]


def test_keys_never_go_back_when_the_clock_does(app: Flask, clock: Clock) -> None:
    before = receive(app, clock.now, "7KLM347")
    clock.move(days=-40)
    after = receive(app, clock.now, "9WWT664", "8XLL347")

    assert keys_on_file(app) == [*before, *after]
    assert after == [before[0] + 1, before[0] + 2]


def test_a_picture_without_a_plate_is_a_read_with_empty_text(app: Flask, clock: Clock) -> None:
    taken = send(app, Capture(b"an empty road", clock.now), found=(NOTHING,))

    assert (taken.pictures, taken.plates, taken.hits) == (1, ("",), 0)
    assert [(read.plate, read.picture != "") for read in reads(app)] == [("", True)]
    with app.extensions["open_reading"]() as session:
        assert list(session.scalars(select(DistinctPlate.plate))) == []


def test_two_plates_in_one_picture_are_two_reads_of_it(app: Flask, clock: Clock) -> None:
    send(app, Capture(b"two cars", clock.now), found=(Sighting("7KLM347"), Sighting("9WWT664")))

    assert [read.plate for read in reads(app)] == ["7KLM347", "9WWT664"]
    assert len({read.picture for read in reads(app)}) == 1


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001 - made aware below
def test_a_key_tells_when_it_was_received_to_the_millisecond(moment: datetime) -> None:
    at = moment.replace(microsecond=moment.microsecond // 1000 * 1000).astimezone()

    assert received_at(key_at(at)) == at
    assert received_at(key_at(at) + 5) == at
