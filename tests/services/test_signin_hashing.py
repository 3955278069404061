"""What a password costs whoever tries to guess it: the suite hashes quickly, so here the portal's own hasher works."""

import pytest
from argon2 import Type, extract_parameters
from sqlalchemy import select

from portal.models import Account
from portal.services.signin import accounts
from tests.office import PASSWORD, Office
from tests.once import SHIPPED_HASHER


def test_a_password_is_kept_as_argon2id_in_64_mib_and_3_passes(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "HASHER", SHIPPED_HASHER)
    member = office.hire("patrol_officer")
    with office.app.extensions["open_reading"]() as session:
        account = session.scalars(select(Account).where(Account.id == member.account_id)).one()
    cost = extract_parameters(account.password_hash)

    assert (cost.type, cost.memory_cost, cost.time_cost) == (Type.ID, 64 * 1024, 3)
    assert accounts.password_fits(account, PASSWORD)
    assert not accounts.password_fits(account, PASSWORD + "r")
