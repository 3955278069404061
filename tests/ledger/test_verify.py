"""Whatever is done to the record behind the portal's back is found, and the first bad row is named."""

import json

import pytest
from flask import Flask
from sqlalchemy import Connection

from portal.ledger import checkpoint
from portal.ledger.checkpoint import Checkpoint
from portal.ledger.verify import verify, verify_newest
from portal.models import LedgerRow
from portal.web.system_work import open_work, system_actor
from tests.clock import START
from tests.ledger.conftest import ROWS, columns_of_ledger, verified

EDITS = {
    "at": "'2020-01-01 00:00:00.000000'",
    "posts": """'["Chief"]'""",
    "typed": """'{"plate": "1XYZ999"}'""",
    "normalised": """'{"plate": "7ABC125", "exact": 1}'""",
    "filters": "'{}'",
    "count": "99",
    "intent_seq": "4",
    "changes": """'{"search/1": {"plate": [null, "1XYZ999"]}}'""",
}
"""What an edited column is set to; every other one to a text."""
EDITED = [column.name for column in LedgerRow.__table__.columns if column.name not in ("seq", "body", "mac")]


def taken(app: Flask) -> Checkpoint:
    with open_work(app, system_actor("test")) as work:
        return checkpoint.take(work.session, app.extensions["installation"], START)


def verified_by(app: Flask, known: Checkpoint) -> list[tuple[int, str]]:
    with app.app_context(), app.extensions["open_reading"]() as reading:
        found = verify(reading, app.extensions["tools"].ledger.key, known)
    return [(fault.seq, fault.reason) for fault in found.faults]


def test_an_untouched_record_is_whole(recorded: Flask) -> None:
    found = verified(recorded)
    assert (found.passes, found.rows, found.last_seq, found.first_bad_seq) == (True, ROWS, ROWS, None)


@pytest.mark.control("log.access")
@pytest.mark.parametrize("column", EDITED)
def test_an_edited_column_is_found_and_named(recorded: Flask, intruder: Connection, column: str) -> None:
    intruder.exec_driver_sql(
        f"UPDATE ledger SET {column} = {EDITS.get(column, chr(39) + 'x' + chr(39))} WHERE seq = 5"
    )

    found = verified(recorded)
    assert [(fault.seq, fault.reason) for fault in found.faults] == [(5, f"columns were altered: {column}")]
    assert found.rows == ROWS


@pytest.mark.parametrize("column", ["body", "mac"])
def test_an_edit_of_what_is_sealed_is_found_in_that_row_alone(
    recorded: Flask, intruder: Connection, column: str
) -> None:
    kept = intruder.exec_driver_sql(f"SELECT {column} FROM ledger WHERE seq = 5").scalar_one()
    flipped = bytes([kept[0], kept[1] ^ 1, *kept[2:]]).hex()
    value = f"x'{flipped}'" if intruder.dialect.name == "sqlite" else f"'\\x{flipped}'"
    intruder.exec_driver_sql(f"UPDATE ledger SET {column} = {value} WHERE seq = 5")

    assert [fault.seq for fault in verified(recorded).faults] == [5]


def test_an_edit_of_body_and_columns_together_is_found(recorded: Flask, intruder: Connection) -> None:
    body = intruder.exec_driver_sql("SELECT body FROM ledger WHERE seq = 3").scalar_one()
    forged = bytes(body).replace(b"7ABC123", b"1XYZ999").hex()
    value = f"x'{forged}'" if intruder.dialect.name == "sqlite" else f"'\\x{forged}'"
    typed = """'{"plate": "1XYZ999"}'"""
    intruder.exec_driver_sql(f"UPDATE ledger SET body = {value}, typed = {typed} WHERE seq = 3")

    assert verified(recorded).first_bad_seq == 3


