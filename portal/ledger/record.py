"""The ledger as the rest of the portal knows it: its key, and its own short transaction."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal.ledger.append import append
from portal.ledger.entry import Entry


class LedgerUnavailable(RuntimeError):
    """The ledger could not be written, so nothing may be shown or changed."""


@dataclass(frozen=True)
class Ledger:
    """Appends entries. `open_session` opens a session that writes, apart from any request's own."""

    key: bytes
    open_session: Callable[[], Session]

    def append_now(self, entry: Entry) -> int:
        """Commits one entry in a transaction of its own and gives its number.

        For accesses, refusals and sign-ins: what must be on record before or although nothing else is saved.
        Raises `LedgerUnavailable`.
        """
        try:
            with self.open_session() as session:
                (seq,) = append(session, self.key, [entry])
                session.commit()
                return seq
        except SQLAlchemyError as error:
            raise LedgerUnavailable("The ledger cannot be written.") from error

    def append_in(self, session: Session, entries: list[Entry]) -> list[int]:
        """Appends within the session's own transaction: entry and change commit together.

        Raises `LedgerUnavailable`.
        """
        try:
            return append(session, self.key, entries)
        except SQLAlchemyError as error:
            raise LedgerUnavailable("The ledger cannot be written.") from error
