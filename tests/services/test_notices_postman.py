"""Mail is handed to a real server: taken, refused, out of reach, and never over a line that is not to be trusted."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from portal.services.notices import postman
from portal.services.notices.postman import MailRefused, Server
from tests.mailbox import HOST, Mailbox, authenticator, certificate, start

NOW = datetime(2026, 11, 2, 17, 0, tzinfo=UTC)
TO = "ada.reed@example.gov"


@contextmanager
def running(controller: Controller) -> Iterator[Server]:
    try:
        yield Server(HOST, controller.port, "none", "", "", "platebook@example.gov")
    finally:
        controller.stop()


def mail(server: Server, address: str = TO) -> None:
    message = postman.compose(server, address, "Something waits", "Look at it.", NOW)
    with postman.connected(server) as connection:
        postman.send(server, connection, message)


def test_a_mail_arrives_as_it_was_written() -> None:
    mailbox = Mailbox()
    with running(start(mailbox)) as server:
        mail(server)

    (taken,) = mailbox.taken
    assert (taken["To"], taken["From"], taken["Subject"]) == (TO, server.sender, "Something waits")
    assert taken["Auto-Submitted"] == "auto-generated"
    assert taken["Message-ID"].endswith("@example.gov>")
    assert taken.get_content().strip() == "Look at it."


def test_a_refused_address_is_told_and_the_connection_goes_on() -> None:
    mailbox = Mailbox(refused={TO})
    with running(start(mailbox)) as server, postman.connected(server) as connection:
        with pytest.raises(MailRefused, match="550 No such mailbox here") as refused:
            postman.send(server, connection, postman.compose(server, TO, "Waits", "Look.", NOW))
        postman.send(server, connection, postman.compose(server, "lee@example.gov", "Waits", "Look.", NOW))

    assert not refused.value.everything
    assert [each["To"] for each in mailbox.taken] == ["lee@example.gov"]


def test_a_server_out_of_reach_is_named() -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        server = Server(HOST, taken.getsockname()[1], "none", "", "", "platebook@example.gov")
        with pytest.raises(MailRefused, match=f"port {server.port} cannot be reached: Connection refused"):
            mail(server)


@pytest.mark.parametrize("encryption", ["starttls", "tls"])
def test_mail_goes_over_tls_where_the_certificate_fits_and_only_there(
    encryption: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, trusted = certificate(tmp_path, "localhost")
    mailbox = Mailbox()
    with running(start(mailbox, context=context, tls=encryption == "tls")) as plain:
        server = replace(plain, host="localhost", encryption=encryption)
        with pytest.raises(MailRefused, match=r"certificate of localhost.*not to be trusted"):
            mail(server)
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        with pytest.raises(MailRefused, match=r"certificate of 127\.0\.0\.1.*not to be trusted"):
            mail(replace(server, host=HOST))
        assert mailbox.taken == []
        mail(server)

    assert len(mailbox.taken) == 1


def test_what_is_not_encrypted_as_the_settings_say_takes_no_mail() -> None:
    mailbox = Mailbox()
    with running(start(mailbox)) as plain:
        with pytest.raises(MailRefused, match="does not offer what the settings ask for"):
            mail(replace(plain, encryption="starttls"))
        with pytest.raises(MailRefused, match="No encrypted connection"):
            mail(replace(plain, encryption="tls"))

    assert mailbox.taken == []


def test_a_wrong_password_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context, trusted = certificate(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    mailbox = Mailbox()
    with running(start(mailbox, context=context, authenticator=authenticator(b"right"))) as plain:
        server = replace(plain, host="localhost", encryption="starttls", user="platebook", password="wrong")
        with pytest.raises(MailRefused, match="refused it: 535"):
            mail(server)
        mail(replace(server, password="right"))

    assert len(mailbox.taken) == 1
