"""`flask people leave`: somebody leaves, told at the machine."""

from datetime import datetime

import click
from flask import current_app

from portal.cli.operator import operated
from portal.cli.people import group
from portal.cli.posts import MOMENT, account_of, in_utc, the_application
from portal.cli.refusals import Refused, in_one_sentence
from portal.rules import RuleBroken
from portal.rules.departures import KINDS, SEPARATED
from portal.services import departures
from portal.services.departures import NewDeparture
from portal.web.system_work import open_work, system_actor


@group.command("leave")
@click.argument("user_name", metavar="USER")
@click.option("--reason", required=True, help="The letter or order, in a line.")
@click.option("--kind", type=click.Choice(list(KINDS)), default=SEPARATED, show_default=True)
@click.option(
    "--at", type=click.DateTime([MOMENT]), help="Their last moment, in the agency's time; without it, now."
)
@in_one_sentence()
def leave(user_name: str, *, reason: str, kind: str, at: datetime | None) -> None:
    """Record that USER leaves: access ends, and the check-list of a day begins."""
    with open_work(the_application(), system_actor("people leave")) as opened:
        work = operated(opened)
        moment = in_utc(at, work.profile.agency.time_zone) if at else None
        person_id = account_of(work, user_name).person_id
        try:
            departure = departures.record(work, NewDeparture(person_id, kind, reason, moment))
        except RuleBroken as broken:
            raise Refused(f"{broken.message} ({broken.section})") from broken
        address = f"{current_app.extensions['settings'].public_origin}/people/departures/{departure.id}"
        ends, due = departure.effective_at, departure.due_at
    click.echo(
        f"Access of {user_name} ends {ends:%Y-%m-%d %H:%M %Z}. The check-list is due by {due:%Y-%m-%d %H:%M %Z}: "
        f"{address}"
    )
