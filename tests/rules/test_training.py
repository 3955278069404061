"""Nobody uses plate data untrained; where the policy says so, nor after the training has lapsed."""

from datetime import date, timedelta

import pytest

from portal.access import Duty
from portal.agencies.profile import Profile, load, slugs
from portal.rules.training import Completed, Issue, Order, bar, last_usable_day, standing_of

TODAY = date(2026, 11, 2)
CLEARED = date(2020, 1, 2)


def whole(profile: Profile, on: date) -> Completed:
    return Completed(on, frozenset(item.key for item in profile.training.items))


@pytest.mark.control("training.gate")
@pytest.mark.parametrize("slug", slugs())
def test_everybody_trains_first(slug: str) -> None:
    profile = load(slug)

    refusal = bar(profile, [], CLEARED, TODAY)

    assert refusal is not None
    assert refusal.section == profile.training.gate_section
    assert "training" in refusal.message


@pytest.mark.control("training.gate")
@pytest.mark.parametrize("slug", slugs())
def test_training_counts_from_the_day_it_was_completed(slug: str) -> None:
    profile = load(slug)

    assert bar(profile, [whole(profile, TODAY)], CLEARED, TODAY) is None
    assert bar(profile, [whole(profile, TODAY + timedelta(days=1))], CLEARED, TODAY) is not None


@pytest.mark.control("training.gate", "training.content")
@pytest.mark.parametrize("slug", slugs())
def test_part_of_the_course_is_not_enough(slug: str) -> None:
    profile = load(slug)
    every = [item.key for item in profile.training.items]
    if len(every) == 1:
        every.append("further")
    in_parts = [Completed(TODAY, frozenset(every[:1])), Completed(TODAY, frozenset(every[1:]))]

    refused = bar(profile, in_parts, CLEARED, TODAY) is not None

    assert refused is (len(profile.training.items) > 1)


@pytest.mark.control("access.clearance")
@pytest.mark.parametrize("slug", slugs())
def test_clearance_is_asked_for_where_the_policy_asks(slug: str) -> None:
    profile = load(slug)
    trained = [whole(profile, TODAY)]

    refusal = bar(profile, trained, None, TODAY)

    assert (refusal is not None) is profile.access.clearance_gate
    if refusal:
        assert refusal.section == profile.access.section
        assert bar(profile, trained, TODAY + timedelta(days=1), TODAY) is not None
        assert bar(profile, trained, TODAY, TODAY) is None


@pytest.mark.control("training.expires")
@pytest.mark.parametrize(
    ("completed", "day", "works"),
    [
        (date(2025, 3, 1), date(2026, 3, 1), True),
        (date(2025, 3, 1), date(2026, 3, 2), False),
        (date(2024, 2, 29), date(2025, 2, 28), True),
        (date(2024, 2, 29), date(2025, 3, 1), True),
        (date(2024, 2, 29), date(2025, 3, 2), False),
        (date(2027, 2, 28), date(2028, 2, 28), True),
        (date(2027, 2, 28), date(2028, 2, 29), False),
    ],
)
def test_training_of_more_than_a_year_ago_closes_plate_data(completed: date, day: date, works: bool) -> None:
    profile = load("piedmont")

    refusal = bar(profile, [whole(profile, completed)], CLEARED, day)

    assert (refusal is None) is works
    if refusal:
        assert refusal.section == profile.training.max_age_section


def test_the_newest_training_counts() -> None:
    profile = load("piedmont")
    twice = [whole(profile, date(2026, 2, 1)), whole(profile, date(2024, 2, 1))]

    assert bar(profile, twice, CLEARED, date(2027, 2, 1)) is None


@pytest.mark.parametrize("slug", [slug for slug in slugs() if load(slug).training.max_age_years is None])
def test_training_does_not_lapse_where_the_policy_sets_no_age(slug: str) -> None:
    profile = load(slug)

    assert bar(profile, [whole(profile, date(2001, 1, 2))], CLEARED, TODAY) is None


def test_the_anniversary_is_the_last_day() -> None:
    assert last_usable_day(date(2025, 3, 1), 1) == date(2026, 3, 1)
    assert last_usable_day(date(2024, 2, 29), 4) == date(2028, 2, 29)


def issued(profile: Profile, number: int, retake_by: date | None = None, *added: str) -> Issue:
    return Issue(number, whole(profile, TODAY).items | set(added), retake_by)


