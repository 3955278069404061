"""One table says who may: routes, people, menus and the committed page all agree with it."""

import re
from collections.abc import Iterator
from urllib.parse import urldefrag

import pytest
from flask import Blueprint, Flask

from portal import create_app, views
from portal.access import GRANTS, Duty, Permission, Tier, permissions_for
from portal.agencies.profile import Profile, load
from portal.config import Settings
from portal.web.render import MENU
from portal.web.section import Section
from tests.databases import ON_SQLITE
from tests.office import Browser, Office
from tests.promises.furnished import Furnished
from tests.promises.routes import ROOT, Route, routes

PAGE = ROOT / "docs" / "reference" / "access.md"
LINE = re.compile(r"^\| `(GET|POST) (\S+)` \| (\S+) \| (.+) \| (?:yes|-) \|$", re.MULTILINE)
ASKED_FOR_LATER = {Permission.LEDGER_VIEW: "reading the record on screen comes with the audits"}
"""Permissions that no route asks for yet, and what they wait for."""

Holders = set[str]


@pytest.fixture(scope="module")
def table() -> dict[tuple[str, str], tuple[str, Holders]]:
    """The committed page: what each method and address asks for, and who holds it."""
    found = LINE.findall(PAGE.read_text(encoding="utf-8"))
    return {(method, rule): (asks, set(held.split(", "))) for method, rule, asks, held in found}


@pytest.fixture(scope="module")
def profile() -> Profile:
    return load("barstow")


