"""M4: a code works once, however many try it at once, and for one step early or late at most."""

from collections.abc import Callable

import pytest

from portal.services.signin import lockout
from portal.web.system_work import open_work, system_actor
from tests.must.signing_in import account, at_once, code_of, gives_code, gives_recovery_code
from tests.office import Member, Office
from tests.services.doing import on_record


@pytest.mark.control("signin.password-and-code")
def test_twenty_at_once_with_one_code_let_one_in_and_lock_nobody(office: Office) -> None:
    member = office.hire("patrol_officer")
    code = code_of(member, office)

    assert list(at_once(20, lambda: gives_code(office, member, code))).count(True) == 1
    assert len(on_record(office, "signin.code-accepted")) == 1
    assert account(office, member).locked_at is None, "a code that was right is no guess"


@pytest.mark.parametrize("gives", [gives_code, gives_recovery_code])
def test_a_try_that_is_not_looked_at_locks_nobody(
    office: Office, gives: Callable[[Office, Member, str], bool]
) -> None:
    """Five others are under way: as long as none of them is known to be wrong, nothing is."""
    member = office.hire("patrol_officer")
    with open_work(office.app, system_actor("test")) as work:
        under_way = [lockout.begin(work, member.account_id, "code") for _ in range(lockout.TRIES)]

    assert all(under_way)
    assert not gives(office, member, code_of(member, office))
    assert account(office, member).locked_at is None
    with open_work(office.app, system_actor("test")) as work:
        lockout.failed(work, member.account_id)
    assert account(office, member).locked_at is not None, "the first of the five that is wrong"


def test_a_code_two_steps_old_is_refused(office: Office) -> None:
    member = office.hire("patrol_officer")

    assert not gives_code(office, member, code_of(member, office, -2))
    assert gives_code(office, member, code_of(member, office, -1))
