"""The keys of an instance: made once, derived by purpose, refused in one clear sentence."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_public_key,
)

from portal.storage import Keyring, KeyringError


def permissions(path: Path) -> str:
    return f"{stat.S_IMODE(path.stat().st_mode):04o}"


def replace(path: Path, content: bytes) -> None:
    path.unlink()
    path.write_bytes(content)
    path.chmod(0o400)


def test_new_keys_are_for_their_owner_alone(tmp_path: Path) -> None:
    Keyring.create(tmp_path / "keys")
    assert permissions(tmp_path / "keys") == "0700"
    assert {path.name: permissions(path) for path in (tmp_path / "keys").iterdir()} == {
        "master.key": "0400",
        "checkpoint.pem": "0400",
        "checkpoint.pub.pem": "0400",
    }
    assert len((tmp_path / "keys" / "master.key").read_bytes()) == 32
    assert [path.name for path in tmp_path.iterdir()] == ["keys"]


def test_purpose_keys_differ_and_survive_reopening(tmp_path: Path) -> None:
    made = Keyring.create(tmp_path / "keys")
    opened = Keyring.open(tmp_path / "keys")
    purposes = ["pictures/1", "pictures/2", "ledger", "totp"]
    keys = [made.key(purpose) for purpose in purposes]
    assert [opened.key(purpose) for purpose in purposes] == keys
    assert len(set(keys)) == len(purposes)
    assert {len(key) for key in keys} == {32}
    assert (tmp_path / "keys" / "master.key").read_bytes() not in keys


def test_derivation_of_version_one_never_changes(tmp_path: Path) -> None:
    """Golden for ever: another derivation would make every stored picture unreadable."""
    Keyring.create(tmp_path / "keys")
    replace(tmp_path / "keys" / "master.key", bytes(range(32)))
    assert (
        Keyring.open(tmp_path / "keys").key("pictures/1").hex()
        == "d5b1e45cfb88bf727d0213571dc538a2b37685be2304dd1db9d5ad0696c8a1ee"
    )


def test_two_instances_share_no_key(tmp_path: Path) -> None:
    first, second = Keyring.create(tmp_path / "one"), Keyring.create(tmp_path / "two")
    assert first.key("ledger") != second.key("ledger")


def test_the_public_key_beside_it_verifies_what_the_checkpoint_key_signs(tmp_path: Path) -> None:
    signature = Keyring.create(tmp_path / "keys").checkpoint_key().sign(b"root", ec.ECDSA(SHA256()))
    public = load_pem_public_key((tmp_path / "keys" / "checkpoint.pub.pem").read_bytes())
    assert isinstance(public, ec.EllipticCurvePublicKey)
    public.verify(signature, b"root", ec.ECDSA(SHA256()))


def test_keys_are_never_overwritten(tmp_path: Path) -> None:
    before = Keyring.create(tmp_path / "keys").key("ledger")
    with pytest.raises(KeyringError, match=r"never overwritten; use these keys"):
        Keyring.create(tmp_path / "keys")
    assert Keyring.open(tmp_path / "keys").key("ledger") == before
    assert [path.name for path in tmp_path.iterdir()] == ["keys"]


def test_an_empty_folder_made_beforehand_is_filled(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    Keyring.create(tmp_path / "keys")
    assert permissions(tmp_path / "keys") == "0700"


def test_a_place_that_cannot_hold_keys_is_named(tmp_path: Path) -> None:
    (tmp_path / "instance").write_text("a file where a folder is expected")
    with pytest.raises(KeyringError, match=r"cannot be made in .*keys .*make its parent a folder"):
        Keyring.create(tmp_path / "instance" / "keys")


def other_curve() -> bytes:
    key = ec.generate_private_key(ec.SECP384R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


SPOILED: dict[str, tuple[Callable[[Path], object], str]] = {
    "no folder": (lambda keys: keys.rename(keys.with_name("away")), r"key folder .* is missing; restore"),
    "no master key": (
        lambda keys: (keys / "master.key").unlink(),
        r"master\.key is missing; restore it from escrow; without it pictures and the ledger's proof cannot be",
    ),
    "short master key": (
        lambda keys: replace(keys / "master.key", b"short"),
        r"master\.key holds 5 bytes instead of 32; restore it from escrow",
    ),
    "no checkpoint key": (
        lambda keys: (keys / "checkpoint.pem").unlink(),
        r"checkpoint\.pem is missing; restore it from escrow; without it checkpoints",
    ),
    "checkpoint key is no key": (
        lambda keys: replace(keys / "checkpoint.pem", b"no key"),
        r"checkpoint\.pem is not an unencrypted ECDSA P-256 key",
    ),
    "checkpoint key of another curve": (
        lambda keys: replace(keys / "checkpoint.pem", other_curve()),
        r"checkpoint\.pem is not an unencrypted ECDSA P-256 key",
    ),
    "folder open to the group": (lambda keys: keys.chmod(0o750), r"open to other users.*'chmod 0700 .*keys'"),
    "master key open to others": (
        lambda keys: (keys / "master.key").chmod(0o404),
        r"open to other users.*'chmod 0400 .*master\.key'",
    ),
    "checkpoint key open to the group": (
        lambda keys: (keys / "checkpoint.pem").chmod(0o440),
        r"open to other users.*'chmod 0400 .*checkpoint\.pem'",
    ),
}


@pytest.mark.parametrize("spoiled", SPOILED)
def test_spoiled_keys_are_refused_in_one_sentence_that_says_what_to_do(tmp_path: Path, spoiled: str) -> None:
    spoil, sentence = SPOILED[spoiled]
    Keyring.create(tmp_path / "keys")
    spoil(tmp_path / "keys")
    with pytest.raises(KeyringError, match=sentence) as refusal:
        Keyring.open(tmp_path / "keys")
    assert "\n" not in str(refusal.value)
