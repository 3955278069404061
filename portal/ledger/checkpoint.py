"""A signed statement of how far the record had come, kept in a second place: what binds the host itself."""

import json
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

FORMAT = "platebook checkpoint 1"


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
        return f"{FORMAT}\n{self.installation}\n{self.seq}\n{self.mac.hex()}\n{self.at}\n".encode()


def take(session: Session, installation: str, now: datetime) -> Checkpoint:
    head = session.execute(
        select(LedgerRow.seq, LedgerRow.mac).order_by(LedgerRow.seq.desc()).limit(1)
    ).first()
    seq, mac = (head.seq, head.mac) if head else (0, FIRST_PREVIOUS)
    return Checkpoint(installation, seq, bytes(mac), stamp(now))


def signed(checkpoint: Checkpoint, key: EllipticCurvePrivateKey) -> bytes:
    """The checkpoint as it is kept in a file."""
    facts = {
        "format": FORMAT,
        "installation": checkpoint.installation,
        "seq": checkpoint.seq,
        "mac": checkpoint.mac.hex(),
        "at": checkpoint.at,
        "signature": b64encode(key.sign(checkpoint.signed_bytes(), ECDSA(hashes.SHA256()))).decode(),
    }
    return f"{json.dumps(facts, indent=1)}\n".encode()


def load(path: Path, key: EllipticCurvePublicKey, installation: str) -> Checkpoint:
    """Raises `CheckpointBroken` unless the file was signed by this installation's checkpoint key."""
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        checkpoint = Checkpoint(
            facts["installation"], int(facts["seq"]), bytes.fromhex(facts["mac"]), facts["at"]
        )
        signature = b64decode(facts["signature"])
    except OSError as error:
        raise CheckpointBroken(
            f"The checkpoint {path} cannot be read ({error.strerror}). Check the path."
        ) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise CheckpointBroken(
            f"{path} is no checkpoint of the ledger. Give a file that “flask ledger checkpoint” wrote."
        ) from error
    if checkpoint.installation != installation:
        raise CheckpointBroken(f"{path} is the checkpoint of another installation. Give one of this one.")
    try:
        key.verify(signature, checkpoint.signed_bytes(), ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise CheckpointBroken(
            f"{path} was altered, or not signed with this installation's key. Use another copy."
        ) from error
    return checkpoint
