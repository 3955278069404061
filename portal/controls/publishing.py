"""What the public can read."""

from portal.controls.control import Control, waiting

CONTROLS: tuple[Control, ...] = (
    waiting(
        "publish.designee",
        "enforced",
        "The public page names who oversees the programme: by title, and by name where the policy says so.",
        "the check under way",
    ),
    waiting(
        "publish.posted",
        "enforced",
        "The adopted text in force is published on the public page, for everybody and without signing in.",
        "the check under way",
    ),
    waiting(
        "publish.procedures",
        "duty",
        "The procedures that go with the policy are published beside it.",
        "the check under way",
    ),
)
