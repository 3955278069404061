"""Format version 1 is golden for ever: the stored sample was made once and must always come out the same."""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from portal.ledger import Entry
from portal.ledger.entry import FIRST_PREVIOUS, columns, encode, previous_named, seal
from portal.models import Kind

GOLDEN = json.loads(Path(__file__).with_name("golden_v1.json").read_text(encoding="utf-8"))
ROWS = pytest.mark.parametrize("row", GOLDEN["rows"], ids=lambda row: row["entry"]["action"])
SEALED = "4c0e560481d9f721801ab982785722ccfd708ae7b669ea8a4e8a99b51c0f33e2"


def entry(facts: dict[str, Any]) -> Entry:
    return Entry(**facts | {"at": datetime.fromisoformat(facts["at"]), "kind": Kind(facts["kind"])})


def test_the_sample_itself_is_the_one_made_once() -> None:
    macs = "".join(row["mac"] for row in GOLDEN["rows"])
    assert hashlib.sha256(macs.encode()).hexdigest() == SEALED


@ROWS
def test_an_entry_becomes_the_same_bytes(row: dict[str, Any]) -> None:
    assert encode(entry(row["entry"]), row["seq"], bytes.fromhex(row["previous"])).hex() == row["body"]


@ROWS
def test_the_bytes_get_the_same_seal(row: dict[str, Any]) -> None:
    body, key = bytes.fromhex(row["body"]), bytes.fromhex(GOLDEN["key"])
    assert seal(key, body).hex() == row["mac"] == hmac.new(key, body, hashlib.sha256).hexdigest()


def test_each_row_names_the_one_before_it() -> None:
    previous = FIRST_PREVIOUS
    for row in GOLDEN["rows"]:
        assert previous_named(bytes.fromhex(row["body"])) == previous == bytes.fromhex(row["previous"])
        previous = bytes.fromhex(row["mac"])


@ROWS
def test_the_bytes_are_read_back_as_what_was_told(row: dict[str, Any]) -> None:
    found = columns(bytes.fromhex(row["body"]))
    told = entry(row["entry"])
    assert found["seq"] == row["seq"]
    assert found["at"] == told.at
    assert found["at"].tzinfo == UTC
    assert (found["typed"], found["changes"], found["posts"]) == (told.typed, told.changes, told.posts)
    assert set(found) == {"seq", *Entry.__dataclass_fields__}
