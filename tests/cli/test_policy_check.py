"""`flask policy check`: 0 when no clause fails, 1 when one does, 2 where there is no instance to check."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from portal import create_app
from portal.agencies.profile import PROFILES
from portal.config import Settings
from portal.controls import CONTROLS, Control, Evidence
from portal.extensions import db
from portal.models import ConformanceRun, LedgerRow
from portal.services import setup
from portal.web.system_work import open_work, system_actor
from tests.controls.invented import draft
from tests.services.reads_on_file import reading

KEPT = {"id": "466.4(a)", "controls": ["policy.permits"], "modality": "reading"}
BROKEN = {"id": "466.4(b)", "controls": ["policy.permits", "invented.unknown"], "modality": "shall"}


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["policy", "check", *arguments])


def bind(settings: Settings, *clauses: dict[str, Any]) -> None:
    """Gives the instance a profile of its own, with these clauses for the shipped ones."""
    lines = (PROFILES / f"{settings.agency}.toml").read_text(encoding="utf-8").splitlines()
    start = lines.index("clauses = [")
    end = lines.index("]", start)
    own = [
        f'  {{ id = "{each["id"]}", controls = {json.dumps(each["controls"])}, modality = "{each["modality"]}" }},'
        for each in clauses
    ]
    text = "\n".join([*lines[: start + 1], *own, *lines[end:]])
    assert len(tomllib.loads(text)["clauses"]) == len(clauses)
    (settings.instance / f"{settings.agency}.toml").write_text(text, encoding="utf-8")


def rows(app: Flask) -> tuple[int | None, int | None]:
    with reading(app) as session:
        counted = (
            session.scalar(select(func.count()).select_from(table)) for table in (ConformanceRun, LedgerRow)
        )
        return next(counted), next(counted)


def test_where_no_clause_fails_it_exits_with_0(app: Flask, settings: Settings) -> None:
    bind(settings, KEPT)

    result = run(app, "--json")

    assert (result.exit_code, result.stderr) == (0, "")
    assert [clause["id"] for clause in json.loads(result.stdout)["clauses"]] == ["466.4(a)"]


def test_where_one_fails_it_exits_with_1_and_goes_on_to_the_end(app: Flask, settings: Settings) -> None:
    bind(settings, BROKEN, KEPT)

    result = run(app, "--json")

    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert told["clauses"][0]["status"] == "fail"
    assert told["clauses"][0]["controls"] == BROKEN["controls"]
    assert told["summary"]["fail"] == 1
    assert len(told["clauses"]) == told["summary"]["clauses"] == 2


def test_where_nothing_is_bound_it_says_so_and_exits_with_1(app: Flask, settings: Settings) -> None:
    bind(settings)

    result = run(app)

    assert result.exit_code == 1
    assert "There is no clause to judge" in result.stdout


def test_without_an_instance_it_says_what_to_do_and_exits_with_2(tmp_path: Path) -> None:
    app = create_app(Settings(instance=tmp_path, agency="piedmont"))

    result = run(app, "--json")
    with app.app_context():
        db.engine.dispose()

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"Error: {tmp_path} holds no instance yet. Run: flask agency init SLUG\n"


@pytest.mark.parametrize("agency", ["barstow", "coronado", "fresno", "piedmont", "west-covina"])
def test_each_agency_can_be_checked_before_anybody_is_taken_on(app: Flask, agency: str) -> None:
    before = rows(app)

    result = run(app, "--json")

    told = json.loads(result.stdout)
    assert result.exit_code == (1 if told["summary"]["fail"] else 0)
    assert told["clauses"], agency
    assert {clause["status"] for clause in told["clauses"]} <= {"pass", "fail", "off", "unanswered"}
    assert all(clause["control"] in CONTROLS for clause in told["clauses"])
    assert all(clause["kind"] == CONTROLS[clause["control"]].kind for clause in told["clauses"])
    assert all(clause["evidence"] for clause in told["clauses"])
    assert len(told["completeness"]) == sum(told["summary"]["elements"].values()) > 10
    assert rows(app) == before, "it reads and changes nothing"


@pytest.mark.parametrize(
    ("agency", "element", "key", "value"),
    [
        ("fresno", "custodian", "duties.administrator.posts", ["administrative_services_bureau_commander"]),
        ("west-covina", "retention", "retention.sources.server.minimum", {"years": 1}),
    ],
)
def test_an_answer_to_what_the_text_leaves_open_turns_its_element_dated(
    app: Flask, element: str, key: str, value: object
) -> None:
    before = element_of(app, element)
    with open_work(app, system_actor("test")) as work:
        setup.answer(work, key, value, "Resolution 2026-14")
        if element == "retention":
            setup.answer(
                work, "retention.sources.server.basis", "Government Code 34090.6", "Resolution 2026-14"
            )

    after = element_of(app, element)

    assert before["status"] != "covered"
    assert before["answered_on"] is None
    assert (after["status"], after["answered_on"]) == ("covered", "2026-11-02")
    assert "Answered in set-up. Since 2026-11-02." in " ".join(run(app).stdout.split())


def element_of(app: Flask, key: str) -> dict[str, Any]:
    told = json.loads(run(app, "--json").stdout)
    return next(each for each in told["completeness"] if each["element"] == key)


@pytest.fixture
def failing() -> Iterator[Control]:
    """A control that finds two offenders, in the registry for this test."""
    control = Control(
        "invented.failing",
        "enforced",
        "It fails.",
        lambda _: Evidence("fail", "Two do.", 2, ("0a1b", "2c3d")),
    )
    CONTROLS[control.key] = control
    yield control
    del CONTROLS[control.key]


def test_the_table_tells_clause_status_control_and_evidence(
    app: Flask, settings: Settings, failing: Control
) -> None:
    both = {"id": "466.4(b)", "controls": ["policy.permits", failing.key], "modality": "shall"}
    bind(settings, KEPT, both)

    text = run(app).stdout

    lines = [line.split() for line in text.splitlines()]
    assert text.startswith("No text of policy 466 is in force or imported")
    assert [line[::2] for line in lines if len(line) == 3][:1] == [["466.4(a)", "policy.permits"]]
    assert ["fail", failing.key] in lines
    assert "First of 2: 0a1b, 2c3d" in text
    assert "Official custodian" in text
    assert "2 clauses: " in text
    assert ", 1 fail, " in text
    assert "\x1b[" not in text, "no colours where nobody sees them"


def test_the_ids_of_records_are_for_the_terminal_alone(
    app: Flask, settings: Settings, failing: Control
) -> None:
    bind(settings, {"id": "466.4(a)", "controls": [failing.key], "modality": "shall"})

    assert "0a1b" not in run(app, "--json").stdout


def test_it_says_which_text_it_judged_and_what_that_lacks(app: Flask, settings: Settings) -> None:
    bind(settings, KEPT, BROKEN)
    with open_work(app, system_actor("test")) as work:
        draft(work, {"466.4(a)": "Ask first.", "466.9(z)": "Fly."})

    told = json.loads(run(app, "--json").stdout)
    text = run(app).stdout

    assert told["judged"] == "Policy 466, draft version 1, adopted on 2026-03-02; not in force."
    assert told["clauses"][1] == {
        "id": "466.9(z)",
        "control": None,
        "kind": None,
        "status": "fail",
        "evidence": "Nothing carries this clause out.",
    }
    assert "Not in this text, though bound: 466.4(b)" in text
