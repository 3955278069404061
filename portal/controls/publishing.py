"""What the public can read."""

from sqlalchemy import func, select

from portal.access import Duty
from portal.controls.control import Control, Evidence
from portal.controls.judging import tally
from portal.controls.posts import filled
from portal.models import Procedure
from portal.services.people import local_day
from portal.services.policy import versions
from portal.services.work import Work


def designee_is_shown(work: Work) -> Evidence:
    held = filled(work, Duty.ADMINISTRATOR)
    if held.status == "unanswered":
        return held
    titles = " or ".join(work.profile.holders_of(Duty.ADMINISTRATOR))
    if work.profile.publish.designee == "title":
        return Evidence("pass", f"The public page shows the title of who oversees the programme: {titles}.")
    if held.status == "fail":
        return Evidence(
            "fail", f"The policy has the name published too. {held.text} The public page has no name to show."
        )
    return Evidence("pass", f"The public page shows title and name of who oversees the programme: {titles}.")


def text_is_posted(work: Work) -> Evidence:
    version = versions.in_force(work.session, local_day(work.profile, work.now))
    if version is None or version.publication is None:
        return Evidence("fail", "No version of the adopted text is published.")
    day = version.publication.effective_on
    return Evidence("pass", f"Text version {version.number} is published, in force since {day}.")


def count_procedures(work: Work) -> int:
    query = select(func.count()).select_from(Procedure).where(Procedure.withdrawn_at.is_(None))
    return work.session.scalar(query) or 0


def procedures_are_published(work: Work) -> Evidence:
    number = count_procedures(work)
    if not number:
        return Evidence("fail", "No procedure is published beside the policy.")
    return Evidence("pass", tally("Procedures published beside the policy", number))


CONTROLS: tuple[Control, ...] = (
    Control(
        "publish.designee",
        "enforced",
        "The public page names who oversees the programme: by title, and by name where the policy says so.",
        designee_is_shown,
    ),
    Control(
        "publish.posted",
        "enforced",
        "The adopted text in force is published on the public page, for everybody and without signing in.",
        text_is_posted,
    ),
    Control(
        "publish.procedures",
        "duty",
        "The procedures that go with the policy are published beside it.",
        procedures_are_published,
    ),
)
