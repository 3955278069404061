"""What dispatch does with a hit, in its order."""

from portal.controls.control import Control, waiting

CONTROLS: tuple[Control, ...] = (
    waiting(
        "dispatch.confirm",
        "enforced",
        "Dispatch starts the confirmation of a hit before any other step can be recorded.",
        "the check under way",
    ),
    waiting(
        "dispatch.advise",
        "duty",
        "Dispatch advises the units in the field of a hit, and each step is recorded with its time.",
        "the check under way",
    ),
    waiting(
        "dispatch.verified",
        "enforced",
        "Units are told that an alert is verified only after a positive confirmation is on record.",
        "the check under way",
    ),
    waiting(
        "dispatch.updates",
        "duty",
        "Dispatch updates the record of the hit, as far as the procedure has such a step.",
        "the check under way",
    ),
    waiting(
        "clets.patrol-verify",
        "duty",
        "The officer verifies an alert before acting on it, where that can be done.",
        "hits (verification)",
    ),
)
