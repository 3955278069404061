"""Acceptance 5: the web process is killed while pictures come in, and nothing that was acknowledged is lost."""

import hashlib
import io
import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select
from werkzeug.test import EnvironBuilder

from portal.config import Settings
from portal.models import Read
from portal.services import devices
from portal.services.devices import NewDevice
from portal.web.system_work import open_work, system_actor
from tests.acceptance.conftest import Server, Visitor, ask, command, visitor
from tests.clock import Clock
from tests.databases import ON_SQLITE
from tests.office import Office

ROUNDS = 5
SENDERS = 3
UNTIL_KILLED = 3
"""Pictures acknowledged in a round before the process is killed; others are under way then."""


@pytest.fixture
def clock() -> Clock:
    """Real time: the server is a process of its own."""
    return Clock(datetime.now(UTC))


def numbered_picture(number: int) -> bytes:
    """A picture unlike every other."""
    shades = Image.new("RGB", (160, 120), (number % 251, number // 251 % 251, 90))
    file = io.BytesIO()
    shades.save(file, "PNG")
    return file.getvalue()


class Sending:
    """Officers who hand in picture after picture until the server is gone."""

    def __init__(self, server: Server, officer: Visitor, reader: int, first: int) -> None:
        self.server, self.officer, self.reader = server, officer, reader
        self.acknowledged: list[str] = []
        self.next, self.lock, self.enough = first, threading.Lock(), threading.Event()
        self.threads = [threading.Thread(target=self.send_all) for _ in range(SENDERS)]

    def __enter__(self) -> "Sending":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for thread in self.threads:
            thread.join()

    def send_all(self) -> None:
        try:
            while self.send_one():
                pass
        except OSError:
            return  # the server is gone, as it should be
        finally:
            self.enough.set()

    def send_one(self) -> bool:
        with self.lock:
            number, self.next = self.next, self.next + 1
        data = numbered_picture(number)
        form = EnvironBuilder(
            method="POST", data={"picture": (io.BytesIO(data), "gate.png"), "device": str(self.reader)}
        )
        environ = form.get_environ()
        headers = self.officer.headers | {"Content-Type": environ["CONTENT_TYPE"]}
        answer = ask(self.server.port, "POST", "/reads/upload", environ["wsgi.input"].read(), headers)
        form.close()
        assert answer.status == 303
        with self.lock:
            self.acknowledged.append(hashlib.sha256(data).hexdigest())
            if len(self.acknowledged) >= UNTIL_KILLED:
                self.enough.set()
        return True


@ON_SQLITE
def test_killed_five_times_nothing_acknowledged_is_lost(
    office: Office, settings: Settings, serve: Callable[[], Server]
) -> None:
    """R1."""
    officer = visitor(office.browser(office.hire("patrol_officer")))
    with open_work(office.app, system_actor("test")) as work:
        reader = devices.add(work, NewDevice("Gate 1", "server")).number
    acknowledged: list[str] = []
    for turn in range(ROUNDS):
        server = serve()
        with Sending(server, officer, reader, turn * 1000) as sending:
            assert sending.enough.wait(60)
            server.kill()
        assert len(sending.acknowledged) >= UNTIL_KILLED
        acknowledged += sending.acknowledged

    swept = command(settings, "jobs", "once", "sweep-pictures")
    verified = command(settings, "ledger", "verify")

    assert swept.returncode == 0, swept.stderr
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert set(acknowledged) <= set(stored(office.app))


def stored(app: Flask) -> dict[str, str]:
    """The digest of every picture that a read names, each opened; and no picture is there without a read."""
    store = app.extensions["tools"].store
    with app.extensions["open_reading"]() as session:
        named = {
            sha256: picture for picture, sha256 in session.execute(select(Read.picture, Read.picture_sha256))
        }
    assert set(store.ids()) == set(named.values())
    assert list(store.leftovers()) == []
    opened = {hashlib.sha256(store.get(picture)).hexdigest() for picture in named.values()}
    assert opened == set(named)
    return named
