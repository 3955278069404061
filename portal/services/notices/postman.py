"""Hands mail to the agency's server: encrypted, its certificate checked, its refusal told in one sentence."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

PATIENCE = 20
"""Seconds for each answer of the server."""
LONGEST_REASON = 300


class MailRefused(RuntimeError):
    """The mail was not taken; the message says by whom and why. `everything` where the next would fare the same."""

    def __init__(self, message: str, *, everything: bool) -> None:
        super().__init__(message[:LONGEST_REASON])
        self.everything = everything


@dataclass(frozen=True)
class Server:
    """The server that takes the portal's mail, and how it is spoken to."""

    host: str
    port: int
    encryption: str
    """`starttls`, `tls`, or `none`."""
    user: str
    password: str
    sender: str

    @property
    def name(self) -> str:
        return f"{self.host}, port {self.port}"


@contextmanager
def connected(server: Server) -> Iterator[smtplib.SMTP]:
    """A connection, signed in where a user is set. Raises `MailRefused`; what the block raises goes through."""
    connection = reach(server)
    try:
        enter(server, connection)
        yield connection
    finally:
        leave(connection)


def reach(server: Server) -> smtplib.SMTP:
    try:
        if server.encryption == "tls":
            return smtplib.SMTP_SSL(
                server.host, server.port, timeout=PATIENCE, context=ssl.create_default_context()
            )
        return smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
    except (OSError, smtplib.SMTPException) as error:
        raise MailRefused(reason_of(server, error), everything=True) from error


def enter(server: Server, connection: smtplib.SMTP) -> None:
    """Encrypts before anything else is said. A password never goes over a line that is not encrypted."""
    try:
        if server.encryption == "starttls":
            connection.starttls(context=ssl.create_default_context())
        if server.user:
            connection.login(server.user, server.password)
    except (OSError, smtplib.SMTPException) as error:
        raise MailRefused(reason_of(server, error), everything=True) from error


def leave(connection: smtplib.SMTP) -> None:
    """Says goodbye; a server that is gone already needs none."""
    try:
        connection.quit()
    except (OSError, smtplib.SMTPException):
        connection.close()


def send(server: Server, connection: smtplib.SMTP, message: EmailMessage) -> None:
    """Raises `MailRefused`."""
    try:
        connection.send_message(message)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
        raise MailRefused(reason_of(server, error), everything=False) from error
    except (OSError, smtplib.SMTPException) as error:
        raise MailRefused(reason_of(server, error), everything=True) from error


def reason_of(server: Server, error: Exception) -> str:
    """What went wrong, for whoever looks after the server."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"The certificate of {server.name} is not to be trusted: {error.verify_message}."
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
        return f"{server.name} refused the address: {code} {plain(answer)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{server.name} refused it: {error.smtp_code} {plain(error.smtp_error)}"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return f"{server.name} does not offer what the settings ask for: {error}"
    if isinstance(error, ssl.SSLError):
        return f"No encrypted connection to {server.name}: {error.reason}. Check PLATEBOOK_SMTP_ENCRYPTION."
    said = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    return f"{server.name} cannot be reached: {said}. Check PLATEBOOK_SMTP_HOST and PLATEBOOK_SMTP_PORT."


def plain(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(text.split())


def compose(server: Server, address: str, subject: str, text: str, at: datetime) -> EmailMessage:
    """A plain message that no machine answers."""
    message = EmailMessage()
    message["From"] = server.sender
    message["To"] = address
    message["Subject"] = subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = make_msgid(domain=server.sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message
