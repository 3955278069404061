"""A post changes hands when one person proposes it and another confirms it, and not before."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from portal.access import Duty
from portal.models import PostHeld, ProposalDecision
from portal.rules import RuleBroken
from portal.services import posts, proposals
from tests.clock import Clock
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
    holders,
    proposed,
)
from tests.services.doing import disable, doing, on_record

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def chief(office: Office) -> Member:
    return office.hire("chief_of_police", CHIEF, user_name="the.chief")


@pytest.fixture
def adc(office: Office) -> Member:
    return office.hire("captain", ADC, user_name="ada.adc")


def rows(office: Office, post: str) -> list[tuple[str, bool, datetime, datetime | None]]:
    with office.app.extensions["open_reading"]() as session:
        found = session.scalars(select(PostHeld).where(PostHeld.post == post).order_by(PostHeld.since)).all()
        return [(row.person.full_name, row.acting, row.since, row.until) for row in found]


def refusal_of(act: object, *given: object, **more: object) -> str:
    with pytest.raises(RuleBroken) as refusal:
        act(*given, **more)  # type: ignore[operator]  # any of the acts
    return refusal.value.code


def test_a_post_is_held_from_its_confirmation_on_and_a_successor_ends_the_one_before(
    office: Office, clock: Clock, chief: Member, adc: Member
) -> None:
    before, after = office.hire("captain", ODC), office.hire("captain", user_name="cap.two")
    began = clock.now
    proposal = proposed(office, adc, ODC, after)
    clock.move(hours=3)
    assert holders(office, adc, ODC) == [before.full_name]

    holding = confirmed(office, chief, proposal)

    assert rows(office, ODC) == [
        (before.full_name, False, began, clock.now),
        (after.full_name, False, clock.now, None),
    ]
    with doing(office, after) as work:
        assert ODC in work.actor.posts
        row = posts.get(work.session, holding)
        assert (row.basis, row.proposal_id) == (ORDER, proposal)
    with doing(office, before) as work:
        assert work.actor.posts == ()


def test_the_record_tells_the_proposal_the_decision_what_was_given_and_what_it_ended(
    office: Office, chief: Member, adc: Member
) -> None:
    office.hire("captain", ODC)
    after = office.hire("captain")
    confirmed(office, chief, proposed(office, adc, ODC, after))

    (made,), (decided,) = on_record(office, "proposal.made"), on_record(office, "proposal.decided")
    (given,), (ended,) = on_record(office, "post.given"), on_record(office, "post.ended")
    assert (made.user_name, decided.user_name, decided.outcome) == ("ada.adc", "the.chief", "confirmed")
    assert given.filters == {"post": ODC, "person": after.person_id}
    assert given.narrative == ended.narrative == ORDER
    assert given.subject_type == ended.subject_type == "post_held"
    assert [list(change) for change in ended.changes.values()] == [["until"]]


def test_what_is_refused_or_withdrawn_changes_nothing(office: Office, chief: Member, adc: Member) -> None:
    office.hire("captain", ODC)
    before = rows(office, ODC)
    refused, withdrawn = (proposed(office, adc, ODC, office.hire("captain")) for _ in range(2))
    with doing(office, chief) as work:
        posts.refuse(work, refused, proposals.shown(posts.find(work, refused)), "Not before the audit.")
    with doing(office, adc) as work:
        posts.withdraw(work, withdrawn)

    assert rows(office, ODC) == before
    assert refusal_of(confirmed, office, chief, refused) == "proposal.decided-already"
    assert refusal_of(confirmed, office, chief, withdrawn) == "proposal.withdrawn"


def test_neither_the_proposer_nor_the_receiver_confirms(office: Office, chief: Member, adc: Member) -> None:
    proposal = proposed(office, adc, RECORDS, chief)

    assert refusal_of(confirmed, office, adc, proposal) == "proposal.own"
    assert refusal_of(confirmed, office, chief, proposal) == "post.receiver"
    assert refusal_of(proposed, office, adc, RECORDS, adc) == "post.own"
    assert rows(office, RECORDS) == []
    with office.app.extensions["open_reading"]() as session:
        assert session.scalars(select(ProposalDecision)).all() == [], "a refused confirmation leaves nothing"


def test_who_receives_a_post_may_decline_it(office: Office, chief: Member, adc: Member) -> None:
    proposal = proposed(office, adc, RECORDS, chief)
    with doing(office, chief) as work:
        posts.refuse(work, proposal, proposals.shown(posts.find(work, proposal)))

    assert rows(office, RECORDS) == []


def test_the_rank_is_asked_at_the_moment_it_begins(office: Office, chief: Member, adc: Member) -> None:
    sergeant = office.hire("sergeant")

    assert refusal_of(proposed, office, adc, ODC, sergeant) == "post.rank"
    proposed(office, adc, ODC, sergeant, acting=True, until=office.clock.now + DAY)


def test_a_post_needs_an_open_account_also_when_it_is_confirmed(
    office: Office, chief: Member, adc: Member
) -> None:
    clerk = office.hire("lieutenant")
    proposal = proposed(office, adc, RECORDS, clerk)
    disable(office, clerk)

    assert refusal_of(confirmed, office, chief, proposal) == "post.no-account"
    assert refusal_of(proposed, office, adc, RECORDS, clerk) == "post.no-account"
    assert rows(office, RECORDS) == []


def test_only_the_present_holder_of_a_post_assigns_another_and_only_for_a_time(
    office: Office, clock: Clock, chief: Member, adc: Member
) -> None:
    aide, other = office.hire("lieutenant"), office.hire("sergeant")
    assert refusal_of(proposed, office, adc, AIDE, aide) == "post.no-end"
    assert refusal_of(proposed, office, chief, AIDE, aide, until=clock.now + DAY) == "post.not-assigner"

    for each in (aide, other):
        confirmed(office, chief, proposed(office, adc, AIDE, each, until=clock.now + 30 * DAY))

    assert holders(office, adc, AIDE) == [aide.full_name, other.full_name], "several may be assigned"
    with doing(office, aide, clock.now + 30 * DAY - timedelta(microseconds=1)) as work:
        assert Duty.DAY_TO_DAY_ADMIN in work.actor.duties
    with doing(office, aide, clock.now + 30 * DAY) as work:
        assert Duty.DAY_TO_DAY_ADMIN not in work.actor.duties


def test_an_assignment_by_somebody_who_left_the_post_meanwhile_is_not_confirmed(
    office: Office, clock: Clock, chief: Member, adc: Member
) -> None:
    records = office.hire("lieutenant", RECORDS)
    proposal = proposed(office, adc, AIDE, office.hire("sergeant"), until=clock.now + 30 * DAY)
    confirmed(office, records, proposed_by_successor(office, adc))
    clock.move(minutes=1)

    assert refusal_of(confirmed, office, chief, proposal) == "post.not-assigner"


def proposed_by_successor(office: Office, adc: Member) -> str:
    """The present holder proposes who follows."""
    return proposed(office, adc, ADC, office.hire("captain"))


def test_a_shift_is_given_for_a_week_at_most_and_to_several(
    office: Office, clock: Clock, chief: Member, adc: Member
) -> None:
    first, second = office.hire("lieutenant"), office.hire("sergeant")
    assert refusal_of(proposed, office, adc, WATCH, first, until=clock.now + 8 * DAY) == "post.too-long"
    for each, until in ((first, clock.now + 12 * HOUR), (second, clock.now + 13 * HOUR)):
        confirmed(office, chief, proposed(office, adc, WATCH, each, until=until))

    assert holders(office, adc, WATCH, clock.now + 11 * HOUR) == [first.full_name, second.full_name]
    assert holders(office, adc, WATCH, clock.now + 12 * HOUR) == [second.full_name]


def test_a_time_that_ran_out_while_it_waited_is_not_given(
    office: Office, clock: Clock, chief: Member, adc: Member
) -> None:
    proposal = proposed(office, adc, WATCH, office.hire("sergeant"), until=clock.now + 2 * HOUR)
    clock.move(hours=2)

    assert refusal_of(confirmed, office, chief, proposal) == "post.over"
    assert rows(office, WATCH) == []


def test_what_was_asked_for_earlier_begins_when_it_is_confirmed_and_never_backwards(
    office: Office, clock: Clock, chief: Member, adc: Member
) -> None:
    asked = clock.now + HOUR
    proposal = proposed(office, adc, RECORDS, office.hire("lieutenant"), since=asked)
    clock.move(days=2)
    confirmed(office, chief, proposal)

    assert [row[2] for row in rows(office, RECORDS)] == [clock.now]
    assert holders(office, adc, RECORDS, asked) == []


def test_a_coming_successor_ends_the_holder_at_that_moment_and_bars_a_third(
    office: Office, clock: Clock, chief: Member, adc: Member
) -> None:
    now_held, next_one, third = (office.hire("captain") for _ in range(3))
    confirmed(office, chief, proposed(office, adc, ODC, now_held))
    confirmed(office, chief, proposed(office, adc, ODC, next_one, since=clock.now + 10 * DAY))

    assert holders(office, adc, ODC, clock.now + 10 * DAY - HOUR) == [now_held.full_name]
    assert holders(office, adc, ODC, clock.now + 10 * DAY) == [next_one.full_name]
    assert refusal_of(proposed, office, adc, ODC, third, since=clock.now + DAY) == "post.taken-later"
    assert refusal_of(proposed, office, adc, ODC, next_one, since=clock.now + 11 * DAY) == "post.held-already"
    proposed(office, adc, ODC, third, since=clock.now + DAY, until=clock.now + 10 * DAY)


def test_a_confirmation_ends_nobody_the_second_person_was_not_shown(
    office: Office, chief: Member, adc: Member
) -> None:
    first, second = office.hire("lieutenant"), office.hire("sergeant")
    one, other = proposed(office, adc, RECORDS, first), proposed(office, adc, RECORDS, second)
    confirmed(office, chief, one)

    assert refusal_of(confirmed, office, chief, other) == "post.holder-changed"
    assert holders(office, adc, RECORDS) == [first.full_name]


def test_of_two_confirmations_at_once_one_gives_the_post(office: Office, chief: Member, adc: Member) -> None:
    """The vacant post has no row to lock, so the lock is the room's own."""
    trainer = office.hire("corporal", TRAINING)
    first, second = office.hire("lieutenant"), office.hire("sergeant")
    waiting = [proposed(office, adc, RECORDS, each) for each in (first, second)]
    together = threading.Barrier(2)

    def confirm(decider: Member, proposal: str) -> str:
        together.wait()
        try:
            confirmed(office, decider, proposal)
        except RuleBroken as broken:
            return broken.code
        return "given"

    with ThreadPoolExecutor(2) as threads:
        answers = Counter(threads.map(confirm, (chief, trainer), waiting))

    assert answers == {"given": 1, "post.holder-changed": 1}
    assert len(rows(office, RECORDS)) == 1


