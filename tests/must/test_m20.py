"""M20, as far as there is anything of it: no release is built yet, so nothing leaves, by any address or command.

What a request must state, who is refused and what is kept comes with the room of releases; these checks fail the day
it opens without its own.
"""

import re

import pytest
from flask import Flask

from portal.agencies import load, slugs
from portal.controls import CONTROLS
from portal.models.base import Base
from tests.office import Office
from tests.promises.routes import routes

LEAVES = re.compile(r"release|package|export|share|recipient|bulk", re.IGNORECASE)
OF_A_LOCK = "/people/accounts/<string:account_id>/release"
"""Releases an account that is locked: no data."""
GUESSES = (
    "/releases",
    "/releases/new",
    "/releases/1/package.zip",
    "/packages/1",
    "/reads/export",
    "/reads.csv",
)


def test_no_address_gives_out_a_package(app: Flask) -> None:
    assert [
        f"{route}" for route in routes(app) if LEAVES.search(route.rule) and route.rule != OF_A_LOCK
    ] == []
    assert [name for name in Base.metadata.tables if LEAVES.search(name)] == []


def test_a_guessed_package_is_not_found_whoever_asks(office: Office) -> None:
    """Those the policy names for releases included."""
    approver = office.hire("captain", "administrative_division_commander", "operations_division_commander")
    for browser in (office.browser(approver), office.browser(office.hire("patrol_officer"))):
        assert {browser.get(path).status_code for path in GUESSES} == {404}


def test_every_control_of_a_release_says_that_it_is_not_built() -> None:
    releases = {key: control for key, control in CONTROLS.items() if key.startswith("release.")}

    assert releases
    assert [key for key, control in releases.items() if not control.room] == []


@pytest.mark.parametrize("slug", slugs())
def test_each_profile_says_what_a_request_must_be_before_it_is_approved(slug: str) -> None:
    """What the room will be held to: agency, person and purpose in writing where the text asks; an approval always."""
    release = load(slug).release

    assert release.approval_section
    assert release.form in ("written", "forwarded", "by-law")
    if release.form == "written":
        assert set(release.fields) == {"agency", "person", "purpose"}
