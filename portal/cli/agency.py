"""`flask agency ...`: the profiles there are, what one says, founding an instance, what a text leaves open."""

import json
import sys
from typing import Any, TextIO

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from portal import create_app
from portal.agencies.gaps import Gap, gaps
from portal.agencies.profile import Profile, load, slugs
from portal.cli import asking
from portal.cli.operator import operated
from portal.cli.refusals import Refused, in_one_sentence
from portal.config import Settings
from portal.rules import RuleBroken
from portal.services import setup
from portal.web.founding import found_instance
from portal.web.installation import FILE, NotSetUp
from portal.web.system_work import open_work, system_actor

group = AppGroup("agency", help="Agency profiles, and founding an instance.")


@group.command("list")
def list_profiles() -> None:
    """The agencies there is a profile for."""
    for slug in slugs():
        click.echo(f"{slug:16} {load(slug).agency.name}")


@group.command("show")
@click.argument("slug")
@in_one_sentence()
def show(slug: str) -> None:
    """Everything a profile says, as JSON."""
    click.echo(load(slug).model_dump_json(indent=1))


@group.command("init")
@click.argument("slug")
@click.option("--demo", is_flag=True, help="Invented people and plates; listens on this machine only.")
@click.option("--if-needed", is_flag=True, help="Say nothing when the instance is there already.")
@click.option(
    "--answers",
    type=click.File("r", encoding="utf-8"),
    help="JSON file: answers to what the text leaves open.",
)
@click.option(
    "--ask/--no-ask",
    default=None,
    help="Ask what the text leaves open; by itself only at a terminal and without --answers.",
)
@in_one_sentence()
def init(slug: str, demo: bool, if_needed: bool, answers: Any, ask: bool | None) -> None:
    """Found the instance of an agency: folder, keys, tables; then ask what its text leaves open."""
    given = read_answers(answers) if answers else {}
    app = app_of(slug)
    settings: Settings = app.extensions["settings"]
    already = (settings.instance / FILE).exists()
    identity = found_instance(app, demo=demo)
    if demo and not identity.demo:
        raise NotSetUp(
            f"{settings.instance} is no demonstration, and is left as it is. Choose another with PLATEBOOK_INSTANCE."
        )
    if given:
        give_answers(app, given)
    if not (already and if_needed):
        state = "is set up already" if already else "is set up"
        click.echo(f"{load(slug, settings.profiles).agency.name} {state} in {settings.instance}.")
    if ask is None:
        ask = at_a_terminal() and not (demo or if_needed or answers)
    if ask:
        ask_what_is_open(app)


def at_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask_what_is_open(app: Flask) -> None:
    count = asking.ask_all(app)
    left = len(asking.open_questions(app))
    if count or left:
        rest = (
            f"{left} left open: flask agency answer, or the page /setup." if left else "Nothing is left open."
        )
        click.echo(f"\n{count} answered. {rest}")


@group.command("answer")
@click.argument("slug")
@click.argument("key")
@click.argument("value_json")
@click.option("--basis", required=True, help="What the answer rests on: a resolution, an order, a law.")
@in_one_sentence()
def answer(slug: str, key: str, value_json: str, basis: str) -> None:
    """Answer one question of set-up in a running instance; who was at the machine is on record."""
    try:
        value = json.loads(value_json)
    except ValueError as error:
        raise Refused(
            f"{value_json} is no JSON. Write a word as '\"quarterly\"', posts as '[\"key\"]', a period as "
            "'{\"years\": 1}'."
        ) from error
    with open_work(app_of(slug), system_actor("agency answer")) as work:
        try:
            setup.answer(operated(work), key, value, basis)
        except RuleBroken as broken:
            raise Refused(broken.message) from broken
    click.echo(f"{key} is answered, and on record.")


def read_answers(file: TextIO) -> dict[str, Any]:
    """Raises `NotSetUp` for a file that is no JSON object."""
    try:
        given = json.load(file)
    except ValueError as error:
        raise NotSetUp(f"{file.name} is no JSON ({error}). Correct it, then run this again.") from error
    if not isinstance(given, dict):
        raise NotSetUp(f"{file.name} must hold one JSON object: each key with its answer.")
    return given


def app_of(slug: str) -> Flask:
    """The application for this agency's instance, whichever instance the command found by itself.

    Raises `NotSetUp` where the environment has settled on another agency.
    """
    at_hand: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # a werkzeug proxy
    if at_hand.extensions["settings"].agency == slug:
        return at_hand
    settings = Settings.load(agency=slug)
    if settings.agency != slug:
        raise NotSetUp(f"PLATEBOOK_AGENCY says “{settings.agency}”, not “{slug}”.")
    return create_app(settings)


def give_answers(app: Flask, given: dict[str, Any]) -> None:
    with open_work(app, system_actor("agency init")) as work:
        setup.answer_all(work, given, "Given when the instance was founded")


@group.command("gaps")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True)
@in_one_sentence()
def show_gaps(slug: str, as_json: bool) -> None:
    """What an agency's text leaves unanswered, which law asks, and what is off until then."""
    found = gaps(answered(slug))
    if as_json:
        click.echo(json.dumps([gap.model_dump() for gap in found], indent=1))
        return
    for gap in found:
        click.echo(told(gap))
    if not found:
        click.echo("Nothing is left unanswered.")


def answered(slug: str) -> Profile:
    """The profile with this instance's answers, if this is its instance; else as the text has it."""
    app = app_of(slug)
    if (app.extensions["settings"].instance / FILE).exists():
        with open_work(app, system_actor("agency gaps")) as work:
            return work.profile
    return load(slug, app.extensions["settings"].profiles)


def told(gap: Gap) -> str:
    suggestion = f"\n  Suggestion: {gap.suggest}" if gap.suggest else ""
    return (
        f"{gap.key}\n  {gap.question}\n  {gap.law}; text at {gap.section}\n"
        f"  Off until answered: {gap.stops}{suggestion}"
    )
