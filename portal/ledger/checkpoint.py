"""A signed statement of how far the record had come, kept in a second place: what binds the host itself."""

import json
import os
import tempfile
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.ledger.entry import FIRST_PREVIOUS, stamp
from portal.models import LedgerRow


class CheckpointBroken(ValueError):
    """The file is no checkpoint of this installation, or was altered."""


@dataclass(frozen=True)
class Checkpoint:
    """The head of the ledger at one moment."""

    installation: str
    seq: int
    mac: bytes
    at: str

    def signed_bytes(self) -> bytes:
        return (
            f"platebook checkpoint 1\n{self.installation}\n{self.seq}\n{self.mac.hex()}\n{self.at}\n".encode()
        )


def take(session: Session, installation: str, now: datetime) -> Checkpoint:
    head = session.execute(
        select(LedgerRow.seq, LedgerRow.mac).order_by(LedgerRow.seq.desc()).limit(1)
    ).first()
    seq, mac = (head.seq, head.mac) if head else (0, FIRST_PREVIOUS)
    return Checkpoint(installation, seq, bytes(mac), stamp(now))


def write(checkpoint: Checkpoint, key: EllipticCurvePrivateKey, path: Path) -> None:
    """Writes the file whole or not at all. Raises `OSError` where the place cannot be written."""
    signature = key.sign(checkpoint.signed_bytes(), ECDSA(hashes.SHA256()))
    facts = {
        "format": "platebook checkpoint 1",
        "installation": checkpoint.installation,
        "seq": checkpoint.seq,
        "mac": checkpoint.mac.hex(),
        "at": checkpoint.at,
        "signature": b64encode(signature).decode(),
    }
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".checkpoint-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(facts, file, indent=1)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).replace(path)


def load(path: Path, key: EllipticCurvePublicKey, installation: str) -> Checkpoint:
    """Raises `CheckpointBroken` unless the file was signed by this installation's checkpoint key."""
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        checkpoint = Checkpoint(
            facts["installation"], int(facts["seq"]), bytes.fromhex(facts["mac"]), facts["at"]
        )
        key.verify(b64decode(facts["signature"]), checkpoint.signed_bytes(), ECDSA(hashes.SHA256()))
    except (OSError, ValueError, KeyError, TypeError, InvalidSignature) as error:
        raise CheckpointBroken(
            f"{path} is no valid checkpoint: it cannot be read, or was altered."
        ) from error
    if checkpoint.installation != installation:
        raise CheckpointBroken(f"{path} is the checkpoint of another installation.")
    return checkpoint
