"""An exception is signed by a person under a post, counts until its review, and can be ended; all of it on record."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import NoResultFound

from portal.rules import RuleBroken
from portal.services.policy import exceptions
from portal.services.policy.exceptions import NewException
from tests.clock import Clock
from tests.controls.invented import GATE, LATER, LIST, binding
from tests.office import Member, Office, days_ahead
from tests.services.doing import doing, on_record

CLAUSE = "466.4(b)"
REASON = "The server is being replaced, and its log arrives in spring."


@pytest.fixture
def captain(office: Office) -> Member:
    return office.hire("captain", "administrative_division_commander")


def sign(office: Office, member: Member, clause: str = CLAUSE, control: str = LIST, days: int = 30) -> str:
    with doing(office, member) as work:
        new = NewException(clause, control, REASON, days_ahead(office.clock, days))
        return exceptions.sign(binding(work), new).id


def standing(office: Office, member: Member) -> list[tuple[str, str]]:
    with doing(office, member) as work:
        return [(row.id, state) for row, state in exceptions.listed(work)]


def test_it_names_who_signed_under_which_post_when_and_until_when(
    office: Office, captain: Member, clock: Clock
) -> None:
    exception_id = sign(office, captain)

    with doing(office, captain) as work:
        ((row, state),) = exceptions.listed(work)
        assert (row.clause, row.control, row.reason) == (CLAUSE, LIST, REASON)
        assert (row.signed_by_id, row.signed_at) == (captain.person_id, clock.now)
        assert row.post == work.profile.post("administrative_division_commander").title
        assert row.review_on == days_ahead(clock, 30)
        assert state == "in force"
        assert list(exceptions.in_force(work)) == [(CLAUSE, LIST)]
    (entry,) = on_record(office, "policy.exception-signed")
    assert (entry.subject_id, entry.user_name) == (exception_id, captain.user_name)


def test_a_shall_takes_none_and_nothing_is_kept(office: Office, captain: Member) -> None:
    with pytest.raises(RuleBroken) as refused:
        sign(office, captain, "466.4(a)", GATE)

    assert (refused.value.code, refused.value.section) == ("exception.clause-binds", "466.4(a)")
    assert standing(office, captain) == []


@pytest.mark.parametrize(("clause", "control"), [("466.9(x)", LIST), (CLAUSE, GATE)])
def test_a_clause_or_control_the_profile_does_not_bind_is_not_found(
    office: Office, captain: Member, clause: str, control: str
) -> None:
    with pytest.raises(NoResultFound):
        sign(office, captain, clause, control)


def test_signed_anew_the_earlier_one_ends_in_the_same_entry(
    office: Office, captain: Member, clock: Clock
) -> None:
    first = sign(office, captain)
    clock.move(days=20)
    second = sign(office, captain, days=60)

    assert standing(office, captain) == [(second, "in force"), (first, "ended")]
    entry = on_record(office, "policy.exception-signed")[-1]
    assert {name.partition("/")[2] for name in entry.changes} == {first, second}


def test_it_comes_up_for_review_fourteen_days_before_lapses_and_can_be_ended(
    office: Office, captain: Member, clock: Clock
) -> None:
    exception_id = sign(office, captain)

    def due() -> list[str]:
        with doing(office, captain) as work:
            return [row.id for row in exceptions.due(work)]

    clock.move(days=15)
    assert (due(), standing(office, captain)) == ([], [(exception_id, "in force")])
    clock.move(days=1)
    assert (due(), standing(office, captain)) == ([exception_id], [(exception_id, "due for review")])
    clock.move(days=14)
    assert (due(), standing(office, captain)) == ([exception_id], [(exception_id, "lapsed")])
    with doing(office, captain) as work:
        assert exceptions.in_force(work) == {}
        exceptions.end(work, exception_id)
    assert (due(), standing(office, captain)) == ([], [(exception_id, "ended")])
    assert [row.subject_id for row in on_record(office, "policy.exception-ended")] == [exception_id]


def test_it_ends_once(office: Office, captain: Member, clock: Clock) -> None:
    exception_id = sign(office, captain)
    ended_at = clock.now + timedelta(hours=1)
    with doing(office, captain, ended_at) as work:
        assert exceptions.end(work, exception_id).ended_at == ended_at

    with pytest.raises(RuleBroken, match="ended already"), doing(office, captain) as work:
        exceptions.end(work, exception_id)
    with pytest.raises(NoResultFound), doing(office, captain) as work:
        exceptions.end(work, "0" * 32)


def test_offered_is_what_the_policy_says_should_be_done(office: Office, captain: Member) -> None:
    with doing(office, captain) as work:
        assert exceptions.offered(binding(work)) == [
            (CLAUSE, LIST),
            ("466.5(para 1)", LATER),
            ("466.5(para 1)", GATE),
        ]
