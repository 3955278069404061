"""The mail of this instance: whether it is set up, and what a notice becomes on its way out."""

from datetime import datetime
from email.message import EmailMessage

from portal.config import LOOPBACK, Settings
from portal.rules.notices import is_address
from portal.services.notices.mailing import Letter
from portal.services.notices.postman import Server, compose

FOOT = "Sent by Platebook, the licence-plate-reader portal of {agency}. Nobody reads answers to this address."


def lacking(settings: Settings) -> list[str]:
    """What keeps mail off, a sentence each; empty where mail is on."""
    found = []
    if not settings.smtp_host:
        found.append("PLATEBOOK_SMTP_HOST is not set.")
    if not is_address(settings.smtp_sender):
        found.append("PLATEBOOK_SMTP_SENDER is not set to one address.")
    if settings.smtp_user and settings.smtp_encryption == "none" and settings.smtp_host not in LOOPBACK:
        found.append("PLATEBOOK_SMTP_ENCRYPTION is none, and a password goes over encrypted lines only.")
    return found


def server_of(settings: Settings) -> Server | None:
    """The server that takes the mail; None where mail is off."""
    if lacking(settings):
        return None
    return Server(
        settings.smtp_host,
        settings.smtp_port,
        settings.smtp_encryption,
        settings.smtp_user,
        settings.smtp_password.get_secret_value(),
        settings.smtp_sender,
    )


def message_of(server: Server, letter: Letter, origin: str, agency: str, at: datetime) -> EmailMessage:
    """Subject, short text, and the link to the page where something can be done."""
    link = f"\n\n{origin}{letter.path}" if letter.path else ""
    return compose(
        server,
        letter.address,
        letter.subject,
        f"{letter.text}{link}\n\n-- \n{FOOT.format(agency=agency)}\n",
        at,
    )
