"""Measures whether the time of an answer tells which user names there are (M6).

    python bench/enumeration.py [--tries N] [--hash argon2id|pbkdf2]

Founds a throwaway instance with an open, a locked and a disabled account, serves it as shipped, and gives a wrong
password for each of them and for a name nobody has, in turn, N times each (at most 500). Prints the median of each
kind, the greatest difference between two of them in milliseconds, and their ratio. Exit code 1 if two medians lie
25 ms or more apart. Every answer must be 422 and as long as every other.

The limit on tries a minute is taken off for the time of the measurement, and the failures of the open account are taken
back before each try, so that it stays open.
"""

import argparse
import re
import sys
import tempfile
import time
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from flask import Flask  # noqa: E402 - found by the line above
from sqlalchemy import delete, update  # noqa: E402

from portal import create_app  # noqa: E402
from portal.config import Settings  # noqa: E402
from portal.extensions import db, limiter  # noqa: E402
from portal.models import Account, SigninFailure  # noqa: E402
from portal.services import people  # noqa: E402
from portal.services.signin import accounts  # noqa: E402
from portal.web.founding import found_instance  # noqa: E402
from portal.web.system_work import open_work, system_actor  # noqa: E402
from tests.serving import serving  # noqa: E402

KINDS = {"open": "open.name", "locked": "lock.name", "disabled": "gone.name", "absent": "none.name"}
"""What is tried: names of one length."""
MOST_APART = 25.0
"""Milliseconds (security bar, M6)."""
TITLE = "patrol_officer"


def main() -> None:
    given = arguments()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(instance=Path(folder), agency="barstow", password_hash=given.hash))
        found_instance(app, demo=False)
        limiter.enabled = False
        ids = hire(app)
        with serving(app, threads=4) as port:
            took = measure(app, port, ids, given.tries)
    medians = {kind: median(each) for kind, each in took.items()}
    for kind, each in medians.items():
        print(f"{kind:10} {each:8.2f} ms, of {len(took[kind])} tries")
    apart = max(medians.values()) - min(medians.values())
    print(f"apart: {apart:.2f} ms   ratio: {max(medians.values()) / min(medians.values()):.3f}")
    sys.exit(apart >= MOST_APART)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tries", type=int, default=200, help="tries of each kind (at most 500)")
    parser.add_argument("--hash", choices=["argon2id", "pbkdf2"], default="argon2id")
    given = parser.parse_args()
    given.tries = min(given.tries, 500)
    return given


def hire(app: Flask) -> dict[str, str]:
    """The accounts; gives the id of each name."""
    ids = {}
    with open_work(app, system_actor("bench")) as work:
        for number, name in enumerate(KINDS.values()):
            if name != KINDS["absent"]:
                person = people.create(work, people.NewPerson(name, f"B{number}", TITLE))
                account, _ = accounts.create(work, person, name, "amber anchor barley beacon")
                account.disabled = name == KINDS["disabled"]
                account.locked_at = work.now if name == KINDS["locked"] else None
                ids[name] = account.id
    return ids


def measure(app: Flask, port: int, ids: dict[str, str], tries: int) -> dict[str, list[float]]:
    """Milliseconds of each try, the kinds in turn."""
    took: dict[str, list[float]] = {kind: [] for kind in KINDS}
    lengths = set()
    connection, token, cookie = opened(port)
    for number in range(tries + 3):  # the first are not counted
        for kind, name in KINDS.items():
            keep_open(app, ids[KINDS["open"]])
            began = time.perf_counter()
            answer, body = give(connection, token, cookie, name)
            milliseconds = (time.perf_counter() - began) * 1000
            if answer.status != 422:
                sys.exit(f"{name} was answered {answer.status}")
            lengths.add(len(body))
            if number >= 3:
                took[kind].append(milliseconds)
    if len(lengths) != 1:
        sys.exit(f"the answers differ in length: {sorted(lengths)}")
    return took


def opened(port: int) -> tuple[HTTPConnection, str, str]:
    """A connection, the token of the sign-in form, and its cookie."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/sign-in")
    answer = connection.getresponse()
    found = re.search(r'name="csrf_token" value="([^"]+)"', answer.read().decode())
    if not found:
        sys.exit("no form to sign in")
    return connection, found[1], (answer.getheader("Set-Cookie") or "").partition(";")[0]


def give(connection: HTTPConnection, token: str, cookie: str, name: str) -> tuple[HTTPResponse, bytes]:
    body = urlencode({"csrf_token": token, "user_name": name, "password": "not this one, surely"})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    connection.request("POST", "/sign-in", body, headers)
    answer = connection.getresponse()
    return answer, answer.read()


def keep_open(app: Flask, account_id: str) -> None:
    """Takes back the failures of the open account behind the portal's back, so that it is looked at each time."""
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(delete(SigninFailure.__table__).where(SigninFailure.account_id == account_id))
        connection.execute(
            update(Account.__table__).where(Account.__table__.c.id == account_id).values(locked_at=None)
        )


if __name__ == "__main__":
    main()
