"""`flask ledger verify|export|checkpoint`: is the record whole, what does it say, how far had it come."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.cli.operator import operated
from portal.cli.refusals import Refused, check_place, in_one_sentence, put
from portal.config import Settings
from portal.ledger import Action, checkpoint
from portal.ledger.checkpoint import Checkpoint, CheckpointBroken
from portal.ledger.verify import Verification
from portal.ledger.verify import verify as verify_record
from portal.models import Kind, LedgerRow
from portal.services.work import Told
from portal.storage import Keyring
from portal.web.installation import open_tools
from portal.web.system_work import open_work, system_actor

BATCH = 1000

group = AppGroup("ledger", help="The record of every access and act.")


@group.command()
@click.option(
    "--checkpoint", "file", type=click.Path(path_type=Path), help="Also hold the record to this file."
)
@click.option("--json", "as_json", is_flag=True, help="Tell the result as JSON.")
def verify(file: Path | None, *, as_json: bool) -> None:
    """Read the whole record: exit code 0 if nothing was changed in it, 1 if something was."""
    with in_one_sentence():
        tools = open_tools(current_app)
        known = load(file) if file else None
        with current_app.extensions["open_reading"]() as reading:
            found = verify_record(reading, tools.ledger.key, known)
    click.echo(as_json_text(found) if as_json else as_sentences(found, known))
    sys.exit(0 if found.passes else 1)


def load(file: Path) -> Checkpoint:
    keyring: Keyring = current_app.extensions["keyring"]
    try:
        public_key = keyring.checkpoint_key().public_key()
        return checkpoint.load(file, public_key, current_app.extensions["installation"])
    except CheckpointBroken as error:
        raise Refused(str(error)) from error


def as_json_text(found: Verification) -> str:
    faults = [{"seq": fault.seq, "reason": fault.reason} for fault in found.faults]
    return json.dumps(
        {"ok": found.passes, "rows": found.rows, "first_bad_seq": found.first_bad_seq, "faults": faults}
    )


def as_sentences(found: Verification, known: Checkpoint | None) -> str:
    if not found.passes:
        faults = [f"  Row {fault.seq}: {fault.reason}." for fault in found.faults]
        return "\n".join([f"The record is NOT whole: the first bad row is {found.first_bad_seq}.", *faults])
    whole = f"The record is whole: {found.rows} rows."
    if known:
        return f"{whole} It holds what the checkpoint of {known.at} saw, up to row {known.seq}."
    return f"{whole} Without a checkpoint nobody can tell whether its newest rows were cut off: give --checkpoint FILE."


@group.command()
@click.option(
    "--since", default="", metavar="T", help="From this day or time on (2026-01-31, 2026-01-31T08:00)."
)
@click.option("--json", "as_json", is_flag=True, help="JSON lines, as without it: the record has one format.")
def export(since: str, *, as_json: bool) -> None:
    """Print the record, each entry's exact text on a line. That somebody did is itself put on record first."""
    with in_one_sentence(), open_work(current_app, system_actor("ledger export")) as work:
        start = moment(since, work.profile.agency.time_zone) if since else None
        with current_app.extensions["open_reading"]() as reading:
            last, count = extent(reading, start)
            told = Told(filters={"since": start, "last_seq": last})
            operated(work).note(Kind.ACCESS, Action.LEDGER_OPENED, told, outcome="done", count=count)
            for body in bodies(reading, start, last):
                click.echo(body)


def moment(text: str, time_zone: str) -> datetime:
    """A day or time as typed, in the agency's zone unless it names its own. Raises `Refused`."""
    try:
        typed = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused(f"“{text}” is no day or time. Write it as 2026-01-31 or 2026-01-31T08:00.") from error
    return typed if typed.tzinfo else typed.replace(tzinfo=ZoneInfo(time_zone))


def chosen(start: datetime | None, last: int) -> ColumnElement[bool]:
    return LedgerRow.seq <= last if start is None else (LedgerRow.seq <= last) & (LedgerRow.at >= start)


def extent(session: Session, start: datetime | None) -> tuple[int, int]:
    """The newest row there is, and how many rows up to it are asked for."""
    last = session.scalar(select(func.max(LedgerRow.seq))) or 0
    return last, session.scalar(select(func.count()).where(chosen(start, last))) or 0


def bodies(session: Session, start: datetime | None, last: int) -> Iterator[bytes]:
    """The exact bytes of each entry, a batch at a time so that memory stays flat."""
    query = (
        select(LedgerRow.seq, LedgerRow.body).where(chosen(start, last)).order_by(LedgerRow.seq).limit(BATCH)
    )
    batch = session.execute(query).all()
    while batch:
        yield from (body for _, body in batch)
        batch = session.execute(query.where(LedgerRow.seq > batch[-1].seq)).all()


def second_place(settings: Settings) -> Path:
    """A new file in the folder the settings name. Raises `Refused` where they name none."""
    if settings.checkpoints is None:
        raise Refused("Say where to put the checkpoint: --out FILE, or the folder PLATEBOOK_CHECKPOINTS.")
    return settings.checkpoints / f"checkpoint-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json"


@group.command("checkpoint")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Where to put it, if not in PLATEBOOK_CHECKPOINTS."
)
def make_checkpoint(out: Path | None) -> None:
    """Sign how far the record has come, and keep that in a file. Keep the file on another machine."""
    file = out or second_place(current_app.extensions["settings"])
    check_place(file)
    with in_one_sentence(), open_work(current_app, system_actor("ledger checkpoint")) as work:
        operated(work).note(Kind.SYSTEM, Action.CHECKPOINT_MADE, outcome="done")
        taken = checkpoint.take(work.session, current_app.extensions["installation"], work.now)
    keyring: Keyring = current_app.extensions["keyring"]
    put(file, checkpoint.signed(taken, keyring.checkpoint_key()))
    click.echo(f"{file} holds the checkpoint of row {taken.seq}. Keep a copy on another machine.")
