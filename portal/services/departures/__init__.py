"""People who leave or move on: access ends at the moment, and a check-list is worked off within a day of it."""

from portal.services.departures.listing import Leaving, candidates, get, listed, open_for, recorder, told
from portal.services.departures.recording import NewDeparture, record
from portal.services.departures.returning import take_back
from portal.services.departures.steps import Point, checklist, finish_step
from portal.services.departures.watching import Watched, preview, watch

__all__ = [
    "Leaving",
    "NewDeparture",
    "Point",
    "Watched",
    "candidates",
    "checklist",
    "finish_step",
    "get",
    "listed",
    "open_for",
    "preview",
    "record",
    "recorder",
    "take_back",
    "told",
    "watch",
]
