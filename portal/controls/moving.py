"""From the car to the server, and from the server to the evidence room."""

from portal.controls.control import Control, waiting

CONTROLS: tuple[Control, ...] = (
    waiting(
        "evidence.booking",
        "duty",
        "Reads that are evidence are put on portable media and booked before they would be destroyed.",
        "evidence (bookings)",
    ),
    waiting(
        "transfer.procedure",
        "duty",
        "Reads are moved from the vehicle to the server as the policy lays down.",
        "transfers",
    ),
    waiting(
        "transfer.shift",
        "duty",
        "Reads are moved from the vehicle at the start and the end of each shift.",
        "transfers",
    ),
    waiting(
        "transfer.device-purge",
        "duty",
        "A vehicle's reads are deleted from it once the server has them.",
        "transfers",
    ),
)
