"""Words of the text that bind nobody to an act: what it says, lists, allows or attests."""

from portal.controls.control import Control, Evidence, waiting
from portal.services.people import local_day
from portal.services.policy import versions
from portal.services.work import Work


def is_published(work: Work) -> Evidence:
    version = versions.in_force(work.session, local_day(work.profile, work.now))
    if version is None or version.publication is None:
        return Evidence("pass", "Stated on the public page from the profile of the policy.")
    day = version.publication.effective_on
    return Evidence("pass", f"Published in text version {version.number}, in force since {day}.")


def lists_purposes(work: Work) -> Evidence:
    number = len(work.profile.purposes.collection)
    return Evidence("pass", f"Purposes listed on the public page: {number}.")


CONTROLS: tuple[Control, ...] = (
    Control(
        "policy.statement",
        "statement",
        "These words give the scope or the aim of the policy. They are published, and bind nobody to an act.",
        is_published,
    ),
    Control(
        "purposes.collection",
        "statement",
        "The purposes for which plates are collected are listed and published.",
        lists_purposes,
    ),
    Control(
        "policy.permits",
        "statement",
        "The text allows this and asks it of nobody. The portal neither demands nor prevents it.",
        is_published,
    ),
    waiting(
        "vendor.attests",
        "statement",
        "What the vendor warrants of its own system is kept on file with the contract.",
        "vendors (attestations)",
    ),
)