@pytest.mark.control("training.expires")
@pytest.mark.parametrize("slug", slugs())
def test_a_version_that_must_be_taken_closes_plate_data_to_older_training_the_day_after(slug: str) -> None:
    profile = load(slug)
    course = [issued(profile, 2, TODAY)]
    older = [whole(profile, TODAY - timedelta(days=9))]
    newer = [*older, Completed(TODAY, older[0].items, version=2)]
    tomorrow = TODAY + timedelta(days=1)

    assert bar(profile, older, CLEARED, TODAY, course) is None
    refusal = bar(profile, older, CLEARED, tomorrow, course)
    assert refusal is not None
    assert refusal.section == profile.training.section
    assert "since 3 Nov 2026" in refusal.message
    assert bar(profile, newer, CLEARED, tomorrow, course) is None


def test_a_version_that_only_informs_closes_nothing() -> None:
    profile = load("barstow")

    assert bar(profile, [whole(profile, date(2020, 1, 2))], CLEARED, TODAY, [issued(profile, 2)]) is None


def test_a_newer_version_asks_for_what_it_added() -> None:
    profile = load("barstow")
    course = [issued(profile, 2, TODAY - timedelta(days=1), "drones")]
    old_items = whole(profile, TODAY).items

    assert bar(profile, [Completed(TODAY, old_items, 2)], CLEARED, TODAY, course) is not None
    assert bar(profile, [Completed(TODAY, old_items | {"drones"}, 2)], CLEARED, TODAY, course) is None
    assert bar(profile, [Completed(TODAY, old_items | {"drones"}, 3)], CLEARED, TODAY, course) is None


@pytest.mark.control("training.on-violation")
@pytest.mark.parametrize("slug", slugs())
def test_open_retraining_closes_plate_data_where_it_was_ordered_so(slug: str) -> None:
    profile = load(slug)
    trained = [whole(profile, TODAY)]

    def ordered(*, closes: bool) -> Order:
        return Order(TODAY, TODAY + timedelta(days=30), "466.6(e)", closes)

    refusal = bar(profile, trained, CLEARED, TODAY, [], [ordered(closes=False), ordered(closes=True)])

    assert bar(profile, trained, CLEARED, TODAY, [], [ordered(closes=False)]) is None
    assert refusal is not None
    assert refusal.section == "466.6(e)"
    assert "2 Nov 2026" in refusal.message


@pytest.mark.parametrize("slug", [slug for slug in slugs() if load(slug).holders_of(Duty.TRAINING_KEEPER)])
def test_every_refusal_names_the_post_that_keeps_training(slug: str) -> None:
    profile = load(slug)
    course = [issued(profile, 2, TODAY - timedelta(days=1))]
    old = [whole(profile, date(2020, 1, 2))]
    order = [Order(TODAY, TODAY, "466.6(e)", closes=True)]
    refusals = [
        bar(profile, [], CLEARED, TODAY),
        bar(profile, old, CLEARED, TODAY, course),
        bar(profile, old, CLEARED, TODAY, [], order),
    ]

    assert [profile.holders_of(Duty.TRAINING_KEEPER)[0] in refusal.message for refusal in refusals if refusal] == [
        True, True, True,
    ]  # fmt: skip


def test_where_no_post_keeps_training_the_refusal_still_says_whom_to_see() -> None:
    refusal = bar(load("west-covina"), [], CLEARED, TODAY)

    assert refusal is not None
    assert " See " in refusal.message


def test_the_standing_tells_the_last_usable_day() -> None:
    piedmont, barstow = load("piedmont"), load("barstow")
    day = date(2026, 5, 4)
    course = [issued(piedmont, 2, date(2026, 12, 1))]

    assert standing_of(piedmont, [whole(piedmont, day)], TODAY).until == date(2027, 5, 4)
    assert standing_of(piedmont, [whole(piedmont, day)], TODAY, course).until == date(2026, 12, 1)
    assert standing_of(barstow, [whole(barstow, day)], TODAY).until is None
    lapsed = standing_of(piedmont, [whole(piedmont, date(2025, 5, 4))], TODAY)
    assert (lapsed.state, lapsed.until, lapsed.opens) == ("lapsed", date(2026, 5, 4), False)
    assert standing_of(piedmont, [whole(piedmont, day)], date(2026, 12, 2), course).state == "outdated"
    assert standing_of(piedmont, [], TODAY).state == "untrained"
