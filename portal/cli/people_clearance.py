"""`flask people clear|clets`: clearance and CLETS of somebody for whom nobody else can put them on file."""

from datetime import datetime

import click

from portal.cli.people import group
from portal.cli.people_accounts import DAY, account_of, acting
from portal.cli.refusals import in_one_sentence
from portal.services import accounts


@group.command("clear")
@click.argument("user_name", metavar="USER")
@click.option(
    "--on", "day", type=click.DateTime([DAY]), required=True, help="The day of the clearance, 2026-12-31."
)
@click.option("--basis", required=True, help="The letter or check it rests on.")
@in_one_sentence()
def clear(user_name: str, *, day: datetime, basis: str) -> None:
    """Put USER's security clearance on file, while nobody else may. On record as such."""
    with acting("people clear") as work:
        person_id = account_of(work, user_name).person_id
        accounts.check_nobody_clears(work, person_id)
        accounts.record_clearance(work, person_id, day.date(), basis)
    click.echo(f"On file: {user_name} was cleared on {day:{DAY}}.")


@group.command("clets")
@click.argument("user_name", metavar="USER")
@click.option("--on", "day", type=click.DateTime([DAY]), required=True, help="The first day, 2026-12-31.")
@click.option("--until", type=click.DateTime([DAY]), help="The last day, where it has an end.")
@click.option("--basis", required=True, help="The order or training it rests on.")
@in_one_sentence()
def clets(user_name: str, *, day: datetime, until: datetime | None, basis: str) -> None:
    """Put USER's authorisation for CLETS on file, while nobody else may. On record as such."""
    with acting("people clets") as work:
        person_id = account_of(work, user_name).person_id
        accounts.check_nobody_clears(work, person_id)
        accounts.record_clets(work, person_id, day.date(), until.date() if until else None, basis)
    click.echo(f"On file: {user_name} may use CLETS from {day:{DAY}}.")
