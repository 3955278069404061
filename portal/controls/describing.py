"""What the policy has the administrator describe for the public."""

from sqlalchemy import func, select

from portal.access import Tier
from portal.controls.access import NO_TITLES, titles
from portal.controls.control import Control, Evidence
from portal.controls.judging import tally, unanswered
from portal.controls.publishing import count_procedures
from portal.models import LedgerRow
from portal.services.work import Work


def titles_are_listed(work: Work) -> Evidence:
    if not work.profile.titles:
        return unanswered(NO_TITLES)
    full = len(titles(work, Tier.FULL))
    return Evidence(
        "pass",
        f"Titles listed on the public page: {len(work.profile.titles)}, of them with full access {full}.",
    )


def training_is_listed(work: Work) -> Evidence:
    number = len(work.profile.training.items)
    return Evidence("pass", f"The public page says what the course covers. Things listed: {number}.")


def monitoring_is_described(work: Work) -> Evidence:
    number = count_procedures(work)
    if not number:
        return Evidence("fail", "No procedure is published that says how use of the system is watched.")
    return Evidence("pass", tally("Procedures published beside the policy", number))


def record_is_kept(work: Work) -> Evidence:
    last = work.session.scalar(select(func.max(LedgerRow.seq))) or 0  # numbers have no gaps: it is the count
    if not last:
        return Evidence("fail", "The record is empty.")
    return Evidence("pass", tally("Entries in the record of accesses and acts", last))


CONTROLS: tuple[Control, ...] = (
    Control(
        "describe.titles",
        "duty",
        "The job titles that may use the system are listed and published.",
        titles_are_listed,
    ),
    Control(
        "describe.training",
        "duty",
        "What the training covers is listed and published.",
        training_is_listed,
    ),
    Control(
        "describe.monitoring",
        "duty",
        "How the use of the system is watched is described in a published procedure.",
        monitoring_is_described,
    ),
    Control(
        "describe.access-records",
        "duty",
        "Every access is recorded in one way that is described and published, and the record is being kept.",
        record_is_kept,
    ),
)
