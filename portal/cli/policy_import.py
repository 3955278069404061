"""`flask policy import`: the adopted text of a file as a draft, or as JSON without storing anything."""

import json
from datetime import date
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.cli.operator import operated
from portal.cli.refusals import Refused, in_one_sentence
from portal.models import PolicyVersion
from portal.rules import RuleBroken
from portal.services.policy import importing, publishing
from portal.services.policy.adopted import AdoptedText, UnreadableText, extract, parse
from portal.services.policy.adopted.files import LARGEST
from portal.services.work import Work
from portal.web.system_work import open_work, system_actor


@click.command("import")
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--adopted-on", "day", metavar="DAY", help="The day it was adopted, as 2026-01-31.")
@click.option("--dry-run", is_flag=True, help="Read it only: no instance is needed and nothing is stored.")
@click.option("--json", "as_json", is_flag=True, help="Print the sections and clauses.")
@with_appcontext
@in_one_sentence()
def import_text(path: Path, day: str | None, *, dry_run: bool, as_json: bool) -> None:
    """Import the adopted text of FILE as a draft: plain text, Markdown, DOCX, or a PDF with its text."""
    adopted_on = None if dry_run else day_of(day)
    data = bytes_of(path)
    try:
        if adopted_on is None:
            adopted, told = parse(extract(data, path.name)), "Nothing is stored."
        else:
            adopted, told = store(data, path.name, adopted_on)
    except (UnreadableText, RuleBroken) as error:
        raise Refused(f"{path}: {error}") from error
    click.echo(json.dumps(adopted.as_json(), indent=1) if as_json else f"{summary(adopted)} {told}")


def day_of(text: str | None) -> date:
    """Raises `Refused` for what is no day."""
    if text is None:
        raise Refused("Say when it was adopted, with --adopted-on DAY, or try the file with --dry-run.")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(f"{text} is no day. Give it as 2026-01-31.") from error


def bytes_of(path: Path) -> bytes:
    """As much of the file as shows that it is too large. Raises `Refused` where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise Refused(f"{path}: {error.strerror}; check the path and its permissions.") from error


def store(data: bytes, name: str, adopted_on: date) -> tuple[AdoptedText, str]:
    """The text as a draft, and what is left to do with it."""
    with open_work(current_app, system_actor("policy import")) as work:
        version = importing.import_text(operated(work), data, name, adopted_on)
        return parse(version.text), what_is_left(work, version)


def what_is_left(work: Work, version: PolicyVersion) -> str:
    doubts = len(importing.open_doubts(version))
    unbound = len(publishing.standing(work, version).unbound)
    return (
        f"It is draft {version.number}; in doubt: {doubts}, clauses the profile does not bind: {unbound}. "
        "Read it at Policy text before it is published."
    )


def summary(adopted: AdoptedText) -> str:
    return (
        f"Policy {adopted.number}, {adopted.title}: {len(adopted.sections)} sections, "
        f"{len(adopted.clauses)} clauses."
    )
