"""Custom entries: approved by somebody else, in order, and for a limited time."""

from portal.controls.control import Control, waiting

CONTROLS: tuple[Control, ...] = (
    waiting(
        "hotlist.approval",
        "enforced",
        "No entry alerts anybody before a second person approves it, who holds a post the policy names.",
        "the check under way",
    ),
    waiting(
        "hotlist.fallback",
        "enforced",
        "A later approver decides only once it is stated how the earlier one was sought, or that post is vacant.",
        "the check under way",
    ),
    waiting(
        "hotlist.approver-noted",
        "enforced",
        "The approver's name and post are written into the entry with each approval.",
        "the check under way",
    ),
    waiting(
        "hotlist.age",
        "enforced",
        "An entry stops alerting, to the second, once the hours the policy sets have passed since its approval.",
        "the check under way",
    ),
    waiting(
        "hotlist.removal",
        "duty",
        "An entry is taken out once the vehicle is found or the reason is gone.",
        "hits (dispositions)",
    ),
)
