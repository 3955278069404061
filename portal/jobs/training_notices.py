"""The job that tells people, day by day, that their training lapses. It closes nothing: the gate does, without it."""

from portal.jobs.job import Report, Turn
from portal.services.training import noticing
from portal.services.work import Work


def run_notices(turn: Turn) -> Report:
    with turn.work() as work:
        turn.go_on(work.session)
        return Report({"people told": noticing.tell_all(work)})


def preview_notices(work: Work) -> Report:
    return Report({"people told": noticing.count_due(work)})
