"""`flask people end-sessions`: ends everything somebody is signed in with, from the command line."""

import click
from flask import Flask, current_app

from portal.cli.operator import operated
from portal.cli.people import group
from portal.cli.refusals import Refused, in_one_sentence
from portal.services import people
from portal.services.signin import ending
from portal.web.system_work import open_work, system_actor


@group.command("end-sessions")
@click.argument("user_name", metavar="USER")
@in_one_sentence()
def end_sessions(user_name: str) -> None:
    """End every session of USER at once. On record with who ran this."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # a werkzeug proxy
    with open_work(app, system_actor("people end-sessions")) as opened:
        work = operated(opened)
        account = people.find_by_user_name(work.session, user_name)
        if account is None:
            raise Refused(f"Nobody signs in as “{user_name}”. Check the user name.")
        count = ending.end_all(work, account.id)
    click.echo(f"Sessions of {user_name} ended: {count}. It takes effect at the next thing they do.")
