"""What one ledger entry says, and the exact bytes it is kept as. Format version 1, golden for ever."""

import hashlib
import hmac
import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from portal.models import Kind

FORMAT_VERSION = 1
FIRST_PREVIOUS = bytes(32)
"""What stands for the MAC before the first row."""
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Entry:
    """One doing, as told to the ledger. The writer adds `seq` and the previous row's MAC.

    `typed` are the elements used to query exactly as they were typed, `normalised` the same as the portal
    understood them (Civil Code 1798.90.52(a)(2)). `count` and `digest` tell what was returned without naming it.
    """

    at: datetime
    kind: Kind
    action: str
    user_name: str
    full_name: str
    organisation: str
    title: str = ""
    posts: list[str] = field(default_factory=list)
    session: str = ""
    address: str = ""
    terminal: str = ""
    subject_type: str = ""
    subject_id: str = ""
    typed: dict[str, Any] = field(default_factory=dict)
    normalised: dict[str, Any] = field(default_factory=dict)
    filters: dict[str, Any] = field(default_factory=dict)
    purpose: str = ""
    case_number: str = ""
    narrative: str = ""
    on_behalf_of: str = ""
    policy_version: str = ""
    outcome: str = ""
    count: int | None = None
    digest: str = ""
    intent_seq: int | None = None
    changes: dict[str, Any] = field(default_factory=dict)


def encode(entry: Entry, seq: int, previous: bytes) -> bytes:
    """The bytes under the MAC: JSON, UTF-8, keys sorted, no spaces, every key always there.

    A lone surrogate (half a character, as in a file name that is no UTF-8) is kept as JSON escapes it.
    """
    facts = asdict(entry)
    facts |= {
        "v": FORMAT_VERSION,
        "seq": seq,
        "prev": previous.hex(),
        "at": stamp(entry.at),
        "kind": str(entry.kind),
        "action": str(entry.action),
    }
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode(errors="backslashreplace")


def stamp(moment: datetime) -> str:
    """UTC to the microsecond, `2026-11-22T05:12:51.000001Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def seal(key: bytes, body: bytes) -> bytes:
    """HMAC-SHA-256 over the body, which itself names the row before it."""
    return hmac.digest(key, body, "sha256")


def previous_named(body: bytes) -> bytes:
    """The MAC of the row that this body says it follows."""
    return bytes.fromhex(json.loads(body)["prev"])


def columns(body: bytes) -> dict[str, Any]:
    """The copies a row keeps beside its body. Both the writer and the verifier take them from here."""
    facts: dict[str, Any] = json.loads(body)
    facts.pop("v")
    facts.pop("prev")
    facts["at"] = datetime.fromisoformat(facts["at"])
    return {name: storable(value) for name, value in facts.items()}


def storable(value: Any) -> Any:
    """PostgreSQL keeps no NUL in text, and no database half a character; the body keeps them escaped, the copy shows
    the replacement character."""
    return UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", value) if isinstance(value, str) else value


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON keeps them: moments as stamps, everything else that is no JSON type as text."""
    return {name: plain_value(value) for name, value in values.items()}


def plain_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    if isinstance(value, Mapping):
        return plain(value)
    if isinstance(value, list | tuple):
        return [plain_value(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value if value is None or isinstance(value, str | bool | int | float) else str(value)


def digest_of(ids: Iterable[object]) -> str:
    """SHA-256 in hex over ids in the order they were given, a line each."""
    return hashlib.sha256("".join(f"{each}\n" for each in ids).encode()).hexdigest()
