"""The job that opens the account review on the day after each period."""

from portal.jobs.job import Report, Turn
from portal.models import Kind
from portal.services import reviews
from portal.services.work import Work

NAME = "reviews opened"


def run_opening(turn: Turn) -> Report:
    with turn.work() as work:
        turn.go_on(work.session)
        return Report({NAME: int(reviews.open_owed(work, Kind.JOB) is not None)})


def preview_opening(work: Work) -> Report:
    return Report({NAME: int(reviews.owed_period(work) is not None)})
