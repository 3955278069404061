"""How long reads are kept, and what destroys or keeps them after that."""

from portal.controls.control import Control, waiting

CONTROLS: tuple[Control, ...] = (
    waiting(
        "retention.minimum",
        "enforced",
        "No read is destroyed before it was kept for the time the policy sets.",
        "the check under way",
    ),
    waiting(
        "retention.purge",
        "enforced",
        "Reads past their time are destroyed within 30 days, unless a hold keeps them.",
        "the check under way",
    ),
    waiting(
        "retention.holds",
        "enforced",
        "A read under a hold is never destroyed while the hold stands.",
        "the check under way",
    ),
    waiting(
        "retention.process",
        "duty",
        "It is stated who decides on destruction and how: by the schedule, under an authority on file.",
        "the check under way",
    ),
    waiting(
        "retention.vendor",
        "duty",
        "What the vendor stores is destroyed on the policy's schedule, and the vendor confirms it.",
        "vendors (reconciliation)",
    ),
)
