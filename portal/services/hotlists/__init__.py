"""Custom hotlist entries: asked for, sent along the chain of approvers, decided by somebody else, removed."""

from portal.services.hotlists.asking import NewEntry, escalate, remove, request
from portal.services.hotlists.chains import (
    Deciders,
    Unable,
    chain_named,
    chain_of,
    deciders,
    first_step,
    is_open_to,
)
from portal.services.hotlists.deciding import decide
from portal.services.hotlists.entries import State, get, shown, state_of
from portal.services.hotlists.listing import Listed, open_entry, open_list, own_waiting, waiting_for

__all__ = [
    "Deciders",
    "Listed",
    "NewEntry",
    "State",
    "Unable",
    "chain_named",
    "chain_of",
    "decide",
    "deciders",
    "escalate",
    "first_step",
    "get",
    "is_open_to",
    "open_entry",
    "open_list",
    "own_waiting",
    "remove",
    "request",
    "shown",
    "state_of",
    "waiting_for",
]