@pytest.mark.control("log.access")
@pytest.mark.parametrize(("deleted", "first_bad"), [("1", 1), ("4", 4), ("4, 5, 6", 4), ("4, 6", 4)])
def test_deleted_rows_are_found(recorded: Flask, intruder: Connection, deleted: str, first_bad: int) -> None:
    intruder.exec_driver_sql(f"DELETE FROM ledger WHERE seq IN ({deleted})")

    found = verified(recorded)
    assert found.first_bad_seq == first_bad
    assert "missing" in found.faults[0].reason
    assert found.rows == ROWS - len(deleted.split(","))


def test_rows_renumbered_to_close_the_gap_are_found(recorded: Flask, intruder: Connection) -> None:
    intruder.exec_driver_sql("DELETE FROM ledger WHERE seq = 4")
    for seq in range(5, ROWS + 1):
        intruder.exec_driver_sql(f"UPDATE ledger SET seq = {seq - 1} WHERE seq = {seq}")

    assert verified(recorded).first_bad_seq == 4


def test_two_swapped_rows_are_found(recorded: Flask, intruder: Connection) -> None:
    for old, new in ((3, 1000), (6, 3), (1000, 6)):
        intruder.exec_driver_sql(f"UPDATE ledger SET seq = {new} WHERE seq = {old}")

    assert {3, 6} <= {fault.seq for fault in verified(recorded).faults}
    assert verified(recorded).first_bad_seq == 3


@pytest.mark.parametrize(
    ("number", "first_bad"), [(ROWS + 1, ROWS + 1), (ROWS + 5, ROWS + 1), (0, 1), (-7, 1)]
)
def test_an_inserted_copy_of_a_row_is_found_wherever_it_is_put(
    recorded: Flask, intruder: Connection, number: int, first_bad: int
) -> None:
    names = [name for name in columns_of_ledger(intruder) if name != "seq"]
    quoted = ", ".join(f'"{name}"' for name in names)
    intruder.exec_driver_sql(
        f"INSERT INTO ledger (seq, {quoted}) SELECT {number}, {quoted} FROM ledger WHERE seq = 2"
    )

    found = verified(recorded)
    assert (found.first_bad_seq, found.rows) == (first_bad, ROWS + 1)


def test_a_row_forged_without_the_key_is_found(recorded: Flask, intruder: Connection) -> None:
    names = [name for name in columns_of_ledger(intruder) if name not in ("seq", "mac")]
    quoted = ", ".join(f'"{name}"' for name in names)
    mac = "zeroblob(32)" if intruder.dialect.name == "sqlite" else "decode(repeat('00', 32), 'hex')"
    intruder.exec_driver_sql(
        f"INSERT INTO ledger (seq, mac, {quoted}) SELECT {ROWS + 1}, {mac}, {quoted} FROM ledger WHERE seq = 2"
    )

    assert verified(recorded).first_bad_seq == ROWS + 1


def test_one_bad_row_does_not_hide_the_next(recorded: Flask, intruder: Connection) -> None:
    intruder.exec_driver_sql("UPDATE ledger SET user_name = 'x' WHERE seq = 2")
    intruder.exec_driver_sql("DELETE FROM ledger WHERE seq = 5")
    intruder.exec_driver_sql("UPDATE ledger SET purpose = 'x' WHERE seq = 7")

    assert [fault.seq for fault in verified(recorded).faults] == [2, 5, 7]


def test_a_cut_tail_is_seen_with_a_checkpoint_and_only_then(recorded: Flask, intruder: Connection) -> None:
    known = taken(recorded)
    intruder.exec_driver_sql(f"DELETE FROM ledger WHERE seq > {ROWS - 2}")

    assert verified(recorded).passes, "nothing in the database says how long the record was"
    assert verified_by(recorded, known) == [(ROWS - 1, f"the tail is cut: the checkpoint saw row {ROWS}")]


def test_an_emptied_record_is_found_without_a_checkpoint(recorded: Flask, intruder: Connection) -> None:
    intruder.exec_driver_sql("DELETE FROM ledger")

    assert verified(recorded).first_bad_seq == 1


