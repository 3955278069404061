"""`flask posts list|history|give`: who holds the posts, who held one, and the first holders of a new instance."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy.exc import NoResultFound

from portal.cli.operator import operated
from portal.cli.refusals import Refused, in_one_sentence
from portal.models import Account
from portal.rules import RuleBroken
from portal.services import people, posts
from portal.services.posts import Holding, NewHolding, NotFounding, Past, Standing
from portal.services.work import Work
from portal.web.system_work import open_work, system_actor

MOMENT = "%Y-%m-%dT%H:%M"

group = AppGroup("posts", help="Who holds which post of the policy.")


def the_application() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # a werkzeug proxy
    return app


@contextmanager
def looking(name: str) -> Iterator[Work]:
    """Reads without the lock that writing takes on SQLite."""
    with open_work(the_application(), system_actor(name)) as work:
        work.session.info["read_only"] = True
        yield work


@group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Tell the result as JSON.")
@in_one_sentence()
def list_posts(*, as_json: bool) -> None:
    """Every post of the policy and who holds it at this moment."""
    with looking("posts list") as work:
        found = posts.standing(work)
    click.echo(json.dumps([facts(each) for each in found], indent=1) if as_json else "\n".join(lines(found)))


def facts(each: Standing) -> dict[str, Any]:
    return {
        "post": each.post.key,
        "title": each.post.title,
        "section": each.post.section,
        "vacant": each.vacant,
        "holders": [holding_facts(holding) for holding in each.now],
        "coming": [holding_facts(holding) for holding in each.coming],
        "duties": [{"duty": duty, "section": section} for duty, section in each.duties],
        "open_proposals": len(each.changes),
    }


def holding_facts(holding: Holding) -> dict[str, Any]:
    return {
        "full_name": holding.full_name,
        "kind": holding.kind,
        "since": holding.since.isoformat(),
        "until": holding.until.isoformat() if holding.until else None,
        "basis": holding.basis,
    }


def lines(found: list[Standing]) -> Iterator[str]:
    for each in found:
        yield f"{each.post.key}  {each.post.title} ({each.post.section})"
        yield from (f"  {line_of(holding)}" for holding in each.now)
        if each.vacant:
            yield "  vacant"
        yield from (f"  to come: {line_of(holding)}" for holding in each.coming)
        if each.changes:
            yield f"  waiting for a second person: {len(each.changes)}"


def line_of(holding: Holding) -> str:
    until = f", until {holding.until:%Y-%m-%d %H:%M %Z}" if holding.until else ""
    return f"{holding.full_name}, {holding.kind}, since {holding.since:%Y-%m-%d %H:%M %Z}{until}"


@group.command("history")
@click.argument("post")
@click.option("--json", "as_json", is_flag=True, help="Tell the result as JSON.")
@in_one_sentence()
def show_history(post: str, *, as_json: bool) -> None:
    """Everybody who held POST, newest first, with who proposed and who confirmed it."""
    with looking("posts history") as work:
        check_known(work, post)
        found = list(whole_history(work, post))
        told = json.dumps([past_facts(each) for each in found], indent=1)
    if as_json:
        click.echo(told)
        return
    for each in found:
        click.echo(f"{line_of(each.holding)}\n  {each.holding.basis or 'no ground recorded'}")
    if not found:
        click.echo("Nobody has held this post yet.")


def check_known(work: Work, post: str) -> None:
    """Raises `Refused` for a post the profile does not have, saying which there are."""
    try:
        posts.post_named(work, post)
    except NoResultFound as error:
        known = ", ".join(each.key for each in work.profile.posts)
        raise Refused(f"There is no post “{post}”. The posts are: {known}.") from error


def whole_history(work: Work, post: str) -> Iterator[Past]:
    page = posts.history(work, post)
    yield from page.rows
    while page.older:
        page = posts.history(work, post, page.older)
        yield from page.rows


def past_facts(each: Past) -> dict[str, Any]:
    given, ended = each.given, each.ended
    confirmed = given.decision.decided_by.full_name if given and given.decision else None
    return holding_facts(each.holding) | {
        "stands": each.stands,
        "proposed_by": given.proposed_by.full_name if given else None,
        "confirmed_by": confirmed,
        "ended_by": [ended.proposed_by.full_name, ended.decision.decided_by.full_name]
        if ended and ended.decision
        else [],
    }


@group.command("give")
@click.argument("post")
@click.argument("user_name", metavar="USER")
@click.option("--basis", required=True, help="The order or letter by which it is given.")
@click.option(
    "--until", type=click.DateTime([MOMENT]), help="The end, in the agency's time: 2026-12-31T17:00."
)
@click.option("--acting", is_flag=True, help="They stand in; this needs --until.")
@in_one_sentence()
def give(post: str, user_name: str, *, basis: str, until: datetime | None, acting: bool) -> None:
    """Give POST to USER on a new instance, while no two people can propose and confirm it. On record as such."""
    with open_work(the_application(), system_actor("posts give")) as opened:
        work = operated(opened)
        check_known(work, post)
        end = in_utc(until, work.profile.agency.time_zone) if until else None
        new = NewHolding(post, account_of(work, user_name).person_id, acting, None, end, basis)
        try:
            posts.give_first(work, new)
        except NotFounding as error:
            raise Refused(str(error)) from error
        except RuleBroken as broken:
            raise Refused(f"{broken.message} ({broken.section})") from broken
    click.echo(
        f"{user_name} holds {post}. This is on record, without a second person. Once two people can propose and "
        "confirm, this command refuses."
    )


def in_utc(typed: datetime, zone: str) -> datetime:
    """The moment as the agency's clocks show it; of an hour that comes twice, the second."""
    return typed.replace(tzinfo=ZoneInfo(zone), fold=1).astimezone(UTC)


def account_of(work: Work, user_name: str) -> Account:
    """Raises `Refused` for a user name nobody has."""
    account = people.find_by_user_name(work.session, user_name)
    if account is None:
        raise Refused(f"Nobody signs in as “{user_name}”. Check the user name.")
    return account
