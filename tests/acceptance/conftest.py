"""Real processes: commands, and the web server as it is run in production."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from types import MappingProxyType

import pytest

from portal.config import ROOT, Settings
from tests.office import Browser, Office
from tests.promises.furnished import Furnished, furnish

PATIENCE = 60
"""Seconds a process may take to start or to end on a busy machine."""


@dataclass(frozen=True)
class Visitor:
    """A browser's session as a real client sends it."""

    cookie: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": self.cookie, "X-CSRFToken": self.token}


def visitor(browser: Browser) -> Visitor:
    name = browser.client.application.session_interface.cookie_name(browser.client.application)  # type: ignore[attr-defined]
    cookie = browser.client.get_cookie(name)
    assert cookie
    return Visitor(f"{name}={cookie.value}", browser.token)


def ask(
    port: int, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
) -> HTTPResponse:
    """One request on a connection of its own; the answer is read whole, its body in `answer.body`."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        answer.body = answer.read()  # type: ignore[attr-defined]  # kept with the answer
        return answer
    finally:
        connection.close()


def environment(settings: Settings, port: int = 0) -> dict[str, str]:
    """What a command of this instance finds in its environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PLATEBOOK_")}
    given = {"PLATEBOOK_INSTANCE": str(settings.instance), "PLATEBOOK_AGENCY": settings.agency}
    if settings.database_url:
        given |= {
            "PLATEBOOK_DATABASE_URL": settings.database_url,
            "PLATEBOOK_OWNER_URL": settings.owner_url,
            "PLATEBOOK_THROWAWAY": "true",
        }
    return kept | given | ({"PLATEBOOK_PORT": str(port)} if port else {})


def command(settings: Settings, *words: str, port: int = 0) -> subprocess.CompletedProcess[str]:
    """Runs `flask WORDS` for this instance."""
    return subprocess.run(
        [sys.executable, "-m", "flask", *words], cwd=ROOT, env=environment(settings, port),
        capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Server:
    """`flask serve` in a process of its own."""

    def __init__(self, settings: Settings, log: Path, more: Mapping[str, str]) -> None:
        self.port = free_port()
        self.log = log
        with log.open("a") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "flask", "serve"], cwd=ROOT, env=environment(settings, self.port) | more,
                stdout=file, stderr=file,
            )  # fmt: skip

    def wait_until_it_answers(self) -> None:
        for _ in range(PATIENCE * 10):
            assert self.process.poll() is None, self.log.read_text()
            try:
                assert ask(self.port, "GET", "/healthz").status == 200
            except OSError:
                signal.sigtimedwait([], 0.1)
            else:
                return
        raise AssertionError(f"the server never answered: {self.log.read_text()}")

    def kill(self) -> None:
        """As a power cut would: no handler of ours runs."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)

    def end(self) -> int:
        """Asks it to end, as a service manager does; gives its exit code."""
        self.process.terminate()
        return self.process.wait(PATIENCE)


@contextmanager
def running(
    settings: Settings, log: Path, more: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Server]:
    """`more` goes into its environment."""
    server = Server(settings, log, more)
    try:
        server.wait_until_it_answers()
        yield server
    finally:
        server.kill()


@pytest.fixture
def serve(settings: Settings, tmp_path: Path) -> Iterator[Callable[[], Server]]:
    """Starts a server of this instance; whatever still runs at the end of the test is killed."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(running(settings, tmp_path / "server.log"))


@pytest.fixture
def furnished(office: Office) -> Furnished:
    """An instance with one of everything."""
    return furnish(office)
