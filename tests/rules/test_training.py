"""Nobody uses plate data untrained; where the policy says so, nor after the training has lapsed."""

from datetime import date, timedelta

import pytest

from portal.agencies.profile import Profile, load, slugs
from portal.rules.training import Completed, bar, last_usable_day

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
