"""`flask training list|record`: who is trained until when, and putting one person's training on file."""

import json
from datetime import datetime
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from portal.cli.operator import operated
from portal.cli.refusals import Refused, in_one_sentence
from portal.rules import RuleBroken
from portal.rules.classes import check_day, check_people
from portal.services import people, training
from portal.services.training.standing import Member, members
from portal.services.work import Work
from portal.web.system_work import open_work, system_actor

DAY = "%Y-%m-%d"

group = AppGroup("training", help="Who is trained until when.")


def the_application() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # a werkzeug proxy
    return app


@group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Tell the result as JSON.")
@in_one_sentence()
def list_members(*, as_json: bool) -> None:
    """Everybody and how their training stands today."""
    with open_work(the_application(), system_actor("training list")) as work:
        work.session.info["read_only"] = True
        found = [facts(each) for each in members(work)]
    click.echo(json.dumps(found, indent=1) if as_json else "\n".join(line_of(each) for each in found))


def facts(each: Member) -> dict[str, Any]:
    standing = each.standing
    return {
        "full_name": each.person.full_name,
        "employee_number": each.person.employee_number,
        "title": each.title,
        "state": standing.state,
        "opens_plate_data": standing.opens,
        "completed_on": standing.counted.on.isoformat() if standing.counted else None,
        "course_version": standing.counted.version if standing.counted else None,
        "until": standing.until.isoformat() if standing.until else None,
        "retraining_due_on": standing.order.due_on.isoformat() if standing.order else None,
    }


def line_of(told: dict[str, Any]) -> str:
    until = f", until {told['until']}" if told["until"] else ""
    return f"{told['full_name']} ({told['employee_number']}), {told['title']}: {told['state']}{until}"


@group.command("record")
@click.argument("user_name", metavar="USER")
@click.option("--on", "day", type=click.DateTime([DAY]), required=True, help="The day: 2026-03-01.")
@in_one_sentence()
def record(user_name: str, *, day: datetime) -> None:
    """Put on file that USER completed the whole course that day. On record with who typed it."""
    with open_work(the_application(), system_actor("training record")) as opened:
        work = operated(opened)
        account = people.find_by_user_name(work.session, user_name)
        if account is None:
            raise Refused(f"Nobody signs in as “{user_name}”. Check the user name.")
        try:
            check(work, account.person_id, day)
        except RuleBroken as broken:
            raise Refused(f"{broken.message} ({broken.section})") from broken
        training.record(work, account.person, day.date())
    click.echo(f"On file: {user_name} completed the course on {day:%Y-%m-%d}.")


def check(work: Work, person_id: str, day: datetime) -> None:
    check_day(work.profile, day.date(), people.local_day(work.profile, work.now))
    check_people(work.profile, [person_id], training.on_file_that_day(work, [person_id], day.date()))
