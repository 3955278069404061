"""The lock that purging and holding share, so that neither overlooks the other."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

PURGE_LOCK = 0x504C_4154_4550_5552
"""PostgreSQL advisory lock of purges and holds (the letters PLATEPUR)."""


def take_purge_lock(session: Session) -> None:
    """No read is purged or newly held by anybody else until this transaction ends.

    On SQLite writing transactions begin IMMEDIATE: held already.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(PURGE_LOCK)))
