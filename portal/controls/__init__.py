"""The registry of controls: what carries the clauses of a policy out, and the live evidence that it does."""

from collections.abc import Iterable

from portal.controls import (
    access,
    audits,
    describing,
    devices,
    dispatch,
    hotlists,
    moving,
    posts,
    publishing,
    record,
    releases,
    retention,
    searching,
    security,
    signin,
    statements,
    training,
)
from portal.controls.control import Control, Evidence, Status


def registry(subjects: Iterable[Iterable[Control]]) -> dict[str, Control]:
    """Every control by its key, in the order of the subjects. Raises ValueError for a key that comes twice."""
    found: dict[str, Control] = {}
    for subject in subjects:
        for control in subject:
            if control.key in found:
                raise ValueError(f"two controls have the key {control.key}")
            found[control.key] = control
    return found


CONTROLS = registry(
    [
        statements.CONTROLS,
        searching.CONTROLS,
        access.CONTROLS,
        describing.CONTROLS,
        training.CONTROLS,
        signin.CONTROLS,
        posts.CONTROLS,
        publishing.CONTROLS,
        hotlists.CONTROLS,
        dispatch.CONTROLS,
        record.CONTROLS,
        security.CONTROLS,
        audits.CONTROLS,
        devices.CONTROLS,
        retention.CONTROLS,
        moving.CONTROLS,
        releases.CONTROLS,
    ]
)
"""Every control by its key."""

__all__ = ["CONTROLS", "Control", "Evidence", "Status"]
