"""M15: a row that is another person's answers like one that is not there, and every denial is on record.

A thousand guesses instead of the ten thousand of the list: ids are 128 random bits, looked up in one way.
"""

import random
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from portal.access.permissions import EVERYBODY
from portal.ledger import Action
from portal.models import LedgerRow
from tests.office import Browser, Office
from tests.promises.furnished import SECRETS, Furnished
from tests.promises.routes import Route, routes

GUESSES = 500
"""On each of the two databases: a thousand in all."""
OWN = {"search_id", "session_key", "passkey_id", "notice_id"}
"""Arguments that name a row of one person, nobody else's to see."""
OWN_PAGES = "/own/"
"""Addresses with this in them show a row to the person it is about, whatever else shows it to others."""
COMMON = {
    "entry_id", "hit_id", "read_id", "run_id", "check_id", "exception_id", "proposal_id", "procedure_id", "post_key",
    "holding_id", "change_id", "account_change_id", "person_id", "account_id", "review_id", "line_id", "departure_id",
    "step_key", "class_id", "completion_id", "document_id", "retraining_id", "number",
    "version", "old", "new", "year", "filename", "key",
}  # fmt: skip
"""Arguments that name what is everybody's who holds the route's permission."""

pytestmark = pytest.mark.usefixtures("without_limits")


def object_routes(office: Office) -> list[Route]:
    return [route for route in routes(office.app) if route.permission and route.arguments]


def is_own(route: Route) -> bool:
    return bool(OWN & set(route.arguments)) or OWN_PAGES in route.rule


def refusals(office: Office) -> int:
    with office.app.extensions["open_reading"]() as session:
        query = select(func.count()).select_from(LedgerRow)
        return int(session.scalar(query.where(LedgerRow.action == Action.ACCESS_REFUSED)) or 0)


def test_every_argument_of_an_address_says_whose_its_row_is(office: Office) -> None:
    """A new kind of id is put into one of the two sets above, after somebody has thought about it."""
    used = {argument for route in routes(office.app) for argument in route.arguments}

    assert used - OWN - COMMON == set()


def test_another_persons_row_is_not_found_by_page_part_or_act(furnished: Furnished) -> None:
    """By colleagues who hold the same permissions, and more."""
    office = furnished.office
    colleagues = [
        office.hire("patrol_officer"),
        office.hire("chief_of_police", "chief_of_police"),
        office.hire("captain", "operations_division_commander", "administrative_division_commander"),
    ]
    theirs = [route for route in object_routes(office) if is_own(route)]
    wrong, asked, before = [], 0, refusals(office)
    for colleague in colleagues:
        browser = office.browser(colleague)
        for route in theirs:
            for htmx in (False, True):
                act = browser.get if route.method == "GET" else browser.post
                answer = act(furnished.address(route), htmx=htmx)
                asked += 1
                if answer.status_code != 404 or any(secret in answer.text for secret in SECRETS):
                    wrong.append(f"{colleague.user_name}: {route}: {answer.status_code}")

    assert theirs
    assert wrong == []
    assert refusals(office) == before + asked, "each is on record"


def test_its_owner_finds_it(furnished: Furnished) -> None:
    officer = furnished.office.browser(furnished.officer)
    mine = [each for each in object_routes(furnished.office) if is_own(each) and each.method == "GET"]

    assert {officer.get(furnished.address(route)).status_code for route in mine} == {200}


def guessed(route: Route, chance: random.Random) -> Iterator[str]:
    """Addresses with ids made up, in the shapes the real ones have."""
    while True:
        yield route.address(Made(chance))


class Made(dict[str, str]):
    """An id for any argument."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.chance = chance

    def __missing__(self, name: str) -> str:
        if name in ("number", "version", "old", "new", "year"):
            return str(self.chance.randrange(10**6, 10**7))
        return f"{self.chance.getrandbits(128):032x}"


def test_guesses_find_nothing_and_are_on_record(furnished: Furnished) -> None:
    """By people who may use the address, so that only the id is wrong; and by one who may not."""
    office, chance = furnished.office, random.Random(15)  # noqa: S311  # the same guesses each time
    able, outsider = furnished.able(), office.browser(office.hire("vendor_technician"))
    asked: list[tuple[Browser, Iterator[str], int]] = []
    for route in object_routes(office):
        if route.method == "GET":
            to_outsider = 404 if route.permission in EVERYBODY else 403
            asked += [
                (able.to(route), guessed(route, chance), 404),
                (outsider, guessed(route, chance), to_outsider),
            ]
    found, denied, before = [], 0, refusals(office)
    for number in range(GUESSES):
        browser, addresses, wanted = asked[number % len(asked)]
        address = next(addresses)
        status = browser.client.get(address).status_code
        denied += status == 403
        if status != wanted:
            found.append(f"{address}: {status}")

    assert found == []
    assert denied > GUESSES // 3
    assert refusals(office) >= before + denied
