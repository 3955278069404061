"""The registry of controls: what carries the clauses of a policy out, and the live evidence that it does."""

from portal.controls.control import Control, Evidence, Status

CONTROLS: dict[str, Control] = {}
"""Every control by its key."""

__all__ = ["CONTROLS", "Control", "Evidence", "Status"]
