"""Who may use the system: listed titles, clearance, and who makes accounts."""

from portal.controls.control import Control, waiting

CONTROLS: tuple[Control, ...] = (
    waiting(
        "access.titles",
        "enforced",
        "Only people who hold a job title the policy lists get in. Everybody else sees no plate data.",
        "the check under way",
    ),
    waiting(
        "access.limited-tier",
        "enforced",
        "Titles with limited access make no searches. The portal offers them none and refuses the attempt.",
        "the check under way",
    ),
    waiting(
        "access.clearance",
        "enforced",
        "Nobody opens plate data before their security clearance is on file.",
        "the check under way",
    ),
    waiting(
        "access.other-databases",
        "enforced",
        "Data of other databases needs an authorisation of its own, which the portal asks for.",
        "people (authorisations)",
    ),
    waiting(
        "accounts.creators",
        "duty",
        "Only the posts and titles the policy names make accounts.",
        "people (accounts)",
    ),
    waiting(
        "permissions.assigned",
        "duty",
        "The post the policy names gives each account its permissions.",
        "people (accounts)",
    ),
    waiting(
        "accounts.review",
        "duty",
        "Accounts are reviewed on a schedule, and those no longer needed are closed.",
        "people (account reviews)",
    ),
)
