"""`flask policy ...`: the adopted policy, and what carries it out."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from portal.agencies.profile import load
from portal.cli.policy_import import import_text
from portal.cli.policy_reference import page
from portal.cli.proofs import proofs
from portal.cli.refusals import Refused, in_one_sentence
from portal.config import Settings

group = AppGroup("policy", help="The adopted policy, and what carries it out.")
group.add_command(import_text)


@group.command("reference")
@click.argument("slug")
@click.option(
    "--tests",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("tests"),
    help="Where the tests are that prove the controls.",
)
@in_one_sentence()
def reference(slug: str, tests: Path) -> None:
    """What carries out each clause of a policy: controls, tests and evidence, as Markdown."""
    settings: Settings = current_app.extensions["settings"]
    profile = load(slug, settings.profiles)
    try:
        found = proofs(tests.resolve())
    except (SyntaxError, ValueError) as error:
        raise Refused(f"A test cannot be read: {error}. Mend it, then run this again.") from error
    click.echo(page(profile, found), nl=False)
