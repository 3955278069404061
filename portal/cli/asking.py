"""Asking the open questions of set-up at a terminal, one after the other; Enter passes one over."""

import click
from flask import Flask

from portal.agencies.document import ProfileError
from portal.agencies.gaps import Gap, gaps
from portal.cli.operator import operated
from portal.cli.typed_answers import NotUnderstood, how_to, understood
from portal.rules import RuleBroken
from portal.services import setup
from portal.web.system_work import open_work, system_actor

ACTOR = "agency init"


def ask_all(app: Flask) -> int:
    """Asks each question still open, and gives how many were answered. Each answer is on record once it is given."""
    answered = 0
    passed: set[str] = set()
    while waiting := [gap for gap in open_questions(app) if gap.key not in passed]:
        if ask(app, waiting[0]):
            answered += 1
        else:
            passed.add(waiting[0].key)
    return answered


def open_questions(app: Flask) -> list[Gap]:
    with open_work(app, system_actor(ACTOR)) as work:
        return gaps(work.profile)


def where(gap: Gap) -> str:
    return f"the text comes closest at {gap.section}" if gap.section[:1].isdigit() else "the text is silent"


def ask(app: Flask, gap: Gap) -> bool:
    """Whether it was answered. What does not fit is said, and asked again."""
    click.echo(f"\n{gap.question}\n  {gap.law}; {where(gap)}")
    click.echo(f"  Off until answered: {gap.stops}")
    if gap.suggest:
        click.echo(f"  Suggestion: {gap.suggest}")
    while True:
        with open_work(app, system_actor(ACTOR)) as work:
            profile = work.profile
        typed = click.prompt(
            f"  {how_to(profile, gap.key)}\n  Answer (Enter passes it over)", default="", show_default=False
        )
        if not typed.strip():
            return False
        basis = click.prompt(
            "  What it rests on (a resolution, an order, a law)", default="", show_default=False
        )
        try:
            given = understood(profile, gap, typed)
            with open_work(app, system_actor(ACTOR)) as work:
                setup.answer_all(operated(work), given, basis)
        except (NotUnderstood, RuleBroken) as error:
            click.echo(f"  {error}")
        except ProfileError as error:
            click.echo("\n".join(f"  {problem}" for problem in error.problems))
        else:
            click.echo("  On record.")
            return True
