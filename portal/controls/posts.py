"""Posts the policy gives duties to: each has a holder."""

from portal.controls.control import Control, waiting

CONTROLS: tuple[Control, ...] = (
    waiting(
        "posts.administrator",
        "duty",
        "Somebody holds the post that oversees the programme.",
        "the check under way",
    ),
    waiting(
        "posts.day-to-day",
        "duty",
        "Somebody is assigned to run the system from day to day.",
        "the check under way",
    ),
    waiting(
        "posts.custodian",
        "duty",
        "Somebody holds the post of custodian of records, and has the authority to destroy on file.",
        "the check under way",
    ),
    waiting(
        "posts.permission-assigner",
        "duty",
        "Somebody holds the post that decides who may use the system.",
        "the check under way",
    ),
)