def test_a_tail_cut_and_written_anew_with_the_key_is_found_by_the_checkpoint(
    recorded: Flask, intruder: Connection
) -> None:
    known = taken(recorded)
    intruder.exec_driver_sql(f"DELETE FROM ledger WHERE seq = {ROWS}")
    with open_work(recorded, system_actor("somebody with the key")) as work:
        work.note("act", "search.made", outcome="done")

    assert verified(recorded).passes
    assert verified_by(recorded, known) == [(ROWS, "the row is not the one the checkpoint was made of")]


def test_a_record_written_with_another_key_is_found(recorded: Flask) -> None:
    with recorded.app_context(), recorded.extensions["open_reading"]() as reading:
        found = verify(reading, bytes(32))

    assert found.first_bad_seq == 1
    assert len(found.faults) == ROWS


def test_text_in_the_place_of_another_type_is_found_not_stumbled_over(
    recorded: Flask, intruder: Connection
) -> None:
    if intruder.dialect.name != "sqlite":
        for column in ("at", "count", "intent_seq"):
            with pytest.raises(Exception, match="invalid input syntax"):
                intruder.exec_driver_sql(f"UPDATE ledger SET {column} = 'rubbish' WHERE seq = 3")
        return
    for seq, column in enumerate(("at", "posts", "body", "mac"), start=2):
        intruder.exec_driver_sql(f"UPDATE ledger SET {column} = 'rubbish' WHERE seq = {seq}")
    intruder.exec_driver_sql("UPDATE ledger SET user_name = CAST(x'ff' AS TEXT) WHERE seq = 6")
    intruder.exec_driver_sql(f"UPDATE ledger SET seq = 'last' WHERE seq = {ROWS}")

    found = verified(recorded)
    assert [fault.seq for fault in found.faults] == [2, 3, 4, 5, 6, ROWS]
    assert found.rows == ROWS


def test_a_column_that_disagrees_with_its_body_is_found_where_both_mean_the_same_to_python(
    recorded: Flask, intruder: Connection
) -> None:
    normalised = json.dumps({"plate": "7ABC123", "exact": 1})
    intruder.exec_driver_sql(f"UPDATE ledger SET normalised = '{normalised}' WHERE seq = 3")

    assert [fault.reason for fault in verified(recorded).faults] == ["columns were altered: normalised"]


def test_more_rows_than_a_batch_are_read(recorded: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.ledger.verify.BATCH", 3)

    assert (verified(recorded).passes, verified(recorded).rows) == (True, ROWS)


def newest(app: Flask, count: int) -> tuple[int, list[int]]:
    """How many of the newest rows were read, and which of them are bad."""
    with app.app_context(), app.extensions["open_reading"]() as reading:
        found = verify_newest(reading, app.extensions["tools"].ledger.key, count)
    return found.rows, [fault.seq for fault in found.faults]


@pytest.mark.parametrize("count", [1, 3, ROWS - 1, ROWS, ROWS + 1])
def test_the_newest_rows_of_an_untouched_record_are_whole(recorded: Flask, count: int) -> None:
    assert newest(recorded, count) == (min(count, ROWS), [])


def test_of_the_newest_rows_a_bad_one_is_found_and_an_older_one_is_not(
    recorded: Flask, intruder: Connection
) -> None:
    intruder.exec_driver_sql("UPDATE ledger SET address = 'x' WHERE seq IN (2, 6)")

    assert newest(recorded, 3) == (3, [6])
    assert newest(recorded, ROWS) == (ROWS, [2, 6])


def test_the_first_of_the_newest_rows_must_follow_the_one_before(
    recorded: Flask, intruder: Connection
) -> None:
    intruder.exec_driver_sql("DELETE FROM ledger WHERE seq = 5")
    assert newest(recorded, 3) == (3, [5])

    intruder.exec_driver_sql("UPDATE ledger SET mac = body WHERE seq = 4")
    assert newest(recorded, 4) == (4, [4, 5])


def test_of_an_emptied_record_there_is_no_newest_row(recorded: Flask, intruder: Connection) -> None:
    intruder.exec_driver_sql("DELETE FROM ledger")

    assert newest(recorded, 5) == (0, [1])
