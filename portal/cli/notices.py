"""`flask notices send-test`: whether mail goes out, told now instead of found out later."""

from datetime import datetime

import click
from flask import current_app
from flask.cli import AppGroup

from portal.agencies.profile import Profile
from portal.cli.refusals import Refused, in_one_sentence
from portal.config import Settings
from portal.rules.notices import is_address
from portal.services import setup
from portal.services.notices import postman
from portal.services.notices.mailing import Letter
from portal.services.notices.postman import MailRefused
from portal.web import mail
from portal.web.installation import open_tools

SUBJECT = "A test from Platebook"
TEXT = "This is a test. The portal can send mail to this address."

group = AppGroup("notices", help="What the portal tells people.")


@group.command("send-test")
@click.argument("address")
@in_one_sentence()
def send_test(address: str) -> None:
    """Send one test mail to ADDRESS now, and say what the server answered."""
    settings: Settings = current_app.extensions["settings"]
    server = mail.server_of(settings)
    if server is None:
        raise Refused(f"Mail is off. {' '.join(mail.lacking(settings))}")
    if not is_address(address):
        raise Refused(f"“{address}” is no address mail can be sent to. Give one like name@example.gov.")
    profile, now = facts(settings)
    letter = Letter("", address, SUBJECT, TEXT, "/notices/")
    message = mail.message_of(server, letter, settings.public_origin, profile.agency.name, now)
    try:
        with postman.connected(server) as connection:
            postman.send(server, connection, message)
    except MailRefused as refused:
        raise Refused(str(refused)) from refused
    click.echo(f"{server.name} took the test mail for {address}.")


def facts(settings: Settings) -> tuple[Profile, datetime]:
    app = current_app
    open_tools(app._get_current_object())  # type: ignore[attr-defined]  # a werkzeug proxy
    with app.extensions["open_reading"]() as session:
        profile = setup.effective_profile(session, settings.agency, settings.profiles)
    return profile, app.extensions["clock"]()
