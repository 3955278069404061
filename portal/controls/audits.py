"""Looking back: audits, the yearly report, incidents."""

from portal.controls.control import Control, waiting

CONTROLS: tuple[Control, ...] = (
    waiting(
        "audit.performed",
        "duty",
        "The use of the system is audited as often as the policy says.",
        "the check under way",
    ),
    waiting(
        "audit.inspection",
        "duty",
        "The records of the system are open to inspection, and each inspection is on file.",
        "audits (inspections)",
    ),
    waiting(
        "report.annual",
        "duty",
        "A report on each full year is made from the record for the post the policy names.",
        "the check under way",
    ),
    waiting(
        "incident.report",
        "duty",
        "Errors and violations are reported to the supervisor the policy names.",
        "audits (incidents)",
    ),
)
