"""`flask agency init|answer|gaps`: what the text leaves open is asked at a terminal, answered, and listed."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from portal.agencies.gaps import asked
from portal.agencies.profile import load, slugs
from portal.cli.operator import login_name
from portal.models import LedgerRow, SetupAnswer
from portal.services import setup
from tests.services.reads_on_file import reading

ROOT = Path(__file__).parents[2]
PERIOD = "retention.sources.server.minimum"
BASIS = "Resolution 2026-14"
PATIENCE = 60
"""Seconds until a process that does not go on is given up."""


@pytest.fixture
def agency() -> str:
    return "west-covina"


@pytest.fixture
def flask(app: Flask) -> Any:
    """Runs a command on the instance of the test, as somebody at its machine would."""

    def run(*arguments: str, typed: str = "") -> Result:
        return app.test_cli_runner().invoke(args=["agency", *arguments], input=typed)

    return run


def answers(app: Flask) -> dict[str, Any]:
    with reading(app) as session:
        return setup.answers(session)


def test_an_answer_given_by_command_is_on_record_with_who_sat_there(app: Flask, flask: Any) -> None:
    done = flask("answer", "west-covina", PERIOD, '{"years": 1}', "--basis", BASIS)

    assert (done.exit_code, done.output) == (0, f"{PERIOD} is answered, and on record.\n")
    assert answers(app) == {PERIOD: {"years": 1}}
    with reading(app) as session:
        row = session.scalars(select(SetupAnswer)).one()
        told = session.scalars(select(LedgerRow).where(LedgerRow.subject_id == row.id)).one()
    assert (row.basis, row.answered_by_id) == (BASIS, None)
    assert (told.user_name, told.action) == ("system:agency answer", "setup.answered")
    assert told.terminal.startswith(f"{login_name()} at ")
    assert PERIOD not in flask("gaps", "west-covina").output


@pytest.mark.parametrize(
    ("key", "value", "basis", "said"),
    [
        (PERIOD, "a year", BASIS, "a year is no JSON. Write a word as"),
        (PERIOD, '{"years": 0}', BASIS, f"{PERIOD}.years: Input should be greater than or equal to 1"),
        ("no.such.key", "1", BASIS, "unknown key"),
        ("search.case_number", '"asked"', BASIS, "The adopted text itself answers search.case_number."),
        (PERIOD, '{"years": 1}', "12", "Name what the answer rests on"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_in_a_sentence_and_not_kept(
    app: Flask, flask: Any, key: str, value: str, basis: str, said: str
) -> None:
    refused = flask("answer", "west-covina", key, value, "--basis", basis)

    assert refused.exit_code == 2
    assert said in refused.output
    assert "Traceback" not in refused.output
    assert answers(app) == {}


def test_without_a_basis_there_is_no_answer(app: Flask, flask: Any) -> None:
    assert flask("answer", "west-covina", PERIOD, '{"years": 1}').exit_code == 2
    assert answers(app) == {}


TYPED = "\n".join(
    [
        "1, Chief's Adjutant", "Order 12",  # administrator: one of the list, and a new post
        "Captain = full, Dispatcher = limited", "General order 4",  # titles
        "1", "Order 13",  # supervisors
        "3", "Order 13", "Dispatcher", "Order 13",  # dispatch: none of the list, then one
        "",  # training keeper: passed over
        "", "",  # releases, audit director
        "now and then", "Order 14", "Quarterly", "Order 14",  # cadence: refused, then taken
        "",  # custodian
        "long", "Order 15", "1 year", "", "400 days", BASIS,  # period: not understood, no basis, then taken
        "Government Code 34090.6", BASIS,  # its basis
        "34090.6", BASIS, "Government Code 34090.6", BASIS,  # the law: no citation, then one
        "",
    ]
)  # fmt: skip
GIVEN = {
    "duties.administrator.posts": ["patrol_captain", "chief_s_adjutant"],
    "posts.chief_s_adjutant": {"title": "Chief's Adjutant", "section": "462.2"},
    "titles": [
        {"key": "captain", "name": "Captain", "tier": "full", "section": "Civil Code 1798.90.51(b)(2)(B)"},
        {"key": "dispatcher", "name": "Dispatcher", "tier": "limited", "section": "Civil Code 1798.90.51(b)(2)(B)"},
    ],
    "duties.supervisor.titles": ["captain"],
    "duties.dispatch.titles": ["dispatcher"],
    "audit.cadence": "quarterly",
    PERIOD: {"days": 400},
    "retention.sources.server.basis": "Government Code 34090.6",
    "retention.legal_basis": "Government Code 34090.6",
}  # fmt: skip


def test_each_open_question_is_asked_and_what_does_not_fit_is_asked_again(app: Flask, flask: Any) -> None:
    done = flask("init", "west-covina", "--ask", typed=TYPED)

    assert done.exit_code == 0, done.output
    assert answers(app) == GIVEN
    for said in (
        "Off until answered: Every use of plate data: no title gives access.",
        "Civil Code 1798.90.51(b)(2)(E); the text comes closest at 462.2",
        "“3” is none of the list. Type its number.",
        "audit.cadence: Input should be 'monthly'",
        "Type a number of years or days, as in: 1 year",
        "Name what the answer rests on",
        "'34090.6' is no citation of law",
        "8 answered. 4 left open",
    ):
        assert said in done.output
    with reading(app) as session:
        assert {row.basis for row in session.scalars(select(SetupAnswer)) if row.key == PERIOD} == {BASIS}


def test_asked_again_only_what_is_left_open_comes(app: Flask, flask: Any) -> None:
    flask("answer", "west-covina", PERIOD, '{"years": 1}', "--basis", BASIS)
    done = flask("init", "west-covina", "--ask", typed="\n" * 20)
    assert "How long are the reads of this source kept" not in done.output
    assert done.output.count("Answer (Enter passes it over)") == 11
    assert "0 answered. 11 left open" in done.output


def test_away_from_a_terminal_nothing_is_asked(app: Flask, flask: Any) -> None:
    done = flask("init", "west-covina", typed=TYPED)
    assert "Enter passes it over" not in done.output
    assert answers(app) == {}


def test_answers_from_a_file_come_in_whatever_order_they_stand(
    app: Flask, flask: Any, tmp_path: Path
) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(dict(reversed(GIVEN.items()))), encoding="utf-8")
    assert flask("init", "west-covina", "--answers", str(file)).exit_code == 0
    assert answers(app) == GIVEN


def test_at_a_terminal_the_founding_asks_by_itself(tmp_path: Path) -> None:
    typed = b"\n" * (len(asked(load("west-covina"))) + 2)
    shown = at_a_terminal(
        ["agency", "init", "west-covina"],
        {"PLATEBOOK_INSTANCE": str(tmp_path / "new"), "PLATEBOOK_AGENCY": "west-covina"},
        typed,
    )
    assert "West Covina Police Department is set up in" in shown
    assert "Which post oversees the ALPR system?" in shown
    assert "0 answered. 12 left open" in shown


def at_a_terminal(arguments: list[str], settings: dict[str, str], typed: bytes) -> str:
    """What a person at a terminal sees of a command, having typed this."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", *arguments],
        stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT, env=os.environ | settings,
    )  # fmt: skip
    os.close(theirs)
    os.write(ours, typed)
    shown = b""
    try:
        while chunk := os.read(ours, 4096):
            shown += chunk
    except OSError:  # Linux says so when the other end has closed
        assert process.wait(PATIENCE) == 0, shown.decode()
    finally:
        os.close(ours)
        process.kill()
        process.wait(PATIENCE)
    return shown.decode()


@pytest.mark.parametrize("agency", slugs())
def test_the_gaps_tell_a_suggestion_as_a_suggestion(agency: str, flask: Any) -> None:
    listed = json.loads(flask("gaps", agency, "--json").output)
    suggested = [each for each in listed if each["suggest"]]
    text = flask("gaps", agency).output
    assert text.count("Suggestion: ") == len(suggested)
    assert all(each["suggest"] in text for each in suggested)
