"""SQLite's journal after a purge: what was deleted from the file must not stay readable beside it."""

import logging

from sqlalchemy import Engine
from sqlalchemy.orm import Session

log = logging.getLogger(__name__)

WAIT_MILLISECONDS = 1000
"""Readers are waited for this long at most: writers wait meanwhile."""


def empty_journal(session: Session) -> bool:
    """Writes the write-ahead journal back and cuts it to nothing; False while a reader still needs it.

    Only after a commit, with no transaction open. The next purge tries again. PostgreSQL has none to empty: how long
    deleted rows stay in its archive is for whoever keeps the archive.
    """
    engine = session.get_bind()
    if not isinstance(engine, Engine) or engine.dialect.name != "sqlite":
        return True
    connection = engine.raw_connection()
    connection.detach()  # its shorter patience must not go back to the pool
    try:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {WAIT_MILLISECONDS}")
        busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.close()
    if busy:
        log.warning("the journal could not be emptied after the purge: somebody was reading")
    return not busy
