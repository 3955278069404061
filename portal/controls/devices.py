"""The readers, who looks after them, and what they misread."""

from portal.controls.control import Control, waiting

CONTROLS: tuple[Control, ...] = (
    waiting(
        "devices.register",
        "duty",
        "Each reader is in the register: where it stands, and whether it is in service.",
        "the check under way",
    ),
    waiting(
        "vendor.monitoring",
        "duty",
        "What the vendor does is watched and compared with its contract.",
        "vendors (contracts)",
    ),
    waiting(
        "accuracy.correction",
        "duty",
        "A plate that was misread is corrected, and the correction is on record.",
        "reads (corrections)",
    ),
)
