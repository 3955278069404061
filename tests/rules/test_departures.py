"""A day from the moment somebody has gone, nobody for themselves, and a word where the portal still sees something."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.rules import RuleBroken
from portal.rules import departures as rules

NOW = datetime(2026, 11, 2, 17, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ALL = {step.key for step in rules.STEPS}


def code(call: object, **values: object) -> str:
    with pytest.raises(RuleBroken) as broken:
        call(**values)  # type: ignore[operator]  # a rule
    return broken.value.code


def test_everything_is_due_a_day_after_it_is_told_and_the_person_has_gone() -> None:
    assert rules.due(NOW, NOW) == NOW + timedelta(hours=24)
    assert rules.due(NOW, NOW + timedelta(days=14)) == NOW + timedelta(days=15)


def test_nobody_records_their_own_departure_nor_one_twice() -> None:
    rules.check_new(leaver="a", recorder="b", open_already=False, left=False)
    rules.check_new(leaver="a", recorder=None, open_already=False, left=False)
    told = {"leaver": "a", "recorder": "b", "open_already": False, "left": False}

    assert code(rules.check_new, **told | {"recorder": "a"}) == "departure.own"
    assert code(rules.check_new, **told | {"open_already": True}) == "departure.recorded-already"
    assert code(rules.check_new, **told | {"left": True}) == "departure.recorded-already"


def test_the_moment_is_now_or_within_a_year_and_the_ground_is_said() -> None:
    rules.check_moment(NOW, NOW)
    rules.check_moment(NOW + rules.FARTHEST, NOW)
    rules.check_words("transferred", "Order 7")

    assert code(rules.check_moment, effective=NOW - SECOND, now=NOW) == "departure.past"
    assert code(rules.check_moment, effective=NOW + rules.FARTHEST + SECOND, now=NOW) == "departure.too-far"
    assert code(rules.check_words, kind="vanished", reason="Order 7") == "departure.kind"
    assert code(rules.check_words, kind="separated", reason="  ") == "departure.reason"


def test_who_may_sign_which_step() -> None:
    given = {"leaver": "a", "person": "b", "done": set(), "closed": False, "note": ""}
    manual, seen, automatic = rules.BY_KEY["keys"], rules.BY_KEY["posts"], rules.BY_KEY["account"]
    rules.check_step(manual, **given)  # type: ignore[arg-type]  # one dictionary for all
    rules.check_step(seen, **given | {"note": "Lee Chan goes on with it"})  # type: ignore[arg-type]  # as above

    assert code(rules.check_step, step=seen, **given) == "departure.note"
    assert code(rules.check_step, step=automatic, **given | {"note": "done"}) == "departure.by-itself"
    assert code(rules.check_step, step=manual, **given | {"person": "a"}) == "departure.own-step"
    assert code(rules.check_step, step=manual, **given | {"done": {"keys"}}) == "departure.done-already"
    assert code(rules.check_step, step=manual, **given | {"closed": True}) == "departure.done-already"


def test_it_is_over_when_every_step_is_done_and_the_moment_has_come() -> None:
    assert rules.is_over(ALL, NOW, NOW)
    assert not rules.is_over(ALL, NOW + SECOND, NOW)
    assert not any(rules.is_over(ALL - {key}, NOW, NOW) for key in ALL)


def test_what_is_due_at_a_moment_is_overdue_at_it() -> None:
    assert not rules.is_overdue(NOW, None, NOW - SECOND)
    assert rules.is_overdue(NOW, None, NOW)
    assert not rules.is_overdue(NOW, NOW, NOW + SECOND)


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(minutes=59), "less than an hour left"),
        (timedelta(hours=1), "1 hour left"),
        (timedelta(hours=24), "24 hours left"),
        (timedelta(hours=48), "2 days left"),
        (timedelta(0), "less than an hour overdue"),
        (timedelta(hours=-5, minutes=-59), "5 hours overdue"),
        (timedelta(days=-3), "3 days overdue"),
    ],
)
def test_the_time_left_is_said_in_words(ahead: timedelta, words: str) -> None:
    assert rules.time_left(NOW + ahead, NOW) == words
