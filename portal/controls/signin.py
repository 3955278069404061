"""How people prove who they are."""

from portal.controls.control import Control, waiting

CONTROLS: tuple[Control, ...] = (
    waiting(
        "signin.password-and-code",
        "enforced",
        "Signing in takes a password and a code that works once. Each failed attempt is on record.",
        "the check under way",
    ),
)
