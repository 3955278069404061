"""The readers, who looks after them, and what they misread."""

from portal.controls.control import Control, Evidence, waiting
from portal.controls.judging import tally
from portal.services import devices
from portal.services.work import Work


def readers_are_registered(work: Work) -> Evidence:
    number = len(devices.in_service(work.session))
    if not number:
        return Evidence("fail", "No reader is in the register.")
    return Evidence("pass", tally("Readers in service, each in the register", number))


CONTROLS: tuple[Control, ...] = (
    Control(
        "devices.register",
        "duty",
        "Each reader is in the register: where it stands, and whether it is in service.",
        readers_are_registered,
    ),
    waiting(
        "vendor.monitoring",
        "duty",
        "The vendor watches over the data it stores, as the contract asks, and answers to the agency for it.",
        "vendors (contracts)",
    ),
    waiting(
        "accuracy.correction",
        "duty",
        "A plate that was misread is corrected, and the correction is on record.",
        "reads (corrections)",
    ),
)
