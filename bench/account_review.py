"""Measures an account review: opening it, its desk, and keeping the clean accounts at once.

    python bench/account_review.py [--accounts N] [--agency SLUG]

Founds a throwaway instance on SQLite with so many invented members (300), opens a review, asks for its desk, and keeps
every clean line. Prints seconds, and the bytes of the page. The record must verify afterwards.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from portal import create_app  # noqa: E402 - found by the line above
from portal.access import Duty  # noqa: E402
from portal.agencies.profile import load  # noqa: E402
from portal.config import Settings  # noqa: E402
from portal.ledger.verify import verify  # noqa: E402
from portal.services import reviews  # noqa: E402
from portal.web.founding import found_instance, migrate  # noqa: E402
from tests.clock import Clock  # noqa: E402
from tests.office import Member, Office  # noqa: E402
from tests.services.doing import doing  # noqa: E402
from tests.services.reviewing import crowd, opened  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--accounts", type=int, default=300)
    parser.add_argument("--agency", default="barstow")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        office = found(Path(folder), given.agency)
        reviewer = hire_reviewer(office, given.agency)
        crowd(office, given.accounts, load(given.agency).titles[-1].key)
        measure(office, reviewer)


def found(folder: Path, agency: str) -> Office:
    settings = Settings(instance=folder, agency=agency)
    migrate(create_app(settings), settings)
    clock = Clock()
    app = create_app(settings, clock)
    found_instance(app, demo=False)
    return Office(app, clock)


def hire_reviewer(office: Office, agency: str) -> Member:
    profile = load(agency)
    posts = profile.duties[Duty.ACCOUNT_REVIEWER].posts
    if not posts:
        sys.exit(f"{agency} names no post that reviews accounts; choose another agency")
    return office.hire(profile.post(posts[0]).rank or profile.titles[0].key, posts[0])


def measure(office: Office, reviewer: Member) -> None:
    with timed("opening the review"):
        review = opened(office, reviewer)
    browser = office.browser(reviewer)
    browser.client.get(f"/people/reviews/{review}")  # compiles the templates
    with timed("a page of the desk"):
        answer = browser.client.get(f"/people/reviews/{review}")
    print(f"{'bytes of that page':28} {len(answer.data):9,}")
    with timed("keeping the clean accounts"), doing(office, reviewer) as work:
        kept = reviews.keep_clean(work, review, reviews.progress(work, review).seen)
    print(f"{'accounts kept':28} {kept:9,}")
    with office.app.extensions["open_reading"]() as session:
        if not verify(session, office.app.extensions["tools"].ledger.key).passes:
            sys.exit("the record does not verify")


@contextmanager
def timed(what: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    print(f"{what:28} {time.perf_counter() - began:9.2f} s")


if __name__ == "__main__":
    main()
