"""M14: route by title by post is declared in committed pages, and enforced; parts for htmx included."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask, g
from werkzeug.test import TestResponse

from portal import create_app, views
from portal.access import Actor, Permission
from portal.agencies import load, slugs
from portal.cli.access_people import effective, seats
from portal.config import Settings
from portal.database import is_sqlite
from portal.web.section import Section, may_use
from tests.must.matrix import committed, distinct_sets, profile_with_every_seat, somebody_of_each_set
from tests.office import Browser, Office
from tests.promises.furnished import SECRETS, Furnished, furnish
from tests.promises.routes import Route, routes


@dataclass(frozen=True)
class Bare:
    """As much of a unit of work as the guard looks at."""

    actor: Actor


@pytest.fixture(scope="module")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, for its routes and its guard alone."""
    return create_app(Settings(instance=tmp_path_factory.mktemp("nowhere")))


@pytest.mark.control("access.titles", "access.limited-tier")
@pytest.mark.parametrize("slug", slugs())
def test_the_guard_lets_each_title_and_post_through_where_the_committed_page_says(
    nowhere: Flask, slug: str
) -> None:
    """The whole table of the agency: every seat by every address that asks for a permission."""
    table = committed(slug).opened
    asking = [route for route in routes(nowhere) if route.permission]
    differing, seen = [], 0
    for seat in seats(effective(load(slug))):
        actor = Actor("u", "U", "O", title_key=seat.title, tier=seat.tier, duties=seat.duties)
        with nowhere.app_context():
            g.work, g.signed_in, g.half_signed_in = Bare(actor), True, False
            for route in asking:
                seen += 1
                said = (route.method, route.rule) in table[seat.title, seat.post]
                if may_use(route.endpoint) != said:
                    differing.append(f"{seat.title} {seat.post} {route}: the page says {said}")

    assert seen == len(table) * len(asking)
    assert differing == []


def test_a_route_that_says_nothing_about_access_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stray = Section("stray", "/stray")
    stray.blueprint.add_url_rule("/part", "part", lambda: "7CNR488")
    monkeypatch.setattr(views, "SECTIONS", [*views.SECTIONS, stray])

    with pytest.raises(RuntimeError, match=r"stray\.part"):
        create_app(Settings(instance=tmp_path))


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Settings of an agency that has somebody for every set of permissions of the five, by a profile of its own."""
    profile_with_every_seat(settings.instance, settings.agency)
    return settings


class Asking:
    """One person who tries every address; signed in anew where an act of theirs ended the session."""

    def __init__(self, office: Office, member: object) -> None:
        self.office, self.member = office, member
        self.browser: Browser = office.browser(member)  # type: ignore[arg-type]  # a Member

    def ask(self, route: Route, address: str, *, htmx: bool) -> TestResponse:
        answer = self.once(route, address, htmx=htmx)
        if answer.status_code == 401:
            self.browser = self.office.browser(self.member)  # type: ignore[arg-type]  # a Member
            answer = self.once(route, address, htmx=htmx)
        return answer

    def once(self, route: Route, address: str, *, htmx: bool) -> TestResponse:
        headers = {"X-CSRFToken": self.browser.token} | ({"HX-Request": "true"} if htmx else {})
        return self.browser.client.open(address, method=route.method, headers=headers)


def wrong_with(route: Route, answer: TestResponse, held: frozenset[Permission]) -> str:
    """What the answer should not be: empty where it is right."""
    if route.permission in held:
        return f"let in, yet {answer.status_code}" if answer.status_code in (401, 403) else ""
    if answer.status_code != 403 and not (answer.status_code == 404 and route.arguments):
        return f"refused, yet {answer.status_code}"
    told = [secret for secret in SECRETS if secret in answer.text]
    return f"refused, yet it tells {told}" if told else ""


@pytest.mark.usefixtures("without_limits")
def test_over_http_each_set_of_permissions_opens_just_its_addresses(
    office: Office, settings: Settings
) -> None:
    """Every address, as a page and as a part, once for each different set there is at the five agencies; on PostgreSQL
    as the one or the other by turns: the guard is the same code, and only who somebody is comes from the database.

    Answers are read as they come: whether a page is well made is looked at elsewhere.
    """
    furnished: Furnished = furnish(office)
    people = somebody_of_each_set(office)
    asking = [route for route in routes(office.app) if route.permission]
    wrong = []
    for turn, (held, member) in enumerate(people.items()):
        person = Asking(office, member)
        for number, route in enumerate(asking, turn):
            for htmx in (False, True) if is_sqlite(settings.database) else (number % 2 == 0,):
                answer = person.ask(route, furnished.address(route), htmx=htmx)
                if found := wrong_with(route, answer, held):
                    wrong.append(f"{member.user_name}: {route}{' by htmx' * htmx}: {found}")

    assert len(people) == len(distinct_sets()) > 10
    assert wrong == []
