"""`flask ledger verify|export|checkpoint`, as somebody at the command line sees them."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import Connection, select

from portal.models import LedgerRow
from tests.ledger.conftest import ROWS, verified


def run(app: Flask, *arguments: str | Path) -> Result:
    return app.test_cli_runner().invoke(args=["ledger", *map(str, arguments)])


def newest(app: Flask) -> LedgerRow:
    with app.app_context(), app.extensions["open_reading"]() as reading:
        return reading.scalars(select(LedgerRow).order_by(LedgerRow.seq.desc()).limit(1)).one()


@pytest.fixture
def file(recorded: Flask, tmp_path: Path) -> Path:
    """A checkpoint of the whole record, itself the newest row."""
    file = tmp_path / "checkpoint.json"
    assert run(recorded, "checkpoint", "--out", file).exit_code == 0
    return file


def test_a_whole_record_passes(recorded: Flask) -> None:
    result = run(recorded, "verify", "--json")

    assert result.exit_code == 0
    assert json.loads(result.output) == {"ok": True, "rows": ROWS, "first_bad_seq": None, "faults": []}


def test_without_a_checkpoint_it_is_said_that_a_cut_tail_goes_unseen(recorded: Flask) -> None:
    assert "cut off" in run(recorded, "verify").output


def test_a_changed_record_fails_and_names_each_fault_in_a_sentence(
    recorded: Flask, intruder: Connection
) -> None:
    intruder.exec_driver_sql("UPDATE ledger SET user_name = 'x' WHERE seq = 3")
    intruder.exec_driver_sql("DELETE FROM ledger WHERE seq = 6")

    spoken, told = run(recorded, "verify"), run(recorded, "verify", "--json")
    assert (spoken.exit_code, told.exit_code) == (1, 1)
    assert spoken.output.splitlines() == [
        "The record is NOT whole: the first bad row is 3.",
        "  Row 3: columns were altered: user_name.",
        "  Row 6: row 6 is missing.",
    ]
    assert json.loads(told.output) == {
        "ok": False,
        "rows": ROWS - 1,
        "first_bad_seq": 3,
        "faults": [
            {"seq": 3, "reason": "columns were altered: user_name"},
            {"seq": 6, "reason": "row 6 is missing"},
        ],
    }


def test_a_checkpoint_covers_the_entry_that_tells_of_it(recorded: Flask, file: Path) -> None:
    assert newest(recorded).action == "ledger.checkpoint-made"
    assert json.loads(file.read_text())["seq"] == newest(recorded).seq == ROWS + 1
    assert run(recorded, "verify", "--checkpoint", file).exit_code == 0


def test_a_cut_tail_fails_against_the_checkpoint(recorded: Flask, file: Path, intruder: Connection) -> None:
    intruder.exec_driver_sql(f"DELETE FROM ledger WHERE seq >= {ROWS}")

    result = run(recorded, "verify", "--json", "--checkpoint", file)
    assert (result.exit_code, json.loads(result.output)["first_bad_seq"]) == (1, ROWS)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"seq": 9', '"seq": 2'),
        ('"seq": 9', '"seq": "nine"'),
        ('"seq"', '"number"'),
        ('"signature": "', '"signature": "AAAA'),
        ("{", "["),
    ],
)
def test_an_altered_checkpoint_is_refused_in_one_sentence(
    recorded: Flask, file: Path, old: str, new: str
) -> None:
    altered = file.with_name("altered.json")
    altered.write_text(file.read_text().replace(old, new, 1))

    result = run(recorded, "verify", "--checkpoint", altered)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert str(altered) in result.stderr


def test_the_checkpoint_of_another_installation_is_refused(recorded: Flask, file: Path) -> None:
    recorded.extensions["installation"] = "another"

    result = run(recorded, "verify", "--checkpoint", file)
    assert result.exit_code == 2
    assert "another installation" in result.stderr


@pytest.mark.parametrize(("name", "said"), [("missing.json", "cannot be read"), ("", "cannot be read")])
def test_a_checkpoint_that_cannot_be_read_is_refused(
    recorded: Flask, tmp_path: Path, name: str, said: str
) -> None:
    result = run(recorded, "verify", "--checkpoint", tmp_path / name)

    assert result.exit_code == 2
    assert said in result.stderr


def test_a_checkpoint_that_cannot_be_kept_is_not_put_on_record(recorded: Flask, tmp_path: Path) -> None:
    for place in (tmp_path / "nowhere" / "file", tmp_path):
        result = run(recorded, "checkpoint", "--out", place)
        assert result.exit_code == 2
        assert result.stderr.startswith("Error: ")
        assert str(tmp_path) in result.stderr
    assert newest(recorded).seq == ROWS


def test_the_export_is_the_record_itself_a_body_a_line(recorded: Flask) -> None:
    with recorded.app_context(), recorded.extensions["open_reading"]() as reading:
        kept = list(reading.scalars(select(LedgerRow.body).order_by(LedgerRow.seq)))

    result = run(recorded, "export", "--json")
    assert result.exit_code == 0
    assert result.stdout_bytes == b"".join(body + b"\n" for body in kept)


def test_the_export_is_on_record_with_its_extent_and_who_ran_it(recorded: Flask) -> None:
    run(recorded, "export", "--since", "2026-01-01")

    row = newest(recorded)
    assert (row.kind, row.action, row.count) == ("access", "ledger.opened", ROWS)
    assert row.filters == {"since": "2026-01-01T08:00:00.000000Z", "last_seq": ROWS}
    assert " at " in row.terminal
    assert verified(recorded).passes


def test_the_export_begins_at_the_time_asked_for_in_the_agencys_zone(recorded: Flask) -> None:
    assert run(recorded, "export", "--since", "2026-11-02T09:00").output.count("\n") == ROWS
    assert run(recorded, "export", "--since", "2026-11-02T09:00:01").output == ""
    assert run(recorded, "export", "--since", "2026-11-02T17:00:00Z").output.count("\n") == ROWS + 2


def test_a_time_that_is_none_is_refused(recorded: Flask) -> None:
    result = run(recorded, "export", "--since", "last week")

    assert result.exit_code == 2
    assert "“last week” is no day or time" in result.stderr
    assert newest(recorded).seq == ROWS


def test_a_batch_is_no_limit_to_an_export(recorded: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.cli.ledger.BATCH", 3)

    assert run(recorded, "export").output.count("\n") == ROWS
