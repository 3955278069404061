"""How data is kept safe, and what happens when it was not."""

from portal.controls.control import Control, waiting

CONTROLS: tuple[Control, ...] = (
    waiting(
        "security.safeguards",
        "enforced",
        "Pictures are encrypted where they are stored, and sessions are kept on the server.",
        "the check under way",
    ),
    waiting(
        "security.clets-grade",
        "enforced",
        "Pictures are encrypted where they are stored, and sessions are kept on the server. The connection is encrypted too.",
        "the check under way",
    ),
    waiting(
        "breach.records-policy",
        "duty",
        "A breach of security is handled under the policy the text names.",
        "audits (breaches)",
    ),
)
