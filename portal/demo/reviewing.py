"""An account review in the demonstration: open, with some lines decided; the reviewer's own waits for somebody else."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select

from portal.access import Duty
from portal.demo.stage import Stage
from portal.models import ReviewLine
from portal.services import reviews
from portal.services.reviews import Decision

OPENED = timedelta(hours=11)
DECIDED = timedelta(hours=10)
KEPT_SO_FAR = 4
"""Clean lines that the reviewer has looked at one by one."""
EXPLAINED = (
    "New this week; the training class is booked, and plate data stays closed until it is done (invented)."
)


def scenes(now: datetime) -> list[tuple[datetime, Callable[[Stage, datetime], None]]]:
    """When the review is opened, and when its first lines are decided."""
    return [(now - OPENED, open_review), (now - DECIDED, decide_some)]


def open_review(stage: Stage, moment: datetime) -> None:
    """By the reviewer; where no policy names one, by the portal."""
    with stage.act(moment, stage.company.with_duty(Duty.ACCOUNT_REVIEWER)) as work:
        reviews.open_now(work)


def decide_some(stage: Stage, moment: datetime) -> None:
    """A few clean lines are kept, and the newcomer's with its reason."""
    reviewer = stage.company.with_duty(Duty.ACCOUNT_REVIEWER)
    if reviewer is None:
        return
    with stage.act(moment, reviewer) as work:
        [review] = reviews.open_ones(work)
        for line in reviews.clean_lines(work, review.review.id)[:KEPT_SO_FAR]:
            reviews.decide(work, review.review.id, line.id, Decision("kept"))
        newcomer = stage.company.members[-1].person_id
        if newcomer != reviewer.person_id:
            theirs = select(ReviewLine.id).where(ReviewLine.person_id == newcomer)
            line_id = work.session.scalars(theirs).one()
            reviews.decide(work, review.review.id, line_id, Decision("kept", EXPLAINED))
