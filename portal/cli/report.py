"""`flask report annual`: the annual report as a file, its figures as JSON."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from portal.cli.operator import operated
from portal.cli.refusals import Refused, check_place, in_one_sentence, put
from portal.rules.annual import AnnualNumbers
from portal.services import reports
from portal.services.work import Work
from portal.web.system_work import open_work, system_actor

group = AppGroup("report", help="Reports made of the record.")


@group.command()
@click.argument("year", type=int)
@click.option("--out", "file", type=click.Path(path_type=Path), help="Where to put the PDF.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures.")
@in_one_sentence()
def annual(year: int, file: Path | None, *, as_json: bool) -> None:
    """Make the annual report of YEAR. That it was made is put on record before the file is there."""
    if not (file or as_json):
        raise Refused("Say what to make: --out FILE.pdf for the report, --json for its figures.")
    if file:
        check_place(file)
    with open_reading_work() as work:
        try:
            report = reports.make(work, year)
        except reports.NoSuchYear as error:
            known = ", ".join(map(str, reports.years(work)))
            raise Refused(f"{error} Choose one of: {known}.") from error
        reports.note_made(work, report)
    if file:
        put(file, report.pdf)
    click.echo(as_json_text(report.numbers) if as_json else f"{file} holds the annual report of {year}.")


@contextmanager
def open_reading_work() -> Iterator[Work]:
    """Reads without the lock that writing takes on SQLite: a report takes its time."""
    with (
        open_work(current_app, system_actor("report annual")) as work,
        current_app.extensions["open_reading"]() as reading,
    ):
        yield replace(operated(work), session=reading)


def as_json_text(numbers: AnnualNumbers) -> str:
    """Every figure, with the sums the report shows."""
    share = numbers.searches.share_within_policy
    told: dict[str, Any] = asdict(numbers)
    told |= {"since": numbers.since.isoformat(), "until": numbers.until.isoformat()}
    told["accesses"]["total"] = numbers.accesses.total
    told["searches"] |= {
        "made": numbers.searches.made,
        "refused": numbers.searches.refused,
        "share_within_policy": None if share is None else float(share),
    }
    told["hotlist"] |= {
        "approved": numbers.hotlist.approved,
        "after_statement": numbers.hotlist.after_statement,
        "denied": numbers.hotlist.denied,
    }
    told["hits"]["unanswered"] = numbers.hits.unanswered
    told["holds"]["placed"] = numbers.holds.placed
    return json.dumps(told, indent=1)