def test_a_holding_is_ended_by_two_people_from_then_on_only(
    office: Office, clock: Clock, chief: Member, adc: Member
) -> None:
    records = office.hire("lieutenant")
    holding = confirmed(office, chief, proposed(office, adc, RECORDS, records))
    clock.move(days=3)
    proposal = ending_proposed(office, adc, holding)
    clock.move(hours=1)
    assert holders(office, adc, RECORDS) == [records.full_name]

    confirmed(office, chief, proposal)

    assert holders(office, adc, RECORDS) == []
    assert holders(office, adc, RECORDS, clock.now - HOUR) == [records.full_name], "the past stays as it was"
    assert refusal_of(ending_proposed, office, adc, holding) == "post.ends-anyway"


def test_what_has_not_begun_never_begins_once_it_is_ended(
    office: Office, clock: Clock, chief: Member, adc: Member
) -> None:
    begins = clock.now + 5 * DAY
    holding = confirmed(office, chief, proposed(office, adc, RECORDS, office.hire("sergeant"), since=begins))
    confirmed(office, chief, ending_proposed(office, adc, holding))

    assert holders(office, adc, RECORDS, begins) == []
    assert refusal_of(ending_proposed, office, adc, holding) == "post.ends-anyway"


def test_an_end_lies_in_the_future_and_before_the_one_that_is_set(
    office: Office, clock: Clock, chief: Member, adc: Member
) -> None:
    end = clock.now + 10 * DAY
    holding = confirmed(office, chief, proposed(office, adc, RECORDS, office.hire("sergeant"), until=end))

    assert refusal_of(ending_proposed, office, adc, holding, clock.now - 2 * HOUR) == "post.backwards"
    assert refusal_of(ending_proposed, office, adc, holding, end) == "post.ends-anyway"


def test_an_unknown_post_or_holding_is_not_there(office: Office, chief: Member, adc: Member) -> None:
    for act in (
        lambda: proposed(office, adc, "grand_vizier", chief),
        lambda: ending_proposed(office, adc, "0" * 32),
        lambda: confirmed(office, chief, "0" * 32),
    ):
        with pytest.raises(NoResultFound):
            act()
