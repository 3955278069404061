"""The record of every access and act: append-only, chained, with one writer (DESIGN section 5)."""

from portal.ledger import safeguards
from portal.ledger.actions import Action
from portal.ledger.entry import Entry, digest_of, plain
from portal.ledger.record import Ledger, LedgerUnavailable
from portal.ledger.safeguards import UnexplainedChange, has_changes, queue

__all__ = [
    "Action",
    "Entry",
    "Ledger",
    "LedgerUnavailable",
    "UnexplainedChange",
    "digest_of",
    "has_changes",
    "plain",
    "queue",
    "safeguards",
]
