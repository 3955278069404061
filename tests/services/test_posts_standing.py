"""What the pages of posts tell: who holds them, what each carries, its history, its drawing, and what waits."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from portal.access import Duty
from portal.rules.posts import Kind
from portal.services import posts
from portal.services.posts import Holding, Standing
from portal.services.posts.history import PAGE
from portal.services.posts.timeline import MOST_BARS, MOST_TICKS, marks, timeline
from tests.clock import START, Clock
from tests.office import Member, Office
from tests.services.changing_posts import (
    ADC,
    AIDE,
    CHIEF,
    ODC,
    ORDER,
    RECORDS,
    TRAINING,
    WATCH,
    confirmed,
    ending_proposed,
    proposed,
)
from tests.services.doing import doing, looking

DAY = timedelta(days=1)
ZONE = "America/Los_Angeles"


@pytest.fixture
def chief(office: Office) -> Member:
    return office.hire("chief_of_police", CHIEF, user_name="the.chief")


@pytest.fixture
def adc(office: Office) -> Member:
    return office.hire("captain", ADC, user_name="ada.adc")


def standings(office: Office, by: Member) -> dict[str, Standing]:
    with looking(office, by) as work:
        found = {each.post.key: each for each in posts.standing(work)}
        work.session.expunge_all()
        return found


def names_of(found: tuple[Holding, ...]) -> list[tuple[str, Kind]]:
    return [(each.full_name, each.kind) for each in found]


def test_every_post_is_told_with_its_holders_vacancy_and_duties(
    office: Office, clock: Clock, chief: Member, adc: Member
) -> None:
    sergeant, coming = office.hire("sergeant"), office.hire("captain")
    confirmed(office, chief, proposed(office, adc, ODC, sergeant, acting=True, until=clock.now + DAY))
    confirmed(office, chief, proposed(office, adc, ODC, coming, since=clock.now + DAY))
    waiting = proposed(office, adc, RECORDS, office.hire("lieutenant"))

    found = standings(office, adc)

    with doing(office, adc) as work:
        assert list(found) == [post.key for post in work.profile.posts]
    assert names_of(found[CHIEF].now) == [("The Chief", Kind.PERMANENT)]
    assert found[ODC].acting_only
    assert not found[ODC].vacant
    assert names_of(found[ODC].now) == [(sergeant.full_name, Kind.ACTING)]
    assert names_of(found[ODC].coming) == [(coming.full_name, Kind.PERMANENT)]
    assert found[RECORDS].vacant
    assert found[WATCH].vacant
    assert [change.proposal.id for change in found[RECORDS].changes] == [waiting]
    assert dict(found[RECORDS].duties) == {Duty.CUSTODIAN_OF_RECORDS: "466.3.1(f)"}


def test_a_change_tells_whom_it_is_about_and_what_ends_with_it(
    office: Office, chief: Member, adc: Member
) -> None:
    before, after = office.hire("lieutenant", RECORDS), office.hire("sergeant")
    proposal = proposed(office, adc, RECORDS, after)
    with doing(office, adc) as work:
        change = posts.change_of(work, posts.find(work, proposal))

    assert (change.gives, change.full_name, change.basis) == (True, after.full_name, ORDER)
    assert [each.full_name for each in change.ends] == [before.full_name]


def test_a_history_tells_who_proposed_and_confirmed_and_what_ended_each_holding(
    office: Office, clock: Clock, chief: Member, adc: Member
) -> None:
    first, second, third = (office.hire("lieutenant") for _ in range(3))
    for each in (first, second):
        clock.move(days=1)
        confirmed(office, chief, proposed(office, adc, RECORDS, each))
    clock.move(days=1)
    never = confirmed(office, chief, proposed(office, adc, RECORDS, third, since=clock.now + 9 * DAY))
    confirmed(office, chief, ending_proposed(office, adc, never))

    with doing(office, adc) as work:
        rows = posts.history(work, RECORDS).rows
        told = [
            (
                row.holding.full_name,
                row.stands,
                bool(
                    row.given and row.given.decision and row.given.decision.decided_by_id == chief.person_id
                ),
                row.ended.terms["change"] if row.ended else None,
            )
            for row in rows
        ]
    assert told == [
        (third.full_name, "never", True, "ending"),
        (second.full_name, "now", True, "giving"),
        (first.full_name, "over", True, "giving"),
    ]


def test_who_held_a_post_from_set_up_is_told_without_a_second_person(office: Office, adc: Member) -> None:
    with doing(office, adc) as work:
        (row,) = posts.history(work, ADC).rows

    assert (row.given, row.ended, row.stands) == (None, None, "now")


def test_a_long_history_comes_in_pages_and_misses_nobody(office: Office, adc: Member) -> None:
    for _ in range(PAGE + 3):
        office.hire("sergeant", WATCH)
    with doing(office, adc) as work:
        first = posts.history(work, WATCH)
        second = posts.history(work, WATCH, first.older)

    ids = [row.holding.id for row in [*first.rows, *second.rows]]
    assert (len(first.rows), len(second.rows), second.older) == (PAGE, 3, None)
    assert len(set(ids)) == len(ids)


def holding(number: int, since: datetime, until: datetime | None) -> Holding:
    return Holding(str(number), str(number), f"Person {number}", "desk", Kind.PERMANENT, since, until, ORDER)


def test_the_drawing_keeps_every_bar_and_mark_within_its_width() -> None:
    held = [
        holding(number, START - (900 - 30 * number) * DAY, START - (870 - 30 * number) * DAY)
        for number in reversed(range(40))
    ]
    drawn = timeline([holding(99, START - DAY, None), *held], START, ZONE)

    assert drawn is not None
    assert (len(drawn.bars), drawn.left_out) == (MOST_BARS, 41 - MOST_BARS)
    assert drawn.bars[0].goes_on
    assert drawn.bars[0].left + drawn.bars[0].width == 100
    assert all(0 <= bar.left < bar.left + bar.width <= 100 for bar in drawn.bars)
    assert all(0 <= left <= 100 for left, _ in drawn.ticks)
    assert 0 < drawn.now < 100


def test_nothing_is_drawn_of_what_never_was() -> None:
    assert timeline([], START, ZONE) is None
    assert timeline([holding(1, START, START)], START, ZONE) is None


@pytest.mark.parametrize("days", [0.5, 1, 3, 9, 40, 100, 400, 1500, 9000, 40000])
def test_a_line_of_time_has_few_marks_in_order(days: float) -> None:
    first = datetime(2019, 3, 5, 11, 20, tzinfo=UTC)
    found = marks(first, first + timedelta(days=days), ZONE)

    assert len(found) <= MOST_TICKS
    assert all(first < mark < first + timedelta(days=days) for mark, _ in found)
    assert all(one < other for (one, _), (other, _) in pairwise(found))


def test_marks_are_named_by_day_month_or_year() -> None:
    first = datetime(2026, 3, 5, 11, 20, tzinfo=UTC)

    assert [words for _, words in marks(first, first + 3 * DAY, ZONE)] == ["6 Mar", "7 Mar", "8 Mar"]
    assert [words for _, words in marks(first, first + 120 * DAY, ZONE)] == [
        "Apr 2026",
        "May 2026",
        "Jun 2026",
        "Jul 2026",
    ]
    assert [words for _, words in marks(first, first + 1200 * DAY, ZONE)] == ["2027", "2028", "2029"]


def waiting(office: Office, member: Member) -> posts.Waiting:
    with looking(office, member) as work:
        found = posts.waiting_for(work)
        work.session.expunge_all()
        return found


def test_a_change_waits_for_whoever_may_be_the_second_person(
    office: Office, chief: Member, adc: Member
) -> None:
    trainer, officer = office.hire("corporal", TRAINING), office.hire("patrol_officer")
    proposal = proposed(office, adc, RECORDS, trainer)

    assert [each.proposal.id for each in waiting(office, chief).decisions] == [proposal]
    assert waiting(office, trainer).decisions == [], "it is theirs to receive"
    assert waiting(office, officer).empty
    assert waiting(office, adc).decisions == []
    assert [each.proposal.id for each in waiting(office, adc).mine] == [proposal]

    confirmed(office, chief, proposal)
    assert waiting(office, chief).empty
    assert waiting(office, adc).mine == []


def test_the_administrator_is_told_of_vacancies_and_of_holdings_about_to_end(
    office: Office, clock: Clock, chief: Member, adc: Member
) -> None:
    for title, post in (("captain", ODC), ("lieutenant", RECORDS), ("sergeant", WATCH)):
        office.hire(title, post)
    aide, soldier = office.hire("lieutenant"), office.hire("sergeant")
    confirmed(office, chief, proposed(office, adc, AIDE, aide, until=clock.now + 30 * DAY))
    confirmed(office, chief, proposed(office, adc, WATCH, soldier, until=clock.now + DAY))

    assert [each.post.key for each in waiting(office, adc).vacancies] == [TRAINING]
    assert waiting(office, adc).ending == [], "a shift always ends soon"
    assert waiting(office, chief).vacancies == []

    clock.move(days=16)
    assert [held.full_name for _, held in waiting(office, adc).ending] == [aide.full_name]
    assert waiting(office, chief).ending == []

    clock.move(days=14)
    assert waiting(office, adc).ending == []
    assert {each.post.key for each in waiting(office, adc).vacancies} == {TRAINING, AIDE}
