"""M36: what changes something needs its token and must come from a page of this portal."""

import pytest

from portal.web.same_origin import is_foreign
from tests.office import Office
from tests.promises.furnished import Furnished, furnish
from tests.promises.routes import routes
from tests.services.doing import SEARCH, on_record

OURS = "http://localhost:8000"
SEARCHED = {
    "plate": SEARCH.plate,
    "purpose": SEARCH.purpose,
    "case_number": SEARCH.case_number,
    "narrative": SEARCH.narrative,
}


@pytest.mark.parametrize(
    ("origin", "site", "foreign"),
    [
        ("", "", False),
        (OURS, "", False),
        (OURS, "same-origin", False),
        ("null", "same-origin", False),
        ("", "none", False),
        ("null", "", True),
        ("null", "cross-site", True),
        (OURS, "same-site", True),
        ("", "same-site", True),
        ("", "cross-site", True),
        ("http://localhost:8001", "", True),
        ("http://localhost:8001", "same-origin", True),
        ("https://localhost:8000", "", True),
        ("http://evil.example", "", True),
        ("http://localhost:8000.evil.example", "", True),
        ("http://localhost:notaport", "", True),
    ],
)
def test_where_a_request_comes_from(origin: str, site: str, foreign: bool) -> None:
    assert is_foreign(origin, site, OURS) is foreign


def test_a_port_left_out_is_the_schemes_own() -> None:
    assert not is_foreign("https://plates.example.gov", "same-origin", "https://plates.example.gov:443/")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "http://localhost:8001", "Sec-Fetch-Site": "same-site"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    ],
    ids=["another site", "another port", "a hidden origin"],
)
def test_a_forged_search_is_no_act_of_the_victim(office: Office, headers: dict[str, str]) -> None:
    """Even with the victim's session and a valid token: 403, and not a row on record in their name."""
    victim = office.browser(office.hire("patrol_officer"))
    sent = {"X-CSRFToken": victim.token, **headers}

    answer = victim.client.post("/reads/searches", data=SEARCHED, headers=sent)

    assert answer.status_code == 403
    assert [on_record(office, f"search.{end}") for end in ("made", "refused")] == [[], []]
    assert on_record(office, "access.refused") == on_record(office, "act.refused") == []
    ours = {"X-CSRFToken": victim.token, "Origin": OURS, "Sec-Fetch-Site": "same-origin"}
    assert victim.client.post("/reads/searches", data=SEARCHED, headers=ours).status_code == 303


def test_a_search_by_address_is_none(office: Office) -> None:
    """An image or a link elsewhere can only GET."""
    victim = office.browser(office.hire("patrol_officer"))

    assert victim.get("/reads/searches", query_string=SEARCHED).status_code in (404, 405)
    assert on_record(office, "search.made") == []


@pytest.fixture
def furnished(office: Office) -> Furnished:
    return furnish(office)


def test_no_route_that_changes_anything_takes_it_from_elsewhere(furnished: Furnished) -> None:
    able, taken = furnished.able(), []
    for route in routes(furnished.office.app):
        if route.method != "GET":
            browser = able.to(route)
            headers = {"X-CSRFToken": browser.token, "Origin": "http://evil.example"}
            answer = browser.client.post(furnished.address(route), headers=headers)
            taken += [f"{route}: {answer.status_code}"] * (answer.status_code != 403)

    assert taken == []
