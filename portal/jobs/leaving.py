"""The job that looks after departures that are not worked off."""

from portal.jobs.job import Report, Turn
from portal.services import departures
from portal.services.departures import Watched
from portal.services.work import Work


def run_watch(turn: Turn) -> Report:
    with turn.work() as work:
        return report(departures.watch(work, turn.go_on), "people told of what is overdue")


def preview_watch(work: Work) -> Report:
    return report(departures.preview(work), "departures overdue")


def report(found: Watched, told: str) -> Report:
    return Report({"steps seen done": found.noted, told: found.told})
