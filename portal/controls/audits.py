"""Looking back: audits, the yearly report, incidents."""

from sqlalchemy import func, select

from portal.controls.control import Control, Evidence, later, waiting
from portal.controls.judging import not_asked, unanswered
from portal.ledger import Action
from portal.models import LedgerRow
from portal.services import setup
from portal.services.people import local_day
from portal.services.reports.annual import bounds
from portal.services.work import Work

AUDITS = "audits"


def audit_is_performed(work: Work) -> Evidence:
    if work.profile.audit.cadence is None:
        return unanswered("The text does not say how often the system is audited. Set-up asks for it.")
    return later(AUDITS)


def report_is_made(work: Work) -> Evidence:
    """The report of the last full year, where the installation was there before that year ended."""
    if not work.profile.annual_report.required:
        return not_asked("The policy asks for no yearly report.")
    year = local_day(work.profile, work.now).year - 1
    _, end = bounds(work.profile, year)
    installation = setup.installation(work.session)
    if installation is None or installation.created_at >= end:
        return Evidence("pass", f"The first report is due when {year + 1} is over: none on file yet.")
    made = select(func.max(LedgerRow.at)).where(
        LedgerRow.action == Action.REPORT_MADE,
        LedgerRow.subject_type == "annual_report",
        LedgerRow.subject_id == str(year),
        LedgerRow.at >= end,
    )
    last = work.session.scalar(made)
    if last is None:
        return Evidence("fail", f"The report on {year} has not been made since that year ended.")
    return Evidence("pass", f"The report on {year} was made, last on {local_day(work.profile, last)}.")


CONTROLS: tuple[Control, ...] = (
    Control(
        "audit.performed",
        "duty",
        "The use of the system is audited as often as the policy or set-up says.",
        audit_is_performed,
        AUDITS,
    ),
    waiting(
        "audit.inspection",
        "duty",
        "The post the policy names looks through what the audits and the record show, and signs for it.",
        "audits (inspections)",
    ),
    Control(
        "report.annual",
        "duty",
        "A report on each full year is made from the record for the post the policy names.",
        report_is_made,
    ),
    waiting(
        "incident.report",
        "duty",
        "Errors and violations are reported to the supervisor the policy names.",
        "audits (incidents)",
    ),
)
