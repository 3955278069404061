"""A hold copies a read once, for a reason, and cannot bring back what is gone."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.models import HeldRead, Hold, HoldItem
from portal.rules import RuleBroken
from portal.services import evidence
from portal.services.evidence import NewHold
from portal.web.system_work import open_work, system_actor
from tests.clock import START, Clock
from tests.office import Member, Office
from tests.services.doing import PLATE, doing, looking, on_record
from tests.services.reads_on_file import authorise, purge_at, reading, receive

NEW = NewHold(
    kind="likely-evidence",
    case_number=" 26-01871 ",
    reason="Getaway car of the pharmacy robbery",
    review_on=START.date() + timedelta(days=90),
)


def place(office: Office, member: Member, *keys: int, **changes: Any) -> str:
    with doing(office, member) as work:
        return evidence.place(work, replace(NEW, **changes), keys).id


def count(office: Office, table: type[Any]) -> int:
    with reading(office.app) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_second_hold_keeps_the_same_copy(office: Office, clock: Clock) -> None:
    detective, sergeant = office.hire("detective"), office.hire("sergeant")
    keys = receive(office.app, clock.now, PLATE, "9WWT664")

    place(office, detective, *keys)
    place(office, sergeant, keys[0], case_number="26-02002")

    assert (count(office, Hold), count(office, HoldItem), count(office, HeldRead)) == (2, 3, 2)
    with looking(office, sergeant) as work:
        kept = work.session.get_one(HeldRead, keys[0])
        assert [hold.case_number for hold in evidence.holds_on(work, kept)] == ["26-01871", "26-02002"]
        _, holds = evidence.open_list(work)
        assert [len(hold.items) for hold in holds] == [2, 1]
    first, second = on_record(office, "hold.placed")
    assert (first.count, second.count) == (2, 1)
    assert (first.purpose, first.case_number, first.narrative) == ("likely-evidence", "26-01871", NEW.reason)


def test_a_read_that_was_purged_can_no_longer_be_held_but_its_copy_can(office: Office, clock: Clock) -> None:
    detective = office.hire("detective")
    held, gone = receive(office.app, clock.now, PLATE, "9WWT664")
    place(office, detective, held)
    authorise(office.app)
    purge_at(office.app, START.replace(year=2027, hour=18))

    with pytest.raises(RuleBroken, match="has been purged"):
        place(office, detective, gone)
    with pytest.raises(RuleBroken, match="has been purged"):
        place(office, detective, held, gone)
    place(office, detective, held)
    assert (count(office, Hold), count(office, HeldRead)) == (2, 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"case_number": ""}, "case_number"),
        ({"case_number": "none"}, "case_number"),
        ({"case_number": "none: report follows this week"}, "case_number"),
        ({"reason": "evidence needed"}, "reason"),
        ({"review_on": START.date()}, "review_on"),
        ({"review_on": START.date() - timedelta(days=1)}, "review_on"),
    ],
)
def test_a_hold_without_its_reasons_is_refused_at_the_field(
    office: Office, clock: Clock, changes: dict[str, Any], field: str
) -> None:
    (key,) = receive(office.app, clock.now, PLATE)
    with open_work(office.app, system_actor("test")) as work, pytest.raises(RuleBroken) as broken:
        evidence.place(work, replace(NEW, **changes), [key])
    assert (broken.value.field, broken.value.section) == (field, "466.5")


def test_a_hold_is_due_on_its_day_of_review_at_the_agency(office: Office, clock: Clock) -> None:
    detective = office.hire("detective")
    (key,) = receive(office.app, clock.now, PLATE)
    place(office, detective, key)

    due = []
    for moment in ("2027-01-31T07:59:59Z", "2027-01-31T08:00:00Z"):
        clock.now = clock.now.fromisoformat(moment)
        with doing(office, detective) as work:
            due.append(evidence.count_due(work))
    assert due == [0, 1]
