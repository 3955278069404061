"""The lock of every change to who holds a post, so that of two confirmations at once one sees what the other did."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

POST_LOCK = 0x504C_4154_4550_4F53
"""PostgreSQL advisory lock of the holdings (the letters PLATEPOS)."""


def take_post_lock(session: Session) -> None:
    """Nobody else gives or ends a post until this transaction ends.

    On SQLite writing transactions begin IMMEDIATE: held already.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(POST_LOCK)))
