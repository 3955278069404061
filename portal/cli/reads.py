"""`flask reads ingest`: pictures from files and folders, each durable before its line is printed."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from portal.cli.operator import operated
from portal.cli.refusals import Refused, in_one_sentence
from portal.models import Device
from portal.services import devices
from portal.services.reads.ingest import Capture, Taken, ingest
from portal.services.retention import schedule
from portal.services.work import Work
from portal.storage import StorageUnavailable
from portal.web.installation import open_tools
from portal.web.system_work import open_work, system_actor
from recognition import LARGEST_FILE, EngineUnavailable, UnreadableImage

group = AppGroup("reads", help="Pictures and reads.")

SUFFIXES = frozenset((".jpg", ".jpeg", ".png"))
ACTOR = system_actor("reads ingest")


@dataclass(frozen=True)
class Desk:
    """Where pictures are taken in: the application, the device that stands for, and how captures are dated."""

    app: Flask
    device: int
    file_times: bool


@group.command("ingest")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option("--device", "name", default="", metavar="NAME_OR_NUMBER", help="The reader that took them.")
@click.option("--file-times", is_flag=True, help="Captured when each file was last changed; else now.")
@click.option("--json", "as_json", is_flag=True, help="Tell each picture as a line of JSON.")
@in_one_sentence()
def ingest_pictures(paths: Sequence[Path], name: str, *, file_times: bool, as_json: bool) -> None:
    """Take in pictures, and every JPEG and PNG in folders. Exit code 1 when one of them could not be read."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # a werkzeug proxy
    open_tools(app)
    desk = Desk(app, device_number(app, name), file_times)
    failed = False
    for path in (picture for given in paths for picture in pictures(given)):
        try:
            taken = take_in(desk, path)
        except (UnreadableImage, OSError) as error:
            failed = True
            click.echo(f"{path}: {reason(error)}", err=True)
        except (StorageUnavailable, EngineUnavailable) as error:
            raise Refused(str(error)) from error
        else:
            click.echo(as_json_line(path, taken) if as_json else as_line(path, taken))
    sys.exit(1 if failed else 0)


def pictures(path: Path) -> Iterator[Path]:
    """The path itself, or every JPEG and PNG under it in the order of their names."""
    if not path.is_dir():
        yield path
        return
    yield from sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())


def reason(error: UnreadableImage | OSError) -> str:
    if isinstance(error, OSError):
        return f"{error.strerror}; check the path and its permissions."
    return str(error)


def take_in(desk: Desk, path: Path) -> Taken:
    """One picture, in a transaction of its own: the answer is a promise."""
    with path.open("rb") as file:
        data = file.read(LARGEST_FILE + 1)  # as much of it as shows that it is too large
    with open_work(desk.app, ACTOR) as work:
        device = devices.find(work.session, str(desk.device))
        if device is None:
            raise Refused(f"Reader {desk.device} has been taken out of service meanwhile.")
        work.session.expunge_all()
        work.session.rollback()  # recognition takes a while; nobody waits for it with the database held
        return ingest(operated(work), device, [Capture(data, captured_at(desk, path, work.now))])


def captured_at(desk: Desk, path: Path, now: datetime) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC) if desk.file_times else now


def device_number(app: Flask, name: str) -> int:
    """The reader of this name or number, else the upload desk. Raises `Refused`, listing the readers there are."""
    with open_work(app, ACTOR) as work:
        device = devices.find(work.session, name or devices.UPLOAD_DESK)
        if device is None and not name:
            device = new_upload_desk(work)
        if device is None:
            raise Refused(f"There is no reader “{name}” in service. {listing(work.session)}")
        return device.number


def new_upload_desk(work: Work) -> Device:
    """The upload desk, made at its first use. Raises `Refused` where others are in the register: one must be named."""
    sources = list(schedule.purged_here(work))
    if devices.names(work.session):
        raise Refused(f"Say which reader took the pictures, with --device. {listing(work.session)}")
    if not sources:
        raise Refused("No source of the profile is purged by this portal, so none can take in pictures.")
    return devices.add(operated(work), devices.NewDevice(devices.UPLOAD_DESK, sources[0]))


def listing(session: Session) -> str:
    found = devices.in_service(session)
    lines = "".join(f"\n  {each.number:>3}  {each.name}" for each in found)
    return f"There are:{lines}" if found else "The register is empty."


def as_line(path: Path, taken: Taken) -> str:
    if taken.repeated:
        return f"{path}  taken in before"
    read = ", ".join(filter(None, taken.plates)) or "no plate read"
    return f"{path}  {read}  {taken.hits} {'hit' if taken.hits == 1 else 'hits'}"


def as_json_line(path: Path, taken: Taken) -> str:
    told = {
        "file": str(path),
        "batch": taken.batch,
        "plates": [plate for plate in taken.plates if plate],
        "hits": taken.hits,
        "repeated": bool(taken.repeated),
    }
    return json.dumps(told)
