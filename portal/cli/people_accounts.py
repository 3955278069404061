"""`flask people create|list|disable`: the first accounts of a new instance, everybody, and closing one at once."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import click
from flask import Flask, current_app

from portal.cli.operator import operated
from portal.cli.people import group
from portal.cli.refusals import Refused, in_one_sentence
from portal.models import Account
from portal.rules import RuleBroken
from portal.rules.taking_on import AccountKind
from portal.services import accounts, people, posts
from portal.services.accounts import Asked, Listed, NewAccount
from portal.services.work import Work
from portal.web.system_work import open_work, system_actor

DAY = "%Y-%m-%d"


def the_application() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # a werkzeug proxy
    return app


@contextmanager
def acting(name: str) -> Iterator[Work]:
    """One act of whoever sits at the command line; a rule's no becomes one sentence."""
    try:
        with open_work(the_application(), system_actor(name)) as work:
            yield operated(work)
    except RuleBroken as broken:
        raise Refused(
            f"{broken.message} ({broken.section})" if broken.section else broken.message
        ) from broken
    except (accounts.NotFounding, posts.NotFounding) as error:
        raise Refused(str(error)) from error


@group.command("create")
@click.option("--full-name", required=True)
@click.option("--employee-number", required=True)
@click.option("--user-name", default="", help="Left out: first name, a dot, last name.")
@click.option("--title", required=True, help="Key of a job title: flask agency show SLUG tells them.")
@click.option("--post", "held", multiple=True, help="Key of a post; may be given several times.")
@click.option("--email", default="")
@click.option("--kind", type=click.Choice([*AccountKind]), default=AccountKind.MEMBER)
@click.option("--organisation", default="", help="Firm or agency of somebody from outside.")
@click.option("--scope", default="", help="What somebody from outside is let in for.")
@click.option("--expires-on", type=click.DateTime([DAY]), help="The last day, 2026-12-31.")
@in_one_sentence()
def create(held: tuple[str, ...], expires_on: datetime | None, **given: str) -> None:
    """Make the first accounts of a new instance, while no two people could make and open one. On record as such."""
    with acting("people create") as work:
        check_known(work, given["title"], held)
        zone = work.profile.agency.time_zone
        ends = last_moment(expires_on, zone) if expires_on else None
        new = NewAccount(**given, expires_at=ends)
        account = accounts.create_first(work, new, held)
        user_name = account.user_name
    click.echo(
        f"{user_name} has an open account and no password yet. This is on record, without a second person.\n"
        f"Next: flask people link {user_name} prints the one-time link with which they set their own. Hand it over in "
        "person."
    )


def check_known(work: Work, title: str, held: tuple[str, ...]) -> None:
    """Raises `Refused` for a title or post the profile does not have, saying which there are."""
    known = {
        "title": [each.key for each in work.profile.titles],
        "post": [each.key for each in work.profile.posts],
    }
    for what, key in (("title", title), *(("post", post) for post in held)):
        if key not in known[what]:
            there = ", ".join(known[what]) or "none: set-up asks for them"
            raise Refused(f"There is no {what} “{key}”. The {what}s are: {there}.")


def last_moment(day: datetime, zone: str) -> datetime:
    """The first moment after that day at the agency."""
    return (day.replace(tzinfo=ZoneInfo(zone)) + timedelta(days=1)).astimezone(UTC)


@group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Tell the result as JSON.")
@in_one_sentence()
def list_people(*, as_json: bool) -> None:
    """Everybody, with title, posts, account, last sign-in, training and clearance."""
    with open_work(the_application(), system_actor("people list")) as work:
        work.session.info["read_only"] = True
        found = list(everybody(work))
        told = [facts(each) for each in found]
    if as_json:
        click.echo(json.dumps(told, indent=1))
        return
    for each in told:
        click.echo(
            f"{each['user_name'] or '-'}  {each['full_name']}, {each['title'] or 'no title'}: {each['state']}"
        )
    if not told:
        click.echo("Nobody yet. flask people create makes the first accounts.")


def everybody(work: Work) -> Iterator[Listed]:
    page = accounts.list_people(work, Asked())
    yield from page.rows
    for number in range(2, page.pages + 1):
        yield from accounts.list_people(work, replace(Asked(), page=number)).rows


def facts(each: Listed) -> dict[str, Any]:
    account, person = each.account, each.person
    return {
        "user_name": account.user_name if account else None,
        "full_name": person.full_name,
        "employee_number": person.employee_number,
        "title": each.title,
        "posts": list(each.posts),
        "state": each.state,
        "kind": account.kind if account else None,
        "reason": account.disabled_reason if account else "",
        "expires_at": account.expires_at.isoformat() if account and account.expires_at else None,
        "last_signin_at": each.last_signin.isoformat() if each.last_signin else None,
        "trained_on": each.trained_on.isoformat() if each.trained_on else None,
        "cleared_on": person.cleared_on.isoformat() if person.cleared_on else None,
        "clets_on": person.clets_on.isoformat() if person.clets_on else None,
    }


@group.command("disable")
@click.argument("user_name", metavar="USER")
@click.option("--reason", required=True, help="Kept with the account and in the record.")
@in_one_sentence()
def disable(user_name: str, *, reason: str) -> None:
    """Close USER's account at once: their next request is refused."""
    with acting("people disable") as work:
        accounts.disable(work, account_of(work, user_name).person_id, reason)
    click.echo(f"The account {user_name} is disabled. Only whoever assigns permissions can open it again.")


def account_of(work: Work, user_name: str) -> Account:
    """Raises `Refused` for a user name nobody has."""
    account = people.find_by_user_name(work.session, user_name)
    if account is None:
        raise Refused(f"Nobody signs in as “{user_name}”. Check the user name.")
    return account
