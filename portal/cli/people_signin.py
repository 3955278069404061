"""`flask people unlock|link`: for the day nobody who could do it on screen is there. Each is on record."""

import click

from portal.cli.operator import operated
from portal.cli.people import group
from portal.cli.posts import account_of, the_application
from portal.cli.refusals import Refused, in_one_sentence
from portal.rules import RuleBroken
from portal.services.signin import enrolling, lockout
from portal.services.signin.enrolling import PURPOSES
from portal.web.render import public_address
from portal.web.system_work import open_work, system_actor


@group.command("unlock")
@click.argument("user_name", metavar="USER")
@in_one_sentence()
def unlock(user_name: str) -> None:
    """Release the account of USER that five wrong tries have locked."""
    with open_work(the_application(), system_actor("people unlock")) as opened:
        work = operated(opened)
        try:
            lockout.release(work, account_of(work, user_name).id)
        except RuleBroken as broken:
            raise Refused(broken.message) from broken
    click.echo(f"{user_name} can sign in again. This is on record.")


@group.command("link")
@click.argument("user_name", metavar="USER")
@click.option("--purpose", type=click.Choice(list(PURPOSES)), default="first", show_default=True)
@in_one_sentence()
def link(user_name: str, *, purpose: str) -> None:
    """Make a one-time code by which USER sets password and authenticator themselves. Hand it over in person."""
    app = the_application()
    with open_work(app, system_actor("people link")) as opened:
        work = operated(opened)
        try:
            issued = enrolling.issue(work, account_of(work, user_name).id, purpose)
        except RuleBroken as broken:
            raise Refused(broken.message) from broken
        address = public_address(app.url_map.bind("").build("enrolment.new"))
        code, expires_at = issued.code, issued.enrolment.expires_at
    click.echo(f"{address}#{code}")
    click.echo(
        f"Code: {code}\nFor: {user_name}, {PURPOSES[purpose].lower()}\nUntil: {expires_at:%Y-%m-%d %H:%M} UTC"
    )
    click.echo("It works once. Hand it over in person. This is on record.")
