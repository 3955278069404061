"""Words of the text that bind nobody to an act: what it says, lists, allows or attests."""

from portal.controls.control import Control, waiting

CONTROLS: tuple[Control, ...] = (
    waiting(
        "policy.statement",
        "statement",
        "These words give the scope or the aim of the policy. They are published, and bind nobody to an act.",
        "the check under way",
    ),
    waiting(
        "purposes.collection",
        "statement",
        "The purposes for which plates are collected are listed and published.",
        "the check under way",
    ),
    waiting(
        "policy.permits",
        "statement",
        "The text allows this and asks it of nobody. The portal neither demands nor prevents it.",
        "the check under way",
    ),
    waiting(
        "vendor.attests",
        "statement",
        "What the vendor warrants of its own system is kept on file with the contract.",
        "vendors (attestations)",
    ),
)
