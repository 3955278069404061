"""Who is trained, for how long, and who keeps the proof."""

from portal.controls.control import Control, waiting

CONTROLS: tuple[Control, ...] = (
    waiting(
        "training.gate",
        "enforced",
        "Nobody opens plate data, whatever their rank, before their whole training is on file.",
        "the check under way",
    ),
    waiting(
        "training.expires",
        "enforced",
        "Training lapses after the years the policy sets. Plate data then stays closed until it is done again.",
        "the check under way",
    ),
    waiting(
        "training.keeper",
        "duty",
        "The post the policy names keeps the proof of everybody's training.",
        "the check under way",
    ),
    waiting(
        "training.content",
        "duty",
        "Each completion on file covers every item of the course.",
        "the check under way",
    ),
    waiting(
        "training.updated",
        "duty",
        "The course is brought up to date when the policy or the system changes.",
        "training (courses)",
    ),
    waiting(
        "training.on-violation",
        "duty",
        "Whoever breaks the policy is trained again.",
        "audits (violations)",
    ),
)
