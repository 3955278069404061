"""M19: whoever looks after accounts opens no read, auditors change nothing, and approvers take two people."""

from typing import Any

import pytest

from portal.access import GRANTS, Duty, Permission, Tier, permissions_for
from portal.models import PostHeld
from tests.office import Office
from tests.promises.furnished import furnish
from tests.promises.routes import routes
from tests.services.accounts_at_work import IT
from tests.services.changing_posts import ADC, CHIEF, ODC
from tests.services.changing_posts import confirmed as post_confirmed
from tests.services.changing_posts import proposed as post_proposed
from tests.services.doing import doing

ADMINISTRATIVE = (
    Duty.ACCOUNT_CREATOR, Duty.PERMISSION_ASSIGNER, Duty.ACCOUNT_REVIEWER, Duty.ADMINISTRATOR,
    Duty.DAY_TO_DAY_ADMIN, Duty.TRAINING_KEEPER,
)  # fmt: skip
LOOKING = {Permission.HOME_VIEW, Permission.OWN_ACCOUNT}
AUDITING = {Permission.PROPOSAL_DECIDE, Permission.REVIEW_SECOND, Permission.RETRAINING_ORDER}
"""What an auditor does beside looking: be the second person, and order retraining for what was found."""


@pytest.mark.parametrize("tier", [Tier.LIMITED, Tier.VENDOR, Tier.NONE])
def test_no_duty_of_administration_or_audit_opens_plate_data(tier: Tier) -> None:
    held = permissions_for(tier, (*ADMINISTRATIVE, Duty.AUDIT_DIRECTOR, Duty.REPORT_RECIPIENT))

    assert {each for each in held if each.opens_plate_data} == set()


def test_an_auditor_looks_and_changes_nothing() -> None:
    beside_looking = {each for each in GRANTS[Duty.AUDIT_DIRECTOR] if not each.endswith(":view")}

    assert beside_looking - LOOKING == AUDITING
    assert not GRANTS[Duty.OVERSIGHT] - {Permission.CONFORMANCE_VIEW}


def test_the_account_administrator_opens_no_read_and_assigns_nothing_by_any_route(office: Office) -> None:
    """Barstow: the manager who makes accounts; every route of plate data and of permissions, page and post."""
    furnished = furnish(office)
    browser = office.browser(office.hire(IT))
    asked, opened = set(), []
    for route in routes(office.app):
        if route.shows_plates or route.permission == Permission.PERMISSION_ASSIGN:
            asked.add(route.permission)
            for htmx in (False, True):
                ask = browser.get if route.method == "GET" else browser.post
                status = ask(furnished.address(route), htmx=htmx).status_code
                opened += [f"{route}: {status}"] * (status != 403)

    assert asked >= {
        Permission.READ_VIEW,
        Permission.READ_SEARCH,
        Permission.HIT_VIEW,
        Permission.PERMISSION_ASSIGN,
    }
    assert opened == []


@pytest.mark.control("accounts.creators")
def test_only_the_two_seats_the_policy_names_see_and_post_the_making_of_accounts(office: Office) -> None:
    seats = {
        "it": office.hire(IT), "adc": office.hire("captain", ADC), "odc": office.hire("captain", ODC),
        "chief": office.hire("chief_of_police", CHIEF), "officer": office.hire("patrol_officer"),
        "corporal": office.hire("corporal", "administrative_training_corporal"),
    }  # fmt: skip
    found: dict[str, Any] = {}
    for number, (name, member) in enumerate(seats.items()):
        browser = office.browser(member)
        new = {
            "full_name": "Jo Park",
            "employee_number": f"P{number}",
            "title": "dispatcher",
            "kind": "member",
        }
        people = browser.get("/people/")
        found[name] = (
            people.status_code == 200 and "/people/new" in people.text,
            browser.get("/people/new").status_code,
            browser.post("/people", new).status_code,
        )

    may, may_not = (True, 200, 303), (False, 403, 403)
    assert {name: each == may for name, each in found.items()} == {
        name: name in ("it", "adc") for name in seats
    }
    assert [found[name] for name in seats if name not in ("it", "adc")] == [may_not] * 4


@pytest.mark.parametrize("post", [ODC, CHIEF, ADC], ids=["approver", "report", "administrator and auditor"])
def test_a_post_that_approves_audits_or_administers_takes_two_people_and_tells_both(
    office: Office, post: str
) -> None:
    adc, chief = office.hire("captain", ADC), office.hire("chief_of_police", CHIEF)
    receiver = office.hire("chief_of_police" if post == CHIEF else "captain")
    proposal = post_proposed(office, adc if post != ADC else chief, post, receiver)
    with doing(office, receiver) as work:
        assert post not in work.actor.posts

    second = chief if post != ADC else adc
    held = post_confirmed(office, second, proposal)
    with office.app.extensions["open_reading"]() as session:
        row = session.get_one(PostHeld, held)
        assert (row.confirmed_by_id, row.person_id) == (second.person_id, receiver.person_id)
