"""What the policy has the administrator describe for the public."""

from portal.controls.control import Control, waiting

CONTROLS: tuple[Control, ...] = (
    waiting(
        "describe.titles",
        "duty",
        "The job titles that may use the system are listed and published.",
        "the check under way",
    ),
    waiting(
        "describe.training",
        "duty",
        "What the training covers is listed and published.",
        "the check under way",
    ),
    waiting(
        "describe.monitoring",
        "duty",
        "How the use of the system is watched is described in a published procedure.",
        "the check under way",
    ),
    waiting(
        "describe.access-records",
        "duty",
        "Every access is recorded in one way that is described and published, and the record is being kept.",
        "the check under way",
    ),
)
