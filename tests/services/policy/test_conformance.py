"""Each check is kept whole and for good; the newest tells what fails."""

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError, NoResultFound

from portal.controls import Control
from portal.controls.conformance import check
from portal.controls.telling import as_run
from portal.models import ConformanceRun, Kind
from portal.services.policy import conformance
from portal.web.system_work import open_work, system_actor
from tests.clock import Clock
from tests.controls.invented import GATE, LIST, MIXED, binding, control, registry
from tests.office import Office
from tests.services.doing import on_record
from tests.services.reads_on_file import reading


def keep(app: Flask, controls: dict[str, Control] = MIXED) -> str:
    with open_work(app, system_actor("check-policy")) as work:
        return conformance.keep(work, as_run(check(binding(work), controls)), Kind.JOB).id


def test_a_run_keeps_what_was_judged_and_is_on_record(app: Flask, office: Office, clock: Clock) -> None:
    run_id = keep(app)

    with reading(app) as session:
        run = conformance.get(session, run_id)
        assert run.checked_at == clock.now
        assert run.version_id is None
        assert run.policy_version.startswith("policy 466, profile ")
        assert [each["control"] for each in run.results if each["status"] == "fail"] == [LIST]
        assert run.summary["counts"]["fail"] == 2
        assert run.summary["judged"].startswith("No text of policy 466")
        assert [each["id"] for each in run.summary["clauses"] if each["status"] == "fail"] == [
            "466.4(b)",
            "466.4(c)",
        ]
    (entry,) = on_record(office, "policy.conformance-checked")
    assert (entry.kind, entry.user_name, entry.subject_id, entry.count) == (
        "job",
        "system:check-policy",
        run_id,
        2,
    )


def test_a_kept_run_can_be_changed_by_nobody(app: Flask) -> None:
    run_id = keep(app)

    with app.extensions["open_writing"]() as session, pytest.raises(DBAPIError):
        session.connection().execute(
            update(ConformanceRun.__table__).where(ConformanceRun.id == run_id).values(results=[])
        )


def test_the_newest_run_tells_what_fails(app: Flask, clock: Clock) -> None:
    with reading(app) as session:
        assert conformance.failures(session) is None
    keep(app)
    with reading(app) as session:
        found = conformance.failures(session)
        assert found is not None
        assert found.checked_at == clock.now
        assert [clause["id"] for clause in found.clauses] == ["466.4(b)", "466.4(c)"]

    clock.move(days=1)
    keep(app, MIXED | registry(control(LIST)))
    with reading(app) as session:
        assert conformance.failures(session) is None


def test_runs_are_listed_page_by_page_newest_first_none_twice(app: Flask, clock: Clock) -> None:
    made = []
    for number in range(conformance.PAGE + 5):
        clock.move(hours=number % 2)  # every other one at the same moment as the one before
        made.append(keep(app, registry(control(GATE))))
    with reading(app) as session:
        first = conformance.listed(session)
        second = conformance.listed(session, first.older)
        shown = [run.id for run in (*first.runs, *second.runs)]
        moments = [run.checked_at for run in (*first.runs, *second.runs)]

        assert (len(first.runs), len(second.runs), second.older) == (conformance.PAGE, 5, "")
        assert sorted(shown) == sorted(made)
        assert moments == sorted(moments, reverse=True)
        with pytest.raises(NoResultFound):
            conformance.listed(session, "0" * 32)
