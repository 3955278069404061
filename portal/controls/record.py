"""The record of accesses, and that it is whole."""

from portal.controls.control import Control, waiting

CONTROLS: tuple[Control, ...] = (
    waiting(
        "log.access",
        "enforced",
        "Every search and sight of plate data is on record before anything is shown, in a record sealed row by row.",
        "the check under way",
    ),
    waiting(
        "log.criminal-history",
        "enforced",
        "The log of requests is kept for its whole term. The database itself refuses to change or remove a row.",
        "the check under way",
    ),
)
