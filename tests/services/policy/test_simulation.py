"""A set of law counts what it would change: over-retained reads, searches without a case, sections that give way."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from portal.agencies import law
from portal.agencies.law import Measure, RuleSet, rule_set
from portal.services import evidence
from portal.services.evidence import NewHold
from portal.services.policy.simulation import Measured, simulate
from portal.web.system_work import open_work, system_actor
from tests.clock import START, Clock
from tests.office import Office, days_ahead
from tests.services.doing import PLATE, doing, live_entry, make_search
from tests.services.reads_on_file import receive

ODC = "operations_division_commander"
CAP = Measure(key="cap", asks="Gone.", counts="reads-over-retained", days=60)
CASE = Measure(key="case", asks="Named.", counts="searches-without-case-number")


def measured(app: Flask, *measures: Measure) -> list[Measured]:
    with open_work(app, system_actor("test")) as work:
        work.session.info["read_only"] = True
        return simulate(work, RuleSet(key="trial", title="A trial", status="Not law.", measures=measures))


def over(app: Flask, days: int = 60) -> tuple[int, int]:
    (found,) = measured(app, CAP.model_copy(update={"days": days}))
    return found.count, found.total


def test_reads_past_the_cap_are_counted_and_the_others_are_not(app: Flask) -> None:
    receive(app, START - timedelta(days=61), "7ABC123", "8DEF456")
    receive(app, START - timedelta(days=59), "6GHJ789")
    assert over(app) == (2, 3)
    assert over(app, days=30) == (3, 3)
    assert over(app, days=90) == (0, 3)


def test_the_cap_falls_to_the_millisecond(app: Flask) -> None:
    receive(app, START - timedelta(days=60, milliseconds=1), "8DEF456")
    receive(app, START - timedelta(days=60), "7ABC123")
    assert over(app) == (1, 2)


def test_a_read_that_matched_or_is_held_is_no_over_retained_one(
    app: Flask, office: Office, clock: Clock
) -> None:
    officer, commander = office.hire("patrol_officer"), office.hire("captain", ODC)
    live_entry(office, officer, commander)
    (matched,) = receive(app, clock.now, PLATE)
    held, _ = receive(app, clock.now, "7ABC123", "8DEF456")
    with doing(office, officer) as work:
        new = NewHold("evidence", "26-01871", "Getaway car of the pharmacy robbery", days_ahead(clock, 90))
        evidence.place(work, new, [held, matched])
    clock.move(minutes=1)
    receive(app, clock.now, PLATE)
    clock.move(days=61)
    assert over(app) == (1, 4)


def test_searches_without_a_case_are_counted_over_a_year(app: Flask, office: Office, clock: Clock) -> None:
    officer = office.hire("patrol_officer")
    make_search(
        office, officer, case_number="none", no_case_reason="Patrol stop near the mill, no report yet"
    )
    clock.move(days=30)
    make_search(office, officer)
    make_search(
        office, officer, case_number="none", no_case_reason="Patrol stop near the mill, no report yet"
    )
    (found,) = measured(app, CASE)
    assert (found.count, found.total) == (2, 3)
    assert found.sentence.startswith("2 of 3 searches of the last 365 days named no case")

    clock.move(days=335)
    (found,) = measured(app, CASE)
    assert (found.count, found.total) == (1, 2)


def test_the_sections_that_would_have_to_change_are_named(app: Flask) -> None:
    cap, case = measured(app, CAP, CASE)
    assert cap.policy == (
        "Reads of “Department server” are kept for 1 calendar year at least, longer than 60 days (466.5).",
    )
    assert case.policy == ("A search may say “none” and why, instead of a case number (466.6(b)).",)


@pytest.mark.parametrize("agency", ["west-covina"])
def test_a_policy_that_asks_as_much_has_nothing_to_change(app: Flask, agency: str) -> None:
    cap, case = measured(app, CAP, CASE)
    assert (cap.policy, case.policy) == ((), ())
    assert (cap.count, cap.total, case.count, case.total) == (0, 0, 0, 0)


def test_the_sentences_tell_numbers_and_no_plate(app: Flask) -> None:
    receive(app, START - timedelta(days=61), "7ABC123")
    assert not any("7ABC123" in each.sentence for each in measured(app, CAP, CASE))


def test_a_further_set_is_a_file_and_no_code(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive(app, START - timedelta(days=2), "7ABC123")
    (tmp_path / "day-cap.toml").write_text(
        'key = "day-cap"\ntitle = "A day"\nstatus = "Invented."\n'
        '[[measures]]\nkey = "day"\nasks = "Gone in a day."\ncounts = "reads-over-retained"\ndays = 1\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(law, "LAW", tmp_path)
    with open_work(app, system_actor("test")) as work:
        (found,) = simulate(work, rule_set("day-cap"))
    assert (found.count, found.total) == (1, 1)
