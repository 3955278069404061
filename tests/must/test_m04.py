"""M4: a code works once, however many try it at once, and for one step early or late at most."""

import pytest

from tests.must.signing_in import account, at_once, code_of, gives_code
from tests.office import Office
from tests.services.doing import on_record


@pytest.mark.control("signin.password-and-code")
def test_twenty_at_once_with_one_code_let_one_in_and_lock_nobody(office: Office) -> None:
    member = office.hire("patrol_officer")
    code = code_of(member, office)

    assert list(at_once(20, lambda: gives_code(office, member, code))).count(True) == 1
    assert len(on_record(office, "signin.code-accepted")) == 1
    assert account(office, member).locked_at is None, "a code that was right is no guess"


def test_a_code_two_steps_old_is_refused(office: Office) -> None:
    member = office.hire("patrol_officer")

    assert not gives_code(office, member, code_of(member, office, -2))
    assert gives_code(office, member, code_of(member, office, -1))
