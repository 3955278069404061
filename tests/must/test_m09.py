"""M9: how passwords are kept, and that no other form of them is anywhere in the database."""

import json

import pytest
from argon2 import extract_parameters
from flask import Flask
from sqlalchemy import MetaData, select

from portal.config import Settings
from portal.services.signin import hashing
from tests.must.signing_in import account, gives_password
from tests.office import PASSWORD, Office
from tests.services.doing import on_record


def test_argon2id_takes_46_mib_and_one_pass_at_least() -> None:
    found = extract_parameters(hashing.SHIPPED.hash(PASSWORD))

    assert (found.type.name, found.memory_cost >= 46 * 1024, found.time_cost >= 1) == ("ID", True, True)


def test_pbkdf2_takes_600_000_rounds_of_hmac_sha_256_and_salts_each() -> None:
    kept = hashing.hashed(PASSWORD, "pbkdf2")

    assert kept.startswith("$pbkdf2-sha256$600000$")
    assert hashing.fits(kept, PASSWORD)
    assert not hashing.fits(kept, PASSWORD + " ")
    assert kept != hashing.hashed(PASSWORD, "pbkdf2")
    assert not hashing.fits("$pbkdf2-sha256$many$@$@", PASSWORD)
    assert not hashing.fits("", PASSWORD)


def test_pbkdf2_by_its_known_answer() -> None:
    """RFC 7914, section 11, first 32 bytes."""
    kept = hashing.told_pbkdf2(b"passwd", b"salt", 1)

    assert kept == "$pbkdf2-sha256$1$c2FsdA==$VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLw="


@pytest.mark.control("signin.password-and-code")
def test_a_password_is_hashed_anew_at_sign_in_when_the_setting_changes(office: Office, app: Flask) -> None:
    member = office.hire("patrol_officer")
    assert account(office, member).password_hash.startswith("$argon2id$")

    settle(app, password_hash="pbkdf2")
    assert gives_password(office, member, PASSWORD)
    assert account(office, member).password_hash.startswith("$pbkdf2-sha256$600000$")
    assert gives_password(office, member, PASSWORD)
    settle(app, password_hash="argon2id")
    assert gives_password(office, member, PASSWORD)
    assert account(office, member).password_hash.startswith("$argon2id$")
    assert [row.outcome for row in on_record(office, "signin.password-set")] == ["hashed anew"] * 2


def settle(app: Flask, **changed: str) -> None:
    """The instance as after a restart with another setting."""
    settings: Settings = app.extensions["settings"]
    app.extensions["settings"] = settings.model_copy(update=changed)
    del app.extensions["tools"]


def test_neither_a_password_nor_what_opens_one_lies_in_the_database(office: Office, app: Flask) -> None:
    """Every column of every table: no password, no seed, and no hash outside the account, the record included."""
    member = office.hire("patrol_officer")
    gives_password(office, member, PASSWORD)
    kept = account(office, member).password_hash
    with app.extensions["open_reading"]() as session:
        tables = MetaData()
        tables.reflect(session.get_bind())
        found = {
            name
            for name, table in tables.tables.items()
            for row in session.execute(select(table))
            for secret in (PASSWORD, member.totp_secret, kept)
            if secret in json.dumps([str(each) for each in row], ensure_ascii=False)
        }

    assert found == {"account"}, "where the hash itself is, and nothing else"
    assert PASSWORD not in kept
