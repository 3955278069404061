"""Steps out of their order are found, and hits that nobody took up."""

from datetime import timedelta

from portal.models import HitStep
from portal.services.hits import working
from tests.controls.behind import behind, found, look, put
from tests.office import Office
from tests.promises.furnished import Furnished
from tests.services.doing import doing


def taken(office: Office, clean: Furnished, step: str, outcome: str = "done") -> None:
    """A step put on record past the procedure."""
    with behind(office) as connection:
        put(
            connection, HitStep, hit_id=clean.ids["hit_id"], step=step, outcome=outcome, note="",
            at=office.clock.now, user_name="somebody", full_name="Somebody",
        )  # fmt: skip


def take(office: Office, clean: Furnished, *steps: tuple[str, str]) -> None:
    for step, outcome in steps:
        with doing(office, clean.dispatcher) as work:
            working.take_step(work, clean.ids["hit_id"], step, outcome, "")


def test_a_step_before_the_confirmation_was_started(office: Office, clean: Furnished) -> None:
    taken(office, clean, "b")
    office.clock.move(minutes=1)
    take(office, clean, ("a", "started"))

    assert found(office, "dispatch.confirm") == (clean.ids["hit_id"],)


def test_an_answer_that_nobody_asked_for(office: Office, clean: Furnished) -> None:
    taken(office, clean, "a", "negative")

    assert found(office, "dispatch.confirm") == (clean.ids["hit_id"],)


def test_an_alert_told_as_verified_without_a_positive_confirmation(office: Office, clean: Furnished) -> None:
    take(office, clean, ("a", "started"), ("a", "negative"))
    taken(office, clean, "d")

    assert found(office, "dispatch.verified") == (clean.ids["hit_id"],)
    assert look(office, "dispatch.confirm").status == "pass"


def test_a_hit_that_was_worked_in_order_passes(office: Office, clean: Furnished) -> None:
    steps = [("a", "started"), ("b", "done"), ("c", "done"), ("a", "positive"), ("d", "done"), ("e", "done")]
    take(office, clean, *steps)
    office.clock.move(days=2)

    keys = ("dispatch.confirm", "dispatch.verified", "dispatch.advise", "dispatch.updates")
    assert [look(office, key).status for key in keys] == ["pass"] * 4
    assert "With an update, as far as one became known: 1." in look(office, "dispatch.updates").text


def test_a_hit_that_nobody_took_up_for_a_day(office: Office, clean: Furnished) -> None:
    day = office.clock.now + timedelta(hours=24)
    assert look(office, "dispatch.advise", at=day).text.endswith("Waiting: 1.")

    late = day + timedelta(seconds=1)
    assert found(office, "dispatch.advise", at=late) == (clean.ids["hit_id"],)


def test_a_confirmed_hit_of_which_patrol_was_never_told(office: Office, clean: Furnished) -> None:
    take(office, clean, ("a", "started"), ("b", "done"), ("a", "positive"))
    office.clock.move(hours=25)
    assert found(office, "dispatch.advise") == (clean.ids["hit_id"],)

    take(office, clean, ("c", "done"))
    assert look(office, "dispatch.advise").status == "pass"


def test_a_hit_that_was_not_confirmed_needs_no_further_word(office: Office, clean: Furnished) -> None:
    take(office, clean, ("a", "started"), ("a", "negative"))
    office.clock.move(hours=25)

    assert look(office, "dispatch.advise").status == "pass"
