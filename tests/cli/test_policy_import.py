"""`flask policy import`: the text as a draft, or a sentence and nothing stored."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from portal import create_app
from portal.config import Settings
from portal.models import PolicyVersion
from tests.adopted import CLAUSES, GAP, OTHER, POLICY, UNREADABLE, bind
from tests.services.reads_on_file import reading

DAY = ("--adopted-on", "2026-06-01")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    bind(settings)
    return settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "policy.txt"
    path.write_bytes(POLICY)
    return path


def flask(app: Flask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(args=["policy", "import", *map(str, arguments)])


def on_file(app: Flask) -> list[PolicyVersion]:
    with reading(app) as session:
        return session.query(PolicyVersion).order_by(PolicyVersion.number).all()


def test_the_text_is_a_draft_and_what_is_left_is_told(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "policy.txt"
    path.write_bytes(GAP + b"\n466.4 ASKING\nAnybody may ask the town about it.\n")

    result = flask(app, path, *DAY)

    assert result.exit_code == 0, result.output
    assert (
        "4 sections, 6 clauses. It is draft 1; in doubt: 1, clauses the profile does not bind: 1."
        in result.output
    )
    (version,) = on_file(app)
    assert (version.source_name, version.adopted_on.isoformat(), version.imported_by_id) == (
        "policy.txt",
        "2026-06-01",
        None,
    )


def shape(told: dict[str, Any]) -> list[str]:
    """The clauses, in order; fails where the form is another than DESIGN section 4 gives."""
    assert set(told) == {"number", "title", "sections"}
    assert all(set(section) == {"number", "title", "clauses"} for section in told["sections"])
    clauses = [clause for section in told["sections"] for clause in section["clauses"]]
    assert all(set(clause) == {"id", "text"} for clause in clauses)
    return [clause["id"] for clause in clauses]


def test_json_is_the_text_in_sections_and_clauses(app: Flask, file: Path) -> None:
    told = json.loads(flask(app, file, *DAY, "--json").output)

    assert (told["number"], told["title"]) == ("466", "Roadside Plate Cameras")
    assert shape(told) == list(CLAUSES)
    assert len(on_file(app)) == 1


@pytest.mark.parametrize("more", [(), DAY])
def test_a_dry_run_reads_and_stores_nothing(app: Flask, file: Path, more: tuple[str, ...]) -> None:
    result = flask(app, file, "--dry-run", "--json", *more)

    assert (result.exit_code, shape(json.loads(result.output))) == (0, list(CLAUSES))
    assert on_file(app) == []


def test_a_dry_run_needs_no_instance(file: Path, tmp_path: Path) -> None:
    app = create_app(Settings(instance=tmp_path / "nowhere"))

    assert flask(app, file, "--dry-run").output == (
        "Policy 466, Roadside Plate Cameras: 3 sections, 6 clauses. Nothing is stored.\n"
    )
    assert not (tmp_path / "nowhere").exists()


def is_one_sentence(result: Result) -> bool:
    """On standard error, with exit code 2 and no traceback."""
    said = result.stderr.strip()
    return result.exit_code == 2 and result.stdout == "" and said.startswith("Error: ") and "\n" not in said


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_cannot_be_read_is_refused_in_a_sentence(app: Flask, tmp_path: Path, what: str) -> None:
    """Acceptance 6."""
    path = tmp_path / "given"
    path.write_bytes(UNREADABLE[what]())

    for more in (DAY, ("--dry-run",)):
        assert is_one_sentence(result := flask(app, path, *more)), result.output
    assert on_file(app) == []


def test_a_file_of_fifty_megabytes_is_refused_without_being_read_whole(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "policy.txt"
    with path.open("wb") as file:
        file.write(POLICY)
        file.truncate(50 * 1024 * 1024)

    assert is_one_sentence(result := flask(app, path, *DAY))
    assert "10 MB" in result.stderr
    assert on_file(app) == []


def test_what_is_asked_wrongly_is_refused_in_a_sentence(app: Flask, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_bytes(OTHER)
    assert flask(app, file, *DAY).exit_code == 0

    said = {
        "--adopted-on DAY": flask(app, file),
        "2026-01-31": flask(app, file, "--adopted-on", "June"),
        "No such file": flask(app, tmp_path / "nowhere.txt", *DAY),
        "Is a directory": flask(app, tmp_path, *DAY),
        "profile of this agency is of policy 466": flask(app, other, *DAY),
        "draft 1 already": flask(app, file, *DAY),
    }

    assert [
        words for words, result in said.items() if not is_one_sentence(result) or words not in result.stderr
    ] == []
    assert len(on_file(app)) == 1
