"""M5: five failures within fifteen minutes lock an account until somebody else releases it."""

import pytest

from portal.rules import RuleBroken
from portal.services.signin import lockout
from portal.services.signin.acts import WRONG
from tests.must.signing_in import (
    account,
    at_once,
    code_of,
    gives_code,
    gives_password,
    gives_recovery_code,
    tries_counted,
)
from tests.office import PASSWORD, Member, Office
from tests.services.doing import doing, on_record


def fail(office: Office, member: Member, times: int) -> None:
    for _ in range(times):
        assert not gives_password(office, member, "something else")


@pytest.mark.control("signin.password-and-code")
def test_fifty_wrong_tries_at_once_are_five_and_then_the_right_one_is_refused(office: Office) -> None:
    member, other = office.hire("patrol_officer"), office.hire("dispatcher")

    assert not any(at_once(50, lambda: gives_password(office, member, "something else")))

    assert tries_counted(office, member) == 5, "no more were looked at"
    assert len(on_record(office, "signin.failed")) == 50
    assert len(on_record(office, "account.locked")) == 1
    assert not gives_password(office, member, PASSWORD)
    office.clock.move(hours=24)
    assert not gives_password(office, member, PASSWORD)
    assert gives_password(office, other, PASSWORD)


@pytest.mark.control("signin.password-and-code")
def test_an_administrator_releases_it_on_record_and_its_owner_does_not(office: Office) -> None:
    commander = office.hire("captain", "administrative_division_commander")
    member = office.hire("patrol_officer")
    fail(office, member, 5)
    fail(office, commander, 5)

    with doing(office, commander) as work, pytest.raises(RuleBroken, match="Nobody releases their own"):
        lockout.release(work, commander.account_id)
    told = on_record(office, "account.released")
    assert told == []
    page = office.browser(commander).post(f"/people/accounts/{member.account_id}/release")

    assert page.status_code == 303
    assert [row.user_name for row in on_record(office, "account.released")] == [commander.user_name]
    assert gives_password(office, member, PASSWORD)
    with doing(office, commander) as work, pytest.raises(RuleBroken, match="not locked"):
        lockout.release(work, member.account_id)


def test_codes_and_recovery_codes_count_with_passwords(office: Office) -> None:
    member = office.hire("patrol_officer")
    fail(office, member, 2)
    assert not gives_code(office, member, "nonsense")
    assert not gives_recovery_code(office, member, "AAAA-BBBB-CCCC-DDDD")
    assert account(office, member).locked_at is None
    assert not gives_code(office, member, "nonsense")

    assert account(office, member).locked_at == office.clock.now
    assert not gives_code(office, member, code_of(member, office))


def test_a_password_alone_forgives_nothing_and_both_factors_everything(office: Office) -> None:
    """Else whoever has the password could try codes for ever."""
    member = office.hire("patrol_officer")
    fail(office, member, 4)
    assert gives_password(office, member, PASSWORD)
    assert tries_counted(office, member) == 4
    assert gives_code(office, member, code_of(member, office))
    assert tries_counted(office, member) == 0
    fail(office, member, 4)
    assert account(office, member).locked_at is None


def test_failures_fifteen_minutes_old_count_no_more(office: Office) -> None:
    member = office.hire("patrol_officer")
    fail(office, member, 4)
    office.clock.move(minutes=14, seconds=59)
    fail(office, member, 1)
    assert account(office, member).locked_at == office.clock.now

    other = office.hire("dispatcher")
    fail(office, other, 4)
    office.clock.move(minutes=15)
    fail(office, other, 1)
    assert account(office, other).locked_at is None


def test_everybody_is_told_that_five_tries_lock_and_who_releases(office: Office) -> None:
    page = office.visitor().post("/sign-in", {"user_name": "nobody.here", "password": PASSWORD})

    assert (
        f"{WRONG} Five wrong tries within 15 minutes lock an account until the Administrative Division"
        in page.text
    )


def test_the_command_releases_on_record_too(office: Office) -> None:
    member = office.hire("patrol_officer")
    fail(office, member, 5)
    run = office.app.test_cli_runner().invoke

    assert run(args=["people", "unlock", member.user_name]).exit_code == 0
    assert [row.user_name for row in on_record(office, "account.released")] == ["system:people unlock"]
    assert gives_password(office, member, PASSWORD)
    again = run(args=["people", "unlock", member.user_name])
    assert (again.exit_code, "not locked" in again.output) == (2, True)
