"""`flask policy reference`: what carries a policy out, with the tests found in their source."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from portal import create_app
from portal.agencies.profile import PROFILES, Profile, load
from portal.cli.policy_reference import page
from portal.cli.proofs import MARK, proofs
from portal.cli.refusals import Refused
from portal.config import Settings
from portal.controls import CONTROLS

MODULE = """
import pytest

@{mark}("training.gate", "training.content")
@pytest.mark.parametrize("rank", ["chief"])
def test_nobody_is_excepted(rank: str) -> None: ...

class TestPatrol:
    @{mark}("training.gate")
    def test_the_untrained_wait(self) -> None: ...

@{mark}("training.gate")
def no_test() -> None: ...

def test_something_else() -> None: ...
"""


@pytest.fixture
def tests(tmp_path: Path) -> Path:
    """A folder of tests, never run."""
    folder = tmp_path / "tests" / "rules"
    folder.mkdir(parents=True)
    (folder / "test_training.py").write_text(MODULE.format(mark=MARK), encoding="utf-8")
    return tmp_path / "tests"


@pytest.fixture
def nowhere(tmp_path: Path) -> Flask:
    """The application without an instance: what a policy is carried out by needs none."""
    return create_app(Settings(instance=tmp_path / "nowhere"))


def reference(app: Flask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(args=["policy", "reference", *map(str, arguments)])


def rows(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_tests_of_a_control_are_found_by_their_marker(tests: Path) -> None:
    assert proofs(tests) == {
        "training.content": ["tests/rules/test_training.py::test_nobody_is_excepted"],
        "training.gate": [
            "tests/rules/test_training.py::test_nobody_is_excepted",
            "tests/rules/test_training.py::TestPatrol::test_the_untrained_wait",
        ],
    }


def test_each_clause_has_a_row_for_each_of_its_controls(nowhere: Flask, tests: Path) -> None:
    answer = reference(nowhere, "piedmont", "--tests", tests)
    assert answer.exit_code == 0, answer.output
    told = rows(answer.output)
    clauses = load("piedmont").clauses
    assert [(row[0], row[2]) for row in told] == [
        (f"`{binding.id}`", f"`{key}`") for binding in clauses for key in binding.controls
    ]


def test_a_row_says_kind_binding_words_tests_and_evidence(nowhere: Flask, tests: Path) -> None:
    output = reference(nowhere, "barstow", "--tests", tests).output
    told = {(row[0], row[2]): row for row in rows(output)}

    gate = told["`466.4(d)`", "`training.gate`"]
    assert gate[1:6] == [
        "shall",
        "`training.gate`",
        "enforced",
        CONTROLS["training.gate"].does,
        "[2 tests](#traininggate)",
    ]
    assert "### training.gate\n\n- `tests/rules/test_training.py::test_nobody_is_excepted`\n" in output

    review = told["`466.6(d)`", "`accounts.review`"]
    assert (review[1], review[3]) == ("should", "duty")

    audit = told["`466.6(c)`", "`audit.performed`"]
    assert (audit[1], audit[3], audit[5]) == ("shall", "duty, not built", "-")
    assert audit[6] == f"None yet: it comes with {CONTROLS['audit.performed'].room}."


def test_an_unknown_agency_is_one_sentence(nowhere: Flask, tests: Path) -> None:
    answer = reference(nowhere, "nobody", "--tests", tests)
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "'nobody'" in answer.stderr


def test_without_the_tests_the_command_says_where_they_should_be(nowhere: Flask, tmp_path: Path) -> None:
    answer = reference(nowhere, "barstow", "--tests", tmp_path / "gone")
    assert answer.exit_code == 2
    assert "gone" in answer.stderr


@pytest.mark.parametrize("source", ["def test_it(", f"@{MARK}(KEY)\ndef test_it(): ...\n"])
def test_a_test_that_cannot_be_read_is_one_sentence(nowhere: Flask, tests: Path, source: str) -> None:
    (tests / "test_broken.py").write_text(source, encoding="utf-8")
    answer = reference(nowhere, "barstow", "--tests", tests)
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "line 1" in answer.stderr


def test_a_clause_bound_to_a_control_there_is_not_is_named(tests: Path) -> None:
    document = load("barstow").document
    document["clauses"][0]["controls"] = ["purposes.colection"]
    profile = Profile.from_document(document, str(PROFILES / "barstow.toml"))
    with pytest.raises(Refused, match=r"purposes\.colection"):
        page(profile, proofs(tests))
