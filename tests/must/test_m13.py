"""M13: unused for 90 days, temporary for 72 hours, expired: refused at the boundary, whether or not any job runs."""

from datetime import datetime, timedelta

import pytest

from portal.ledger import Action
from tests.clock import Clock
from tests.office import PASSWORD, Member, Office
from tests.services.accounts_at_work import ADC, IT, assigned, cleared, made, member_of
from tests.services.doing import on_record

SECOND = timedelta(seconds=1)


def lets_in(office: Office, member: Member) -> tuple[int, int]:
    """What a signed-in browser gets, and what the right password gets at the door."""
    inside = office.browser(member).get("/").status_code
    door = office.visitor().post("/sign-in", {"user_name": member.user_name, "password": PASSWORD})
    return inside, door.status_code


IN, OUT = (200, 303), (303, 422)


def boundary(office: Office, clock: Clock, member: Member, moment: datetime) -> None:
    """Let in one second before, refused at the moment itself and after, and the refusal is on record."""
    clock.now = moment - SECOND
    assert lets_in(office, member) == IN
    for late in (moment, moment + SECOND):
        clock.now = late
        assert lets_in(office, member) == OUT
    assert on_record(office, Action.SIGNIN_FAILED)[-1].typed == {"user_name": member.user_name}


def test_ninety_days_without_a_sign_in_close_an_account(office: Office, clock: Clock) -> None:
    member = office.hire("patrol_officer")
    boundary(office, clock, member, clock.now + timedelta(days=90))


@pytest.mark.parametrize("kind", ["temporary", "contractor"])
def test_an_account_closes_at_the_moment_of_its_expiry(office: Office, clock: Clock, kind: str) -> None:
    it, adc = office.hire(IT), office.hire("captain", ADC)
    ends = clock.now + timedelta(hours=72)
    person = made(
        office, it, kind=kind, organisation="Acme", scope="Mutual aid, storm",
        expires_at=None if kind == "temporary" else ends,
    )  # fmt: skip
    cleared(office, adc, person)
    assigned(office, adc, person)
    member = member_of(office, person)
    clock.now = ends - SECOND
    assert office.browser(member).get("/").status_code == 200
    clock.now = ends
    assert office.browser(member).get("/").status_code == 303
