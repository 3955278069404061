"""Password and code: one answer for everything wrong, a code for a minute and a half and once, all on record."""

from datetime import timedelta

import pyotp
import pytest

from portal.rules import RuleBroken
from portal.services.signin import acts
from portal.web.system_work import open_work, system_actor
from tests.clock import Clock
from tests.office import PASSWORD, Member, Office
from tests.services.doing import disable, on_record


def code_of(member: Member, clock: Clock, steps: int = 0) -> str:
    return str(pyotp.TOTP(member.totp_secret).at(clock.now + timedelta(seconds=30 * steps)))


def accepts(office: Office, member: Member, code: str) -> bool:
    with open_work(office.app, system_actor("test")) as work:
        try:
            acts.check_code(work, member.account_id, code)
        except RuleBroken:
            return False
        return True


def refusal(office: Office, user_name: str, password: str) -> str:
    with (
        open_work(office.app, system_actor("test")) as work,
        pytest.raises(RuleBroken) as broken,
    ):
        acts.check_password(work, user_name, password)
    return broken.value.message


def test_a_code_is_good_one_step_early_or_late_and_no_further(office: Office, clock: Clock) -> None:
    member = office.hire("patrol_officer")

    assert not accepts(office, member, code_of(member, clock, -2))
    assert not accepts(office, member, code_of(member, clock, 2))
    assert accepts(office, member, code_of(member, clock, -1))
    assert accepts(office, member, code_of(member, clock, 1))


@pytest.mark.control("signin.password-and-code")
def test_a_code_works_once_and_none_before_it_after_that(office: Office, clock: Clock) -> None:
    member = office.hire("patrol_officer")
    code = code_of(member, clock)

    assert accepts(office, member, f" {code[:3]} {code[3:]} ")
    assert not accepts(office, member, code)
    assert not accepts(office, member, code_of(member, clock, -1))
    clock.move(seconds=30)
    assert accepts(office, member, code_of(member, clock))


@pytest.mark.parametrize("code", ["", "000", "abcdef", "\x00", "\u0661\u0662\u0663\u0664\u0665\u0666"])
def test_what_is_no_code_is_refused_like_a_wrong_one(office: Office, code: str) -> None:
    assert not accepts(office, office.hire("patrol_officer"), code)


@pytest.mark.control("signin.password-and-code")
def test_a_refused_code_is_on_record_and_an_accepted_one_too(office: Office, clock: Clock) -> None:
    member = office.hire("patrol_officer")
    accepts(office, member, "000000x")
    accepts(office, member, code_of(member, clock))

    assert [row.outcome for row in on_record(office, "signin.failed")] == ["code"]
    assert len(on_record(office, "signin.code-accepted")) == 1


def test_everything_wrong_with_a_password_gets_one_and_the_same_sentence(office: Office) -> None:
    member, gone = office.hire("patrol_officer"), office.hire("dispatcher")
    disable(office, gone)

    said = {
        refusal(office, member.user_name, "something else"),
        refusal(office, "nobody.here", PASSWORD),
        refusal(office, gone.user_name, PASSWORD),
        refusal(office, "", ""),
    }

    assert len(said) == 1
    failed = on_record(office, "signin.failed")
    assert [row.typed["user_name"] for row in failed] == [
        member.user_name,
        acts.NOBODY,
        gone.user_name,
        acts.NOBODY,
    ]
    assert {row.outcome for row in failed} == {"password"}
    assert not [row for row in failed if PASSWORD.encode() in row.body or b"something else" in row.body]
