"""A clause stands as the worst of its controls does; what cannot be checked fails; only a should can be excepted."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, literal_column, select

from portal.agencies.citation import Modality
from portal.agencies.clauses import Binding
from portal.controls import Control, Evidence, Status
from portal.controls.conformance import NOT_CHECKED, NOTHING, Clause, Judged, Look, check, judge
from portal.controls.telling import as_json, as_run
from portal.ledger import has_changes
from portal.models import LedgerRow, PolicyException
from portal.services.policy import exceptions
from portal.services.policy.exceptions import NewException
from portal.services.work import Work
from portal.web.system_work import open_work, system_actor
from tests.clock import Clock
from tests.controls.invented import (
    BINDINGS,
    GATE,
    LATER,
    LIST,
    MIXED,
    OFFENDERS,
    WORDS,
    binding,
    control,
    draft,
    publish,
    registry,
)
from tests.office import Member, Office, days_ahead
from tests.services.doing import doing

REASON = "The server is being replaced, and its log arrives in spring."
SECRET = "7CNR488"


def looks(**found: Status) -> dict[str, Look]:
    return {key: Look(key, "enforced", Evidence(status, f"{key}.")) for key, status in found.items()}


def bound(modality: Modality, *keys: str) -> Binding:
    return Binding.model_construct(id="466.4(a)", controls=keys, modality=modality, otherwise={})


def excepted(control: str, review_on: date = date(2027, 2, 1)) -> dict[tuple[str, str], PolicyException]:
    row = PolicyException(clause="466.4(a)", control=control, post="Chief of Police", review_on=review_on)
    return {("466.4(a)", control): row}


@pytest.mark.parametrize(
    ("first", "second", "worst"),
    [
        ("pass", "pass", "pass"),
        ("pass", "off", "off"),
        ("off", "unanswered", "unanswered"),
        ("unanswered", "fail", "fail"),
        ("fail", "pass", "fail"),
        ("off", "pass", "off"),
    ],
)
def test_a_clause_stands_as_the_worst_of_its_controls(first: Status, second: Status, worst: Status) -> None:
    clause = judge("466.4(a)", bound("shall", "a", "b"), looks(a=first, b=second), {})

    assert (clause.status, list(clause.controls), clause.evidence) == (worst, ["a", "b"], "a. b.")


def test_the_kind_of_a_clause_is_that_of_its_chief_control() -> None:
    found = {"a": Look("a", "duty", Evidence("pass", "")), "b": Look("b", "enforced", Evidence("pass", ""))}

    assert judge("466.4(a)", bound("shall", "a", "b"), found, {}).kind == "duty"
    assert judge("466.4(a)", bound("shall", "b", "a"), found, {}).kind == "enforced"


def test_a_clause_that_nothing_carries_out_fails() -> None:
    assert judge("466.4(a)", None, {}, {}) == Clause("466.4(a)", {}, None, "fail", NOTHING)


def test_a_should_that_fails_passes_under_an_exception_and_says_so() -> None:
    clause = judge("466.4(a)", bound("should", "a"), looks(a="fail"), excepted("a"))

    assert clause.status == "pass"
    assert clause.excepted == {"a": date(2027, 2, 1)}
    assert "Excepted until 2027-02-01, signed by the Chief of Police." in clause.evidence


@pytest.mark.parametrize("modality", ["shall", "if_practicable", "statute", "reading"])
def test_nothing_but_a_should_is_ever_excepted(modality: Modality) -> None:
    clause = judge("466.4(a)", bound(modality, "a"), looks(a="fail"), excepted("a"))

    assert (clause.status, clause.excepted, clause.evidence) == ("fail", {}, "a.")


def test_a_control_is_excepted_by_the_verb_that_binds_it_not_by_that_of_its_clause() -> None:
    mixed = bound("shall", "a").model_copy(update={"otherwise": {"a": "should"}})
    hard = bound("should", "a").model_copy(update={"otherwise": {"a": "shall"}})

    assert judge("466.4(a)", mixed, looks(a="fail"), excepted("a")).status == "pass"
    assert judge("466.4(a)", hard, looks(a="fail"), excepted("a")).status == "fail"


def test_an_exception_covers_its_own_control_and_no_other() -> None:
    found = judge("466.4(a)", bound("should", "a", "b"), looks(a="fail", b="fail"), excepted("a"))

    assert found.status == "fail"
    assert set(found.excepted) == {"a"}


@pytest.mark.parametrize("status", ["off", "unanswered"])
def test_an_exception_answers_nothing_and_builds_nothing(status: Status) -> None:
    clause = judge("466.4(a)", bound("should", "a"), looks(a=status), excepted("a"))

    assert (clause.status, clause.excepted) == (status, {})


def checked(app: Flask, controls: dict[str, Control], *bindings: tuple[str, tuple[str, ...], str]) -> Judged:
    with open_work(app, system_actor("test")) as work:
        return check(binding(work, bindings or BINDINGS), controls)


def statuses(judged: Judged) -> dict[str, str]:
    return {clause.id: clause.status for clause in judged.clauses}


def test_each_control_is_looked_at_once(app: Flask) -> None:
    looked: list[str] = []

    def look(work: Work) -> Evidence:
        looked.append(work.profile.policy.number)
        return Evidence("pass", "Looked at.")

    judged = checked(
        app,
        registry(Control(GATE, "enforced", "It counts.", look), control(LIST, "fail"), control(LATER), control(WORDS)),
    )  # fmt: skip

    assert looked == ["466"]
    assert list(judged.looks) == [WORDS, GATE, LIST, LATER]
    assert statuses(judged) == {
        "466.3(para 1)": "pass",
        "466.4(a)": "pass",
        "466.4(b)": "fail",
        "466.4(c)": "fail",
        "466.5(para 1)": "pass",
    }


def test_a_check_that_goes_wrong_fails_and_the_others_go_on(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    """A statement that fails would, on PostgreSQL, spoil every later one of its transaction."""

    def unforeseen(work: Work) -> Evidence:
        work.session.execute(select(literal_column(f"nowhere_{SECRET}")))
        raise AssertionError("the database should have refused")

    def counting(work: Work) -> Evidence:
        rows = work.session.scalar(select(func.count()).select_from(LedgerRow))
        return Evidence("pass", f"{rows} rows.")

    broken, sound = Control(GATE, "enforced", "", unforeseen), Control(LIST, "enforced", "", counting)
    judged = checked(
        app, registry(broken, sound), ("466.4(a)", (GATE,), "shall"), ("466.4(b)", (LIST,), "shall")
    )

    assert [each.status for each in judged.clauses] == ["fail", "pass"]
    assert judged.clauses[0].evidence == NOT_CHECKED
    assert f"control {GATE} could not be checked" in caplog.text
    assert "in unforeseen" in caplog.text, "the log says where"
    assert SECRET not in caplog.text


def test_a_key_that_no_control_has_fails(app: Flask) -> None:
    judged = checked(app, {}, ("466.4(a)", (GATE,), "shall"))

    assert (judged.clauses[0].status, judged.clauses[0].kind) == ("fail", None)
    assert GATE in judged.clauses[0].evidence


def test_where_nothing_is_bound_nothing_passes(app: Flask) -> None:
    with open_work(app, system_actor("test")) as work:
        assert not check(binding(work, ()), MIXED).passes


def test_without_a_text_the_bindings_of_the_profile_are_judged(app: Flask) -> None:
    judged = checked(app, MIXED)

    assert "No text of policy 466 is in force or imported" in judged.text
    assert judged.version_id is None
    assert [clause.id for clause in judged.clauses] == [clause for clause, _, _ in BINDINGS]


def test_of_a_draft_each_clause_is_judged_and_what_it_lacks_is_named(app: Flask) -> None:
    with open_work(app, system_actor("test")) as work:
        version_id = draft(work, {"466.4(a)": "Ask first.", "466.4(z)": "Fly."})
    judged = checked(app, MIXED)

    assert judged.text == "Policy 466, draft version 1, adopted on 2026-03-02; not in force."
    assert judged.version_id == version_id
    assert statuses(judged) == {"466.4(a)": "pass", "466.4(z)": "fail"}
    assert judged.clauses[1].evidence == NOTHING
    assert judged.absent == ("466.3(para 1)", "466.4(b)", "466.4(c)", "466.5(para 1)")


def test_the_text_in_force_goes_before_a_newer_draft_from_its_first_day(
    app: Flask, office: Office, clock: Clock
) -> None:
    first, second = office.hire("captain"), office.hire("captain")
    with open_work(app, system_actor("test")) as work:
        old = draft(work, {"466.4(a)": "Ask first."})
        publish(work, old, first, second, days_ahead(clock, 1))
        new = draft(work, {"466.4(b)": "Ask twice."}, 2)

    assert checked(app, MIXED).version_id == new
    clock.move(days=1)
    judged = checked(app, MIXED)

    assert judged.version_id == old
    assert judged.text == "Policy 466, version 1, in force since 2026-11-03."


class TestExceptions:
    """Signed through the service, by the administrator."""

    @pytest.fixture
    def chief(self, office: Office) -> Member:
        return office.hire("captain", "administrative_division_commander")

    def sign(self, office: Office, chief: Member) -> str:
        with doing(office, chief) as work:
            new = NewException("466.4(b)", LIST, REASON, days_ahead(office.clock, 30))
            return exceptions.sign(binding(work), new).id

    def status(self, app: Flask) -> str:
        return statuses(checked(app, MIXED))["466.4(b)"]

    def test_it_holds_until_the_day_of_its_review(self, app: Flask, office: Office, chief: Member) -> None:
        assert self.status(app) == "fail"
        self.sign(office, chief)
        assert self.status(app) == "pass"
        office.clock.move(days=29)
        assert self.status(app) == "pass"
        office.clock.move(days=1)
        assert self.status(app) == "fail"

    def test_once_ended_it_excuses_nothing(self, app: Flask, office: Office, chief: Member) -> None:
        exception_id = self.sign(office, chief)
        with doing(office, chief) as work:
            exceptions.end(work, exception_id)

        assert self.status(app) == "fail"


def test_the_check_changes_nothing_and_runs_where_nothing_may_be_written(app: Flask) -> None:
    def rows(work: Work) -> int:
        return work.session.scalar(select(func.count()).select_from(LedgerRow)) or 0

    with open_work(app, system_actor("test")) as work:
        work.session.info["read_only"] = True
        before = rows(work)
        check(work)
        assert not has_changes(work.session)
        assert rows(work) == before


def test_the_json_is_what_the_design_promises(app: Flask) -> None:
    told = as_json(checked(app, MIXED))

    assert set(told) == {"judged", "completeness", "clauses", "summary"}
    assert {clause["id"]: clause for clause in told["clauses"]}["466.4(c)"] == {
        "id": "466.4(c)",
        "control": GATE,
        "controls": [GATE, LIST],
        "kind": "enforced",
        "status": "fail",
        "evidence": f"{GATE} was looked at. {LIST} was looked at.",
    }
    assert set(told["clauses"][0]) == {"id", "control", "kind", "status", "evidence"}
    assert set(told["completeness"][0]) == {
        "element", "title", "law", "status", "clauses", "note", "answered_on",
    }  # fmt: skip
    assert {each["status"] for each in told["completeness"]} <= {"covered", "thin", "missing"}
    assert not any(offender in f"{told}" for offender in OFFENDERS), "ids are for the administrator alone"


def test_the_summary_counts_what_the_clauses_say(app: Flask) -> None:
    judged = checked(app, MIXED)
    by_exception = replace(
        judged.clauses[2], status="pass", excepted={LIST: date(2026, 11, 2) + timedelta(days=9)}
    )
    judged = replace(judged, clauses=(*judged.clauses[:2], by_exception, *judged.clauses[3:]))
    summary = as_json(judged)["summary"]

    assert {name: summary[name] for name in ("clauses", "pass", "fail", "off", "unanswered", "excepted")} == {
        "clauses": 5, "pass": 3, "fail": 1, "off": 1, "unanswered": 0, "excepted": 1,
    }  # fmt: skip
    assert summary["controls"] == 4
    assert sum(summary["elements"].values()) == len(judged.completeness)


def test_a_run_to_keep_holds_every_control_once_with_its_first_offenders(app: Flask) -> None:
    run = as_run(checked(app, MIXED))

    assert [result["control"] for result in run.results] == [WORDS, GATE, LIST, LATER]
    assert run.results[2] == {
        "control": LIST,
        "kind": "enforced",
        "status": "fail",
        "evidence": f"{LIST} was looked at.",
        "count": 7,
        "offenders": list(OFFENDERS),
    }
    assert run.counts["fail"] == 2
