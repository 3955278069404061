"""Measures how many requests a second the shipped server answers on the public page, with its answers kept and without.

    python bench/public_page.py [--seconds N] [--connections N] [--path /policy] [--agency SLUG]

Founds a throwaway instance with an invented text and a check of its controls, starts `flask serve` on it twice, once as
shipped and once with a shelf that keeps nothing, and asks both in turn, three rounds each, over connections that stay
open, on this machine only. One row is printed a server: requests a second (the median of the rounds), the slowest of
each hundred in milliseconds, and bytes a page as sent. The last line is the ratio. Every answer must be 200 and whole.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from portal import create_app  # noqa: E402 - found by the line above
from portal.config import Settings  # noqa: E402
from portal.web.founding import found_instance, migrate  # noqa: E402
from tests import published  # noqa: E402

ROUNDS = 3
START_SECONDS = 60
UNKEPT = "from portal.web import kept; kept.MOST = 0; from flask.cli import main; main()"
"""The command line of Flask, with a shelf that keeps nothing."""


@dataclass(frozen=True)
class Round:
    """What one round found: answers a second, how long each took (seconds), and the size of the page as sent."""

    rate: float
    took: list[float]
    size: int


def main() -> None:
    given = arguments()
    with tempfile.TemporaryDirectory() as folder:
        environment = found(Path(folder), given.agency)
        with served(environment, ["-m", "flask"]) as kept, served(environment, ["-c", UNKEPT]) as unkept:
            servers = {"kept, as shipped": kept, "made each time": unkept}
            found_in = {name: [] for name in servers}  # type: dict[str, list[Round]]
            for _ in range(ROUNDS):
                for name, port in servers.items():
                    found_in[name].append(ask(port, given.path, given.seconds, given.connections))
    rates = {name: told(name, rounds) for name, rounds in found_in.items()}
    print(f"ratio: {rates['kept, as shipped'] / rates['made each time']:.1f}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=4.0, help="how long a round lasts (at most 60)")
    parser.add_argument("--connections", type=int, default=4, help="connections at once (at most 32)")
    parser.add_argument("--path", default="/policy")
    parser.add_argument("--agency", default="barstow")
    given = parser.parse_args()
    given.seconds, given.connections = min(given.seconds, 60), min(given.connections, 32)
    return given


def found(folder: Path, agency: str) -> dict[str, str]:
    """An instance with a text in force and a check; gives the environment of its server."""
    settings = Settings(instance=folder, agency=agency)
    migrate(create_app(settings), settings)
    app = create_app(settings)
    found_instance(app, demo=False)
    published.publish(app)
    published.checked(app)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PLATEBOOK_")}
    return kept | {"PLATEBOOK_INSTANCE": str(folder), "PLATEBOOK_AGENCY": agency}


@contextmanager
def served(environment: dict[str, str], python: list[str]) -> Iterator[int]:
    """The web server as it is shipped, on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, *python, "serve"], cwd=ROOT, env=environment | {"PLATEBOOK_PORT": str(port)}
    )
    try:
        wait_until_up(port)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def wait_until_up(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def ask(port: int, path: str, seconds: float, connections: int) -> Round:
    """Asks over this many connections for this long; the first page, which is made, is not counted."""
    size = len(answer(HTTPConnection("127.0.0.1", port, timeout=30), path))
    until = time.monotonic() + seconds
    began = time.monotonic()
    with ThreadPoolExecutor(connections) as pool:
        took = [
            each for one in pool.map(lambda _: asked(port, path, until), range(connections)) for each in one
        ]
    return Round(len(took) / (time.monotonic() - began), took, size)


def asked(port: int, path: str, until: float) -> list[float]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    took = []
    while (now := time.monotonic()) < until:
        answer(connection, path)
        took.append(time.monotonic() - now)
    connection.close()
    return took


def answer(connection: HTTPConnection, path: str) -> bytes:
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    body = response.read()
    if response.status != 200 or len(body) != int(response.getheader("Content-Length") or 0):
        sys.exit(f"{path} answered {response.status}, {len(body)} bytes")
    return body


def told(name: str, rounds: list[Round]) -> float:
    """Prints a server's row; gives its requests a second."""
    rate = median(each.rate for each in rounds)
    took = sorted(each for one in rounds for each in one.took)
    print(
        f"{name:18} {rate:8.0f} requests/s   p99 {took[int(len(took) * 0.99)] * 1000:7.1f} ms   {rounds[0].size} bytes"
    )
    return rate


if __name__ == "__main__":
    main()
