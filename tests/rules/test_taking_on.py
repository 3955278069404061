"""What an account may be made from, how long it lasts, and what opens it: pure rules."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.access import Permission
from portal.access.wording import IN_WORDS
from portal.agencies.profile import load
from portal.rules import RuleBroken
from portal.rules.account_state import Facts, State, state_of
from portal.rules.accounts import DORMANT, Standing, closed
from portal.rules.dispatch import check_authorisation
from portal.rules.opening import check_new_title, check_openable
from portal.rules.taking_on import AccountKind, Asked, check_asked, expiry_of, suggested_user_name

NOW = datetime(2026, 11, 2, 17, 0, tzinfo=UTC)
ZONE = "America/Los_Angeles"
PROFILE = load("barstow")
SECOND = timedelta(seconds=1)
A_YEAR = datetime(2027, 11, 2, 16, 0, tzinfo=UTC) - NOW
"""A calendar year at the agency, whose clocks still show daylight time then."""


@pytest.mark.parametrize(
    ("full_name", "taken", "suggested"),
    [
        ("Jo Park", (), "jo.park"),
        ("José María Núñez", (), "jose.nunez"),
        ("Jo Park", ("jo.park", "jo.park2"), "jo.park3"),
        ("Cher", (), "cher"),
        ("X Æ", (), "x2"),
        ("王", (), ""),
    ],
)
def test_a_user_name_is_suggested_that_nobody_ever_had(
    full_name: str, taken: tuple[str, ...], suggested: str
) -> None:
    assert suggested_user_name(full_name, taken) == suggested


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"full_name": "7"}, "account.no-name"),
        ({"employee_number": "41 01"}, "account.employee-number"),
        ({"user_name": "Jo Park"}, "account.user-name"),
        ({"user_name": "j"}, "account.user-name"),
        ({"email": "jo.park"}, "account.email"),
        ({"kind": AccountKind.VENDOR}, "account.kind"),
        ({"kind": AccountKind.CONTRACTOR, "scope": "Records"}, "account.no-organisation"),
        ({"kind": AccountKind.CONTRACTOR, "organisation": "Acme"}, "account.no-scope"),
        ({"kind": AccountKind.TEMPORARY}, "account.no-scope"),
    ],
)
def test_what_no_account_is_made_from_is_told_by_its_field(changes: dict[str, str], code: str) -> None:
    good = {
        "full_name": "Jo Park", "employee_number": "4101", "user_name": "jo.park", "email": "",
        "kind": AccountKind.MEMBER, "organisation": "", "scope": "",
    }  # fmt: skip
    title = PROFILE.title("patrol_officer")
    check_asked(Asked(**good), title, "466.10")  # type: ignore[arg-type]  # put together above
    with pytest.raises(RuleBroken) as broken:
        check_asked(Asked(**(good | changes)), title, "466.10")  # type: ignore[arg-type]
    assert (broken.value.code, bool(broken.value.field)) == (code, True)


def test_the_vendors_title_takes_a_vendors_account() -> None:
    asked = Asked("Vic Endor", "V1", "vic.endor", "", AccountKind.MEMBER, "", "")
    with pytest.raises(RuleBroken, match="a vendor's account"):
        check_asked(asked, PROFILE.title("vendor_technician"), "466.10")


@pytest.mark.parametrize(
    ("kind", "longest"),
    [
        (AccountKind.TEMPORARY, timedelta(hours=72)),
        (AccountKind.CONTRACTOR, A_YEAR),
        (AccountKind.VENDOR, A_YEAR),
    ],
)
def test_whoever_is_not_the_agencys_own_has_an_end_within_bounds(
    kind: AccountKind, longest: timedelta
) -> None:
    assert expiry_of(kind, NOW + longest, NOW, NOW, ZONE, "1") == NOW + longest
    with pytest.raises(RuleBroken) as broken:
        expiry_of(kind, NOW + longest + SECOND, NOW, NOW, ZONE, "1")
    assert broken.value.code == "account.too-long"


def test_a_temporary_account_is_not_made_longer_by_extending_it() -> None:
    made, later = NOW, NOW + timedelta(hours=60)

    assert expiry_of(AccountKind.TEMPORARY, None, made, later, ZONE, "1") == made + timedelta(hours=72)
    with pytest.raises(RuleBroken, match="72 hours"):
        expiry_of(AccountKind.TEMPORARY, made + timedelta(hours=73), made, later, ZONE, "1")


def test_a_member_may_stay_and_nobody_from_outside_for_good() -> None:
    assert expiry_of(AccountKind.MEMBER, None, NOW, NOW, ZONE, "1") is None
    with pytest.raises(RuleBroken, match="within a year"):
        expiry_of(AccountKind.VENDOR, None, NOW, NOW, ZONE, "1")
    with pytest.raises(RuleBroken, match="must lie ahead"):
        expiry_of(AccountKind.MEMBER, NOW, NOW, NOW, ZONE, "1")


def facts(**changes: object) -> Facts:
    standing: dict[str, object] = {"disabled": False, "left_at": None, "expires_at": None, "used_at": NOW}
    flags: dict[str, object] = {"ever_opened": True, "locked": False, "enrolled": True}
    standing |= {name: value for name, value in changes.items() if name in standing}
    flags |= {name: value for name, value in changes.items() if name in flags}
    return Facts(Standing(**standing), **flags)  # type: ignore[arg-type]  # put together above


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, State.OPEN),
        ({"enrolled": False}, State.NOT_ENROLLED),
        ({"locked": True, "enrolled": False}, State.LOCKED),
        ({"used_at": NOW - DORMANT, "locked": True}, State.DORMANT),
        ({"expires_at": NOW, "used_at": NOW - DORMANT}, State.EXPIRED),
        ({"disabled": True, "expires_at": NOW}, State.DISABLED),
        ({"disabled": True, "ever_opened": False}, State.WAITING),
        ({"left_at": NOW, "disabled": True}, State.LEFT),
    ],
)
def test_the_state_tells_one_word_and_agrees_with_what_is_closed(
    changes: dict[str, object], state: State
) -> None:
    found = facts(**changes)

    assert state_of(found, NOW) == state
    assert (closed(found.standing, NOW) is None) == (state in (State.OPEN, State.NOT_ENROLLED, State.LOCKED))
    assert state_of(None, NOW) == State.NONE


@pytest.mark.control("access.clearance")
def test_clearance_comes_before_the_opening_where_the_policy_asks_for_it() -> None:
    today = date(2026, 11, 2)

    def opened(agency: str, cleared_on: date | None) -> None:
        profile = load(agency)
        check_openable(profile, State.WAITING, cleared_on=cleared_on, today=today, title="any", section="1")

    opened("barstow", today)
    opened("piedmont", None)
    for cleared_on in (None, today + timedelta(days=1)):
        with pytest.raises(RuleBroken) as broken:
            opened("barstow", cleared_on)
        assert (broken.value.code, broken.value.section) == ("account.no-clearance", "466.10")


def test_a_title_that_a_held_post_forbids_is_not_given() -> None:
    def given(new: str, *posts: str) -> None:
        check_new_title(PROFILE, new=new, current="captain", posts=posts, section="466.10")

    given("lieutenant", "watch_commander")
    for new, posts, code in (
        ("lieutenant", ["operations_division_commander"], "title.post"),
        ("captain", [], "title.held-already"),
        ("marshal", [], "title.unknown"),
    ):
        with pytest.raises(RuleBroken) as broken:
            given(new, *posts)
        assert broken.value.code == code


@pytest.mark.control("access.other-databases")
@pytest.mark.parametrize(("agency", "section"), [("barstow", "466.4(e)"), ("west-covina", "462.3(e)")])
def test_a_clets_check_takes_an_authorisation_of_its_own(agency: str, section: str) -> None:
    dispatch, clets = PROFILE.dispatch, load(agency).clets

    check_authorisation(dispatch, clets, "a", authorised=True, help_from="the Chief")
    check_authorisation(dispatch, clets, "b", authorised=False, help_from="the Chief")
    with pytest.raises(RuleBroken, match="the Chief records an authorisation") as broken:
        check_authorisation(dispatch, clets, "a", authorised=False, help_from="the Chief")
    assert broken.value.section == section


def test_every_permission_is_told_in_words() -> None:
    assert set(IN_WORDS) == set(Permission)
