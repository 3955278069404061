"""Posts the policy gives duties to: each has a holder."""

from datetime import datetime
from functools import partial

from sqlalchemy import func, select

from portal.access import Duty
from portal.agencies.duties import Assignment
from portal.controls.control import Control, Evidence
from portal.controls.judging import not_asked, unanswered
from portal.models import PostHeld, TitleHeld
from portal.services.people import held_at, local_day
from portal.services.retention.purge import authority_for
from portal.services.retention.schedule import purged_here
from portal.services.work import Work


def filled(work: Work, duty: Duty) -> Evidence:
    """Whether somebody carries the duty now. Names the posts, which are published, and nobody who holds one."""
    assignment = work.profile.duties.get(duty)
    if assignment is None:
        return not_asked("The policy gives this duty to nobody.")
    if not assignment.answered:
        return unanswered("The text does not say which post carries this duty. Set-up asks for it.")
    names = " or ".join(work.profile.holders_of(duty))
    since = held_since(work, assignment)
    if since is None:
        return Evidence("fail", f"Nobody holds the post of {names}.")
    return Evidence("pass", f"Somebody holds the post of {names}, since {local_day(work.profile, since)}.")


def held_since(work: Work, assignment: Assignment) -> datetime | None:
    """Since when somebody who holds it now has carried the duty."""
    post = select(func.min(PostHeld.since)).where(
        PostHeld.post.in_(assignment.posts), held_at(PostHeld, work.now)
    )
    title = select(func.min(TitleHeld.since)).where(
        TitleHeld.title.in_(assignment.titles), held_at(TitleHeld, work.now)
    )
    moments = (work.session.scalar(post), work.session.scalar(title))
    return min((moment for moment in moments if moment is not None), default=None)


def custodian_can_act(work: Work) -> Evidence:
    held = filled(work, Duty.CUSTODIAN_OF_RECORDS)
    sources = purged_here(work)
    lacking = [source.label for key, source in sources.items() if not authority_for(work.session, key)]
    if held.status != "pass" or not sources:
        return held
    if lacking:
        return Evidence("fail", f"{held.text} No authority to destroy is on file for: {', '.join(lacking)}.")
    return Evidence("pass", f"{held.text} The authority to destroy is on file.")


CONTROLS: tuple[Control, ...] = (
    Control(
        "posts.administrator",
        "duty",
        "Somebody holds the post that oversees the programme.",
        partial(filled, duty=Duty.ADMINISTRATOR),
    ),
    Control(
        "posts.day-to-day",
        "duty",
        "Somebody is assigned to run the system from day to day.",
        partial(filled, duty=Duty.DAY_TO_DAY_ADMIN),
    ),
    Control(
        "posts.custodian",
        "duty",
        "Somebody holds the post of custodian of records, and has the authority to destroy on file.",
        custodian_can_act,
    ),
    Control(
        "posts.permission-assigner",
        "duty",
        "Somebody holds the post that decides who may use the system.",
        partial(filled, duty=Duty.PERMISSION_ASSIGNER),
    ),
)
