"""The instance's keys: a master key from which each purpose derives its own, and a signing key."""

import os
import secrets
import shutil
import stat
import tempfile
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from portal.storage.durable import sync_folder, write_durably

MASTER = "master.key"
CHECKPOINT = "checkpoint.pem"
CHECKPOINT_PUBLIC = "checkpoint.pub.pem"
KEY_BYTES = 32  # AES-256 and HMAC-SHA-256

_LOSS = {
    MASTER: "without it pictures and the ledger's proof cannot be opened",
    CHECKPOINT: "without it checkpoints of the ledger cannot be signed",
}


class KeyringError(Exception):
    """The keys cannot be made or opened; the message is one sentence that says what to do."""


class Keyring:
    """The opened keys of one instance. Keys live in memory and in this folder, nowhere else."""

    def __init__(self, master: bytes, checkpoint: ec.EllipticCurvePrivateKey) -> None:
        self._master = master
        self._checkpoint = checkpoint

    @classmethod
    def create(cls, folder: Path) -> "Keyring":
        """Make all keys of a new instance in `folder` (0700), at once or not at all.

        Raises KeyringError when the folder holds anything (keys are never overwritten) or cannot be written.
        """
        try:
            _make(folder)
        except OSError as error:
            raise _cannot_make(folder, error) from error
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path) -> "Keyring":
        """The keys in `folder`; raises KeyringError when one is missing, malformed or open to other users."""
        if not folder.is_dir():
            raise KeyringError(
                f"The key folder {folder} is missing; restore it from escrow, or make a new instance with "
                "'flask agency init'."
            )
        _refuse_if_open_to_others(folder, "0700")
        return cls(_read_master(folder / MASTER), _read_checkpoint(folder / CHECKPOINT))

    def key(self, purpose: str) -> bytes:
        """The 32-byte key of one purpose ("pictures/1"), derived by HKDF-SHA-256; purposes share no key."""
        info = b"platebook/" + purpose.encode()
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(self._master)

    def checkpoint_key(self) -> ec.EllipticCurvePrivateKey:
        """The ECDSA P-256 key that signs the ledger's checkpoints; its public half lies beside it."""
        return self._checkpoint


def _make(folder: Path) -> None:
    """Fill a folder under a temporary name; the rename refuses to replace a folder that holds files."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        _fill(staging)
        os.rename(staging, folder)
    except BaseException:
        shutil.rmtree(staging)
        raise
    sync_folder(folder.parent)


def _fill(folder: Path) -> None:
    checkpoint = ec.generate_private_key(ec.SECP256R1())
    private = checkpoint.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = checkpoint.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    write_durably(folder / MASTER, secrets.token_bytes(KEY_BYTES))
    write_durably(folder / CHECKPOINT, private)
    write_durably(folder / CHECKPOINT_PUBLIC, public)


def _cannot_make(folder: Path, error: OSError) -> KeyringError:
    if folder.is_dir() and any(folder.iterdir()):
        return KeyringError(
            f"{folder} already holds files and keys are never overwritten; use these keys, or name another "
            "instance folder."
        )
    return KeyringError(
        f"Keys cannot be made in {folder} ({error.strerror}); "
        "make its parent a folder this user may write to."
    )


def _read_master(path: Path) -> bytes:
    master = _read_secret(path)
    if len(master) != KEY_BYTES:
        raise KeyringError(
            f"{path} holds {len(master)} bytes instead of {KEY_BYTES}; "
            f"restore it from escrow; {_LOSS[MASTER]}."
        )
    return master


def _read_checkpoint(path: Path) -> ec.EllipticCurvePrivateKey:
    try:
        key = load_pem_private_key(_read_secret(path), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _not_a_signing_key(path) from error
    if not (isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1)):
        raise _not_a_signing_key(path)
    return key


def _not_a_signing_key(path: Path) -> KeyringError:
    return KeyringError(
        f"{path} is not an unencrypted ECDSA P-256 key in PEM; restore it from escrow; {_LOSS[CHECKPOINT]}."
    )


def _read_secret(path: Path) -> bytes:
    try:
        _refuse_if_open_to_others(path, "0400")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise KeyringError(f"{path} is missing; restore it from escrow; {_LOSS[path.name]}.") from error
    except OSError as error:
        raise KeyringError(
            f"{path} cannot be read ({error.strerror}); run the portal as the user who owns it."
        ) from error


def _refuse_if_open_to_others(path: Path, mode: str) -> None:
    if stat.S_IMODE(path.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyringError(f"{path} is open to other users of this machine; run 'chmod {mode} {path}'.")
