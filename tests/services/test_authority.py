"""Whom to call now: who stands in, who is passed over and why, who comes next."""

from datetime import timedelta

from portal.rules.posts import Kind
from portal.services import authority
from portal.services.authority import Answer
from tests.office import Member, Office
from tests.services.changing_posts import ADC, CHIEF, ODC, WATCH, confirmed, proposed
from tests.services.doing import disable, looking


def told(office: Office, member: Member, key: str) -> Answer:
    with looking(office, member) as work:
        return next(each for each in authority.today(work) if each.matter.key == key)


def names(answer: Answer, without: str | None = None) -> tuple[list[str], list[str]]:
    first, later = answer.first(without), answer.later(without)
    return [each.full_name for each in first], [each.full_name for each in later]


def test_the_first_of_the_chain_is_called_and_the_next_are_named(office: Office) -> None:
    officer, operations = office.hire("patrol_officer"), office.hire("captain", ODC)
    administrative, chief = office.hire("captain", ADC), office.hire("chief_of_police", CHIEF)

    answer = told(office, officer, "hotlist-patrol")

    assert names(answer) == ([operations.full_name], [administrative.full_name, chief.full_name])
    assert not answer.passed_over()


def test_a_post_that_is_vacant_or_cannot_decide_opens_the_next(office: Office) -> None:
    officer, untrained = office.hire("patrol_officer"), office.hire("captain", ODC, trained=False)
    chief = office.hire("chief_of_police", CHIEF)

    answer = told(office, officer, "hotlist-patrol")

    assert names(answer) == ([chief.full_name], [])
    assert answer.passed_over()
    first = answer.steps[0][0]
    assert [(each.full_name, each.lack and each.lack.what) for each in first.holders] == [
        (untrained.full_name, "training missing")
    ]
    assert [seat.vacant for seat in answer.steps[1]] == [True, False]
    disable(office, chief)
    assert names(told(office, officer, "hotlist-patrol")) == ([], [])


def test_training_is_not_asked_of_who_needs_no_sight_of_plates(office: Office) -> None:
    member = office.hire("captain", ADC, trained=False)

    assert names(told(office, member, "account_creator"))[0] == [member.full_name]
    assert names(told(office, member, "release"))[0] == []


def test_who_stands_in_shows_with_the_end_and_who_follows(office: Office) -> None:
    chief, adc = office.hire("chief_of_police", CHIEF), office.hire("captain", ADC)
    acting, relief = office.hire("sergeant"), office.hire("sergeant")
    until = office.clock.now + timedelta(hours=8)
    confirmed(office, chief, proposed(office, adc, ODC, acting, acting=True, until=until))
    confirmed(
        office, chief, proposed(office, adc, WATCH, relief, since=until, until=until + timedelta(hours=12))
    )

    stands_in = told(office, adc, "hotlist-patrol").first()
    watch = next(seat for seat in told(office, adc, "release").seats if seat.carrier.key == WATCH)

    assert [(each.full_name, each.kind, each.until) for each in stands_in] == [
        (acting.full_name, Kind.ACTING, until)
    ]
    assert watch.vacant
    assert [(each.full_name, each.since) for each in watch.coming] == [(relief.full_name, until)]


def test_ones_own_request_never_comes_back_to_oneself(office: Office) -> None:
    operations, administrative = office.hire("captain", ODC), office.hire("captain", ADC)
    with looking(office, operations) as work:
        own = authority.own_request(work, authority.today(work))
        assert own is not None
        assert names(own, operations.person_id) == ([administrative.full_name], [])


def test_who_may_not_ask_for_entries_has_no_request_of_their_own(office: Office) -> None:
    with looking(office, office.hire("dispatcher")) as work:
        assert authority.own_request(work, authority.today(work)) is None


def test_a_duty_of_a_title_shows_everybody_who_holds_it(office: Office) -> None:
    members = [office.hire("dispatcher") for _ in range(3)]

    assert names(told(office, members[0], "dispatch"))[0] == sorted(each.full_name for each in members)
