"""What is decided at each agency and by whom, and what keeps somebody from it: values alone."""

import pytest

from portal.access import Bar, Duty
from portal.agencies import load, slugs
from portal.cli.access_people import effective
from portal.rules.ability import Lack, lack
from portal.rules.authority import TASKS, Matter, matters

BARSTOW = load("barstow")
DECIDED_ELSEWHERE = {Duty.HOTLIST_APPROVER, Duty.RELEASE_APPROVER, Duty.RELEASE_DESIGNEE}
"""Duties that show as decisions of their own: by chain, and as the release."""


def told(slug: str) -> dict[str, Matter]:
    return {matter.key: matter for matter in matters(effective(load(slug)))}


def test_every_duty_there_is_has_its_words() -> None:
    assert set(TASKS) | DECIDED_ELSEWHERE == set(Duty)


@pytest.mark.parametrize("slug", slugs())
def test_every_duty_of_a_profile_shows_with_those_who_carry_it(slug: str) -> None:
    profile, found = effective(load(slug)), told(slug)

    for duty, assignment in profile.duties.items():
        if duty not in DECIDED_ELSEWHERE:
            carried = [carrier.key for carrier in found[duty].carriers]
            assert carried == [*assignment.posts, *assignment.titles]
            assert found[duty].section == assignment.section
    assert all(matter.section and matter.name and matter.does for matter in found.values())
    assert len(found) == len(matters(profile)), "each key is one anchor of the page"


def test_a_chain_shows_its_steps_in_the_order_of_the_policy() -> None:
    patrol = told("barstow")["hotlist-patrol"]

    assert [[carrier.key for carrier in step] for step in patrol.steps] == [
        ["operations_division_commander"],
        ["administrative_division_commander", "chief_of_police"],
    ]
    assert patrol.section == "466.11"
    assert "Patrol Officer" in patrol.does
    assert "Detective" not in patrol.does


@pytest.mark.parametrize("slug", [slug for slug in slugs() if not load(slug).hotlist.custom])
def test_where_the_policy_provides_no_entries_it_says_so(slug: str) -> None:
    matter = told(slug)["hotlist"]

    assert (matter.off, matter.steps) == (True, ())


def test_a_release_names_the_approver_first_then_the_designees() -> None:
    assert [carrier.key for carrier in told("barstow")["release"].carriers] == [
        "administrative_division_commander",
        "operations_division_commander",
        "watch_commander",
    ]


def test_what_set_up_has_not_answered_has_nobody() -> None:
    assert told("fresno")[Duty.ADMINISTRATOR].carriers == ()


def test_who_is_named_for_two_duties_decides_a_proposal_once() -> None:
    keys = [(carrier.is_title, carrier.key) for carrier in told("barstow")["second-person"].carriers]

    assert len(keys) == len(set(keys)) > 2


@pytest.mark.control("training.gate", "access.clearance")
def test_training_and_clearance_keep_from_what_needs_sight_of_plates() -> None:
    untrained, uncleared = Bar("x", "466.4(d)"), Bar("x", BARSTOW.access.section)

    assert lack(BARSTOW, account_open=True, bar=untrained, on_plates=True) == Lack(
        "training missing", "466.4(d)"
    )
    assert lack(BARSTOW, account_open=True, bar=uncleared, on_plates=True) == Lack(
        "clearance missing", "466.10"
    )
    assert lack(BARSTOW, account_open=True, bar=untrained, on_plates=False) is None
    assert lack(BARSTOW, account_open=True, bar=None, on_plates=True) is None


@pytest.mark.parametrize("on_plates", [True, False])
def test_a_closed_account_keeps_from_everything(on_plates: bool) -> None:
    found = lack(BARSTOW, account_open=False, bar=None, on_plates=on_plates)

    assert found is not None
    assert found.what == "no open account"