def seats(profile: Profile) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every title by itself, and every post with the rank it asks for, else with each title."""
    for title in profile.titles:
        yield title.key, ()
    for post in profile.posts:
        for title in [post.rank] if post.rank else [title.key for title in profile.titles]:
            yield title, (post.key,)


def holders(profile: Profile, title: str, posts: tuple[str, ...]) -> Holders:
    """What this person holds, as the page names it."""
    duties = profile.duties_of(posts, title)
    return {f"tier:{profile.title(title).tier}", *(f"duty:{duty}" for duty in duties)}


def permissions(profile: Profile, title: str, posts: tuple[str, ...]) -> frozenset[Permission]:
    return permissions_for(profile.title(title).tier, profile.duties_of(posts, title))


def test_the_committed_page_is_what_the_command_prints(app: Flask) -> None:
    printed = app.test_cli_runner().invoke(args=["access", "matrix"]).output

    assert PAGE.read_text(encoding="utf-8") == printed, (
        "renew it: flask access matrix > docs/reference/access.md"
    )


def test_each_title_and_post_may_what_the_page_says(
    profile: Profile, table: dict[tuple[str, str], tuple[str, Holders]]
) -> None:
    """M14, in process: every seat of the profile by every route."""
    differing = [
        f"{title} {posts} {method} {rule}"
        for title, posts in seats(profile)
        for (method, rule), (asks, held_by) in table.items()
        if ":" in asks
        and (Permission(asks) in permissions(profile, title, posts))
        != bool(held_by & holders(profile, title, posts))
    ]

    assert len(table) > 30
    assert differing == []


def one_a_set(profile: Profile) -> dict[frozenset[Permission], tuple[str, tuple[str, ...]]]:
    """One seat for each different set of permissions."""
    found: dict[frozenset[Permission], tuple[str, tuple[str, ...]]] = {}
    for title, posts in seats(profile):
        found.setdefault(permissions(profile, title, posts), (title, posts))
    return found


@pytest.mark.control("access.titles", "access.limited-tier")
def test_each_set_of_permissions_opens_just_its_pages_and_links(
    office: Office, profile: Profile, table: dict[tuple[str, str], tuple[str, Holders]]
) -> None:
    """M14, over HTTP: what a page answers, and whether the menu shows it, is what the committed table says."""
    pages = [
        each for each in routes(office.app) if each.method == "GET" and each.permission and not each.arguments
    ]
    in_menu = {endpoint for _, endpoint in MENU}
    wrong = []
    for title, posts in one_a_set(profile).values():
        browser = office.browser(office.hire(title, *posts))
        menu = links(browser, "navigation")
        for page in pages:
            may = bool(table["GET", page.rule][1] & holders(profile, title, posts))
            status = browser.get(page.rule).status_code
            if (status == 200) != may or (not may and status != 403):
                wrong.append(f"{title} {posts} {page}: {status}")
            if page.endpoint in in_menu and (page.rule in menu) != may:
                wrong.append(f"{title} {posts} {page} in the menu: {page.rule in menu}")

    assert len(pages) > 10
    assert wrong == []


def links(browser: Browser, element: str) -> set[str]:
    page = browser.get("/").text
    part = page.partition(f'id="{element}"')[2].partition("</nav>")[0]
    return set(re.findall(r'href="([^"]+)"', part))


@pytest.mark.control("access.clearance", "training.gate")
@pytest.mark.parametrize("lacking", ["trained", "cleared"])
def test_without_training_or_clearance_no_plate_data_opens_for_anybody(office: Office, lacking: str) -> None:
    """The Chief with every post included; the refusal names the section."""
    profile = load("barstow")
    chief = office.hire("chief_of_police", *(post.key for post in profile.posts), **{lacking: False})
    dispatcher = office.hire("dispatcher", **{lacking: False})
    section = profile.training.gate_section if lacking == "trained" else profile.access.section
    covered, opened = set(), []
    for member in (chief, dispatcher):
        browser = office.browser(member)
        for route in plate_routes(office, member.user_name):
            covered.add(route.permission)
            answer = (browser.get if route.method == "GET" else browser.post)(route.address(Anything()))
            if answer.status_code != 403 or section not in answer.text:
                opened.append(f"{route}: {answer.status_code}")

    assert covered == {route.permission for route in routes(office.app) if route.shows_plates}
    assert opened == []


def plate_routes(office: Office, user_name: str) -> list[Route]:
    chief = permissions(load("barstow"), "chief_of_police", tuple(post.key for post in load("barstow").posts))
    held = chief if user_name.startswith("chief") else permissions(load("barstow"), "dispatcher", ())
    return [route for route in routes(office.app) if route.shows_plates and route.permission in held]


class Anything(dict[str, str]):
    """An id for any argument: the guard answers before anybody looks for the row."""

    def __missing__(self, _: str) -> str:
        return "0" * 32


@ON_SQLITE
def test_a_link_or_form_on_a_page_never_leads_to_a_refusal(furnished: Furnished) -> None:
    """Every page each person can reach, followed link by link; and where its forms would go."""
    refused = [
        f"{member.user_name}: {page} leads to {target}"
        for member in furnished.people
        for page, target in dead_ends(furnished.office.app, furnished.office.browser(member))
    ]

    assert refused == []


def dead_ends(app: Flask, browser: Browser) -> Iterator[tuple[str, str]]:
    """Pages and their targets that answer this person with a refusal."""
    waiting, seen = [("", "/")], {"/", "/sign-in/out"}
    while waiting:
        page, address = waiting.pop()
        answer = browser.get(address, buffered=True)
        if answer.status_code >= 400:
            yield page, address
        page_text = answer.text if answer.mimetype == "text/html" else ""
        for kind, target in re.findall(r'\b(href|src|action)="(/[^"]*)"', page_text):
            path = urldefrag(target.replace("&amp;", "&")).url  # a browser asks without the fragment
            if path in seen or path.startswith("/static/"):
                continue
            seen.add(path)
            if kind == "action":
                if (status := browser.post(path).status_code) == 403 or status >= 500:
                    yield address, path
            else:
                waiting.append((address, path))


def test_a_route_without_access_cannot_be_written() -> None:
    section = Section("doors", "/doors")

    with pytest.raises(TypeError, match="access"):
        section.get("/open")  # type: ignore[call-arg]  # what the promise is about
    with pytest.raises(TypeError, match="access"):
        section.post("/open")  # type: ignore[call-arg]  # what the promise is about


def test_a_route_that_says_nothing_about_access_stops_the_start(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = Section("doors", "/doors")
    section.blueprint.add_url_rule("/open", "open", lambda: "7CNR488")
    monkeypatch.setattr(views, "SECTIONS", [*views.SECTIONS, section])

    with pytest.raises(RuntimeError, match=r"doors\.open"):
        create_app(settings)


@pytest.mark.parametrize("way", ["route", "blueprint"])
def test_a_route_added_later_answers_nobody(app: Flask, way: str) -> None:
    if way == "route":
        app.add_url_rule("/open", "open", lambda: "7CNR488")
    else:
        stray = Blueprint("doors", __name__)
        stray.add_url_rule("/open", "open", lambda: "7CNR488")
        app.register_blueprint(stray)
    answer = app.test_client().get("/open")

    assert answer.status_code == 500
    assert "7CNR488" not in answer.text


def test_every_permission_is_granted_and_asked_for(app: Flask) -> None:
    granted = frozenset().union(*GRANTS.values())
    asked = {route.permission for route in routes(app)}

    assert granted == set(Permission)
    assert set(Permission) - asked == set(ASKED_FOR_LATER)


def test_every_tier_and_duty_has_its_line_in_the_table() -> None:
    assert set(GRANTS) == {*Tier, *Duty}


def test_nobody_who_only_looks_after_accounts_or_audits_sees_plates() -> None:
    """M19: administering and auditing never include plate data."""
    others = {
        Duty.ADMINISTRATOR, Duty.PERMISSION_ASSIGNER, Duty.ACCOUNT_CREATOR, Duty.TRAINING_KEEPER, Duty.AUDIT_DIRECTOR,
        Duty.REPORT_RECIPIENT, Duty.DAY_TO_DAY_ADMIN, Duty.ACCOUNT_REVIEWER, Duty.OVERSIGHT, Tier.LIMITED, Tier.VENDOR,
        Tier.NONE,
    }  # fmt: skip

    assert [each for each in others if any(permission.opens_plate_data for permission in GRANTS[each])] == []


def test_addresses_are_whole_words_with_typed_arguments(app: Flask) -> None:
    well_made = re.compile(r"/|(/([a-z][a-z0-9-]*|<(string|int|path):[a-z_]+>)(\.pdf|\.csv|\.json)?)+/?")
    odd = [route.rule for route in routes(app) if not well_made.fullmatch(route.rule)]

    assert odd == []
