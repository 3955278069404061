"""Accounts without password or second factor are found, and failed attempts counted."""

from sqlalchemy import update

from portal.models import Account
from tests.controls.behind import behind, found, look
from tests.office import Office
from tests.promises.furnished import Furnished


def test_an_account_without_a_hashed_password_or_a_second_factor(office: Office, clean: Furnished) -> None:
    account = Account.__table__
    with behind(office) as connection:
        bare = account.c.id == clean.officer.account_id
        connection.execute(update(account).where(bare).values(password_hash="secret"))
        half = account.c.id == clean.dispatcher.account_id
        connection.execute(update(account).where(half).values(totp_secret=b""))

    offenders = {clean.officer.account_id, clean.dispatcher.account_id}
    assert set(found(office, "signin.password-and-code")) == offenders


def test_failed_attempts_are_counted(office: Office, clean: Furnished) -> None:
    assert "in the last 30 days: 0." in look(office, "signin.password-and-code").text

    visitor = office.visitor()
    visitor.post("/sign-in", {"user_name": clean.officer.user_name, "password": "wrong"})

    assert "in the last 30 days: 1." in look(office, "signin.password-and-code").text
