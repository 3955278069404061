"""`flask demo load|accounts`: invented people, plates and weeks of work, in an instance founded for that alone."""

import json
from collections.abc import Iterator

import click
import pyotp
from flask import Flask, current_app
from flask.cli import AppGroup

from portal.cli.refusals import Refused, in_one_sentence
from portal.config import Settings
from portal.demo import accounts
from portal.demo.load import DemonstrationRefused, Loaded, check_demonstration, is_loaded, load
from portal.demo.plate import FontMissing
from portal.demo.shots import Plan
from recognition import EngineUnavailable

group = AppGroup("demo", help="The demonstration: invented people and plates.")

HEADINGS = ("User name", "Password", "Code", "Full name", "Title", "Posts")
AFTERWARDS = (
    "A code works for about a minute and once: ask again for the next. --json tells the TOTP secrets."
)


def settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


@group.command("load")
@click.option("--if-needed", is_flag=True, help="Say nothing when the demonstration is loaded already.")
@in_one_sentence()
def load_demonstration(*, if_needed: bool) -> None:
    """Fill a demonstration with people, reads, searches and holds of the last fourteen months."""
    folder = settings().instance
    check_demonstration(folder)
    if is_loaded(folder):
        if if_needed:
            return
        raise DemonstrationRefused(
            f"{folder} holds the demonstration already. To begin anew, remove that folder and found it again."
        )
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # a werkzeug proxy
    try:
        loaded = load(app, Plan(), click.echo)
    except (FontMissing, EngineUnavailable) as error:
        raise Refused(str(error)) from error
    click.echo(summary(loaded))


def summary(loaded: Loaded) -> str:
    wanted, other = loaded.samples
    raises = " (its plate is on the live hotlist: it raises a hit)" if loaded.raises_hit else ""
    return (
        f"The demonstration is loaded: {loaded.people} people, {loaded.pictures} pictures.\n"
        f"Pictures to hand in yourself, at /reads/upload or with flask reads ingest:\n"
        f"  {wanted}{raises}\n"
        f"  {other}\n"
        "Who can sign in: flask demo accounts"
    )


@group.command("accounts")
@click.option("--json", "as_json", is_flag=True, help="Tell them as JSON, with the TOTP secrets.")
@in_one_sentence()
def show_accounts(*, as_json: bool) -> None:
    """What the invented people sign in with: user name, password and the code of this moment."""
    folder = settings().instance
    check_demonstration(folder)
    if not is_loaded(folder):
        raise DemonstrationRefused(f"{folder} holds nobody yet. Run: flask demo load")
    found = accounts.kept(folder)
    click.echo(json.dumps(found, indent=1) if as_json else "\n".join(table(found)))


def table(found: list[accounts.Account]) -> Iterator[str]:
    now = current_app.extensions["clock"]()
    rows = [
        (
            each["user_name"],
            each["password"],
            pyotp.TOTP(each["totp_secret"]).at(now),
            each["full_name"],
            each["title"],
            ", ".join(each["posts"]) if each["trained"] else "(not trained yet)",
        )
        for each in found
    ]
    widths = [max(map(len, column)) for column in zip(HEADINGS, *rows, strict=True)]
    for row in (HEADINGS, tuple("-" * width for width in widths), *rows):
        yield "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
    yield ""
    yield AFTERWARDS
