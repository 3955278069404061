"""`flask reads ingest`: each picture is durable before its line, a bad one is named, and a kill loses nothing told."""

import json
import os
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from portal.agencies.profile import slugs
from portal.config import Settings
from portal.demo.pictures import draw_scene
from portal.ledger.verify import verify
from portal.models import Batch, Device, LedgerRow, Read
from portal.services import devices
from portal.services.retention.sweep import count_orphans, sweep_pictures
from portal.web.system_work import open_work, system_actor
from tests.clock import START
from tests.services.reads_on_file import pictures_stored, reading

ROOT = Path(__file__).parents[2]
PLATE = "8RTV917"
ROUNDS = 3
PICTURES = 40
"""More than a round takes in before it is killed."""


def flask(app: Flask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(args=["reads", "ingest", *map(str, arguments)])


@pytest.fixture(scope="module")
def drawn() -> bytes:
    return draw_scene(PLATE, seed=3)


@pytest.fixture
def picture(drawn: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "car.jpg"
    path.write_bytes(drawn)
    return path


@pytest.fixture
def desk(app: Flask) -> Flask:
    """An instance with two readers."""
    with open_work(app, system_actor("test")) as work:
        source = next(iter(work.profile.retention.sources))
        for name in (devices.UPLOAD_DESK, "Mill bridge"):
            devices.add(work, devices.NewDevice(name, source))
    return app


def reads_on_file(app: Flask) -> list[Read]:
    with reading(app) as session:
        return list(session.scalars(select(Read).order_by(Read.key)))


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb(_: bytes) -> bytes:
    """A whole grey PNG of 9500 x 9500 pixels in less than 100 kB."""
    head = struct.pack(">IIBBBBB", 9500, 9500, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(9501 * 9500))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_picture_is_stored_and_its_plate_told(desk: Flask, picture: Path) -> None:
    result = flask(desk, picture)

    assert result.exit_code == 0
    assert result.stdout == f"{picture}  {PLATE}  0 hits\n"
    [read] = reads_on_file(desk)
    assert (read.plate, read.device, read.captured_at) == (PLATE, 1, START)
    assert desk.extensions["tools"].store.get(read.picture) == picture.read_bytes()


def test_a_line_of_json_tells_file_batch_plates_and_hits(desk: Flask, picture: Path) -> None:
    told = json.loads(flask(desk, "--json", picture).stdout)

    [read] = reads_on_file(desk)
    assert told == {
        "file": str(picture),
        "batch": read.batch,
        "plates": [PLATE],
        "hits": 0,
        "repeated": False,
    }


def test_a_folder_is_taken_in_with_all_its_pictures_in_order(
    desk: Flask, drawn: bytes, tmp_path: Path
) -> None:
    folder = tmp_path / "card"
    (folder / "deeper").mkdir(parents=True)
    for name in ("b.JPG", "a.jpeg", "deeper/c.jpg"):
        (folder / name).write_bytes(drawn + name.encode())
    (folder / "index.txt").write_text("not a picture, and not asked for by name")

    result = flask(desk, "--json", folder)

    assert result.exit_code == 0
    files = [json.loads(line)["file"] for line in result.stdout.splitlines()]
    assert files == [str(folder / name) for name in ("a.jpeg", "b.JPG", "deeper/c.jpg")]


@pytest.mark.parametrize(
    ("name", "spoil", "sentence"),
    [
        pytest.param("note.txt", lambda _: b"To whom it may concern", "neither a JPEG nor a PNG", id="text"),
        pytest.param("bomb.png", bomb, "9500 x 9500 pixels", id="bomb"),
        pytest.param("cut.jpg", lambda drawn: drawn[:20_000], "cut short", id="truncated"),
        pytest.param("empty.jpg", lambda _: b"", "is empty", id="empty"),
    ],
)
def test_a_bad_picture_is_named_with_its_reason_and_the_rest_goes_on(
    desk: Flask, picture: Path, tmp_path: Path, name: str, spoil: Callable[[bytes], bytes], sentence: str
) -> None:
    bad = tmp_path / name
    bad.write_bytes(spoil(picture.read_bytes()))

    result = flask(desk, bad, tmp_path / "nowhere.jpg", picture)

    assert result.exit_code == 1
    told, missing = result.stderr.splitlines()
    assert told.startswith(f"{bad}: ")
    assert sentence in told
    assert missing.startswith(f"{tmp_path / 'nowhere.jpg'}: No such file")
    assert result.stdout.startswith(str(picture))
    assert len(reads_on_file(desk)) == 1
    assert len(pictures_stored(desk)) == 1


@pytest.mark.parametrize("named", ["Mill bridge", "2"])
def test_a_reader_is_named_by_its_name_or_number(desk: Flask, picture: Path, named: str) -> None:
    assert flask(desk, "--device", named, picture).exit_code == 0

    assert [read.device for read in reads_on_file(desk)] == [2]


def test_an_unknown_reader_is_answered_with_the_readers_there_are(desk: Flask, picture: Path) -> None:
    result = flask(desk, "--device", "Mill brdge", picture)

    assert result.exit_code == 2
    assert "no reader “Mill brdge”" in result.stderr
    assert "1  Upload desk" in result.stderr
    assert "2  Mill bridge" in result.stderr
    assert reads_on_file(desk) == []


@pytest.mark.parametrize("agency", [slug for slug in slugs() if slug != "template"])
def test_the_upload_desk_is_made_at_its_first_use(app: Flask, picture: Path) -> None:
    assert flask(app, picture).exit_code == 0

    with reading(app) as session:
        [device] = session.scalars(select(Device))
    assert device.name == devices.UPLOAD_DESK
    assert [read.source for read in reads_on_file(app)] == [device.source]


def test_where_the_register_has_no_upload_desk_a_reader_must_be_named(app: Flask, picture: Path) -> None:
    with open_work(app, system_actor("test")) as work:
        devices.add(work, devices.NewDevice("Mill bridge", next(iter(work.profile.retention.sources))))

    result = flask(app, picture)

    assert result.exit_code == 2
    assert "--device" in result.stderr
    assert "1  Mill bridge" in result.stderr


def test_by_file_times_a_picture_handed_in_again_is_not_stored_again(desk: Flask, picture: Path) -> None:
    day = datetime(2026, 10, 5, 14, 30, tzinfo=UTC)
    os.utime(picture, (day.timestamp(), day.timestamp()))

    first, second = (flask(desk, "--file-times", picture) for _ in range(2))

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert second.stdout == f"{picture}  taken in before\n"
    assert [read.captured_at for read in reads_on_file(desk)] == [day]
    assert len(pictures_stored(desk)) == 1


def test_the_record_tells_who_sat_at_the_command_line(desk: Flask, picture: Path) -> None:
    flask(desk, picture)

    with reading(desk) as session:
        query = select(LedgerRow).where(LedgerRow.action == "reads.ingested")
        [row] = session.scalars(query)
    assert row.user_name == "system:reads ingest"
    assert " at " in row.terminal
    assert row.count == 1


class TestKilled:
    """A process of its own, ended without warning while it takes pictures in."""

    def test_every_picture_told_has_its_row_and_the_sweep_leaves_none_without(
        self, app: Flask, settings: Settings, drawn: bytes, tmp_path: Path
    ) -> None:
        folder = tmp_path / "card"
        folder.mkdir()
        for number in range(PICTURES):
            (folder / f"{number:03}.jpg").write_bytes(drawn + bytes([number]))
        told: list[str] = []
        for pictures_before_the_kill in range(1, ROUNDS + 1):
            with start(settings, folder) as process:
                lines = [output(process).readline() for _ in range(pictures_before_the_kill)]
                process.kill()
                lines += [line for line in output(process) if line.endswith("\n")]
            told += [json.loads(line)["batch"] for line in lines]
        assert ROUNDS <= len(told) < ROUNDS * PICTURES

        with open_work(app, system_actor("sweep")) as work:
            sweep_pictures(work, lambda _: work.now)

        assert orphans(app) == 0
        reads = reads_on_file(app)
        assert set(told) <= {read.batch for read in reads}
        assert {read.picture for read in reads} == pictures_stored(app)
        with reading(app) as session:
            assert {read.batch for read in reads} == set(session.scalars(select(Batch.id)))
            assert verify(session, app.extensions["tools"].ledger.key).passes


def start(settings: Settings, folder: Path) -> subprocess.Popen[str]:
    given = settings.model_dump(exclude_defaults=True, mode="json")
    environment = {f"PLATEBOOK_{name.upper()}": str(value) for name, value in given.items()}
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "reads", "ingest", "--json", str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | environment,
    )


def output(process: subprocess.Popen[str]) -> IO[str]:
    assert process.stdout is not None
    return process.stdout


def orphans(app: Flask) -> int:
    with open_work(app, system_actor("test")) as work:
        return count_orphans(work)
