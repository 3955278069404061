"""Which pictures the demonstration takes in: old ones for the purge, and the last three weeks."""

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from portal.demo.plate import california_plate

OLDEST, LEAST_OLD = timedelta(days=425), timedelta(days=396)
"""Between 13 and 14 months: past the year that most policies keep reads for."""
WEEKS = timedelta(days=20)
WORKED, FRESH = timedelta(days=8, hours=20), timedelta(minutes=50)
"""How long ago the two wanted cars were seen."""
QUIET = timedelta(hours=3)
"""Nothing but the fresh hit is newer than this."""
BURST = timedelta(days=5)
BURST_SECONDS = (0, 4, 7, 13)
REGULARS = 5
WITH_BURST = 12
"""A plan of fewer recent pictures goes without the burst."""


@dataclass(frozen=True)
class Reader:
    """A device of the demonstration. No street of these names is meant."""

    name: str
    location: str


READERS = (
    Reader("Reader 1", "Foundry Road northbound at Quarry Lane"),
    Reader("Reader 2", "Orchard Way eastbound at Lantern Street"),
    Reader("Reader 3", "Millrace Bridge, southbound"),
    Reader("Reader 4", "Cooper Avenue at the freight yard"),
    Reader("Reader 5", "Saltbush Road westbound at Depot Street"),
    Reader("Unit 12", "Patrol vehicle"),
)


@dataclass(frozen=True)
class Plan:
    """How many pictures the demonstration takes in: `old` (1 at least) and `recent` (2 at least)."""

    old: int = 6
    recent: int = 30


@dataclass(frozen=True)
class Shot:
    """One picture to be drawn; without a plate it shows the street alone.

    A shot with a `part` to play must be read right, so it is drawn anew until the engine reads it.
    """

    plate: str
    moment: datetime
    reader: int
    seed: int
    part: str = ""


@dataclass(frozen=True)
class Script:
    """The shots in order of time, the two sample pictures, and the plates the story speaks of."""

    shots: tuple[Shot, ...]
    samples: tuple[Shot, Shot]
    worked: str
    fresh: str
    regulars: tuple[str, ...]
    unseen: tuple[str, ...]


def write(plan: Plan, now: datetime) -> Script:
    """The same plan gives the same plates and looks, whenever it is."""
    rng = random.Random(466)  # noqa: S311 - invents plates, guards nothing
    plates = [california_plate(rng) for _ in range(plan.old + plan.recent + REGULARS + 8)]
    worked, fresh, *rest = plates
    regulars, unseen, rest = [fresh, *rest[: REGULARS - 1]], rest[4:8], rest[8:]
    old = [
        Shot(rest.pop(), now - OLDEST + (OLDEST - LEAST_OLD) * index / plan.old, index % len(READERS), index)
        for index in range(plan.old)
    ]
    old[0] = replace(old[0], part="held")
    wanted = [
        Shot(worked, now - WORKED, 1, 101, "worked"),
        Shot(fresh, now - FRESH, 3, 102, "fresh"),
    ]
    recent = [*wanted, *special(plan, now, rest)][: plan.recent]
    recent += everyday(plan.recent - len(recent), now, regulars, rest)
    shots = sorted([*old, *recent], key=lambda shot: shot.moment)
    samples = (Shot(fresh, now, 0, 201, "sample"), Shot(regulars[1], now, 4, 202, "sample"))
    return Script(tuple(shots), samples, worked, fresh, tuple(regulars), tuple(unseen))


def special(plan: Plan, now: datetime, plates: list[str]) -> list[Shot]:
    """A picture without a car, and several cars within seconds."""
    empty = Shot("", now - timedelta(days=3, hours=4), 2, 103)
    if plan.recent < WITH_BURST:
        return [empty]
    burst = [
        Shot(plates.pop(), now - BURST + timedelta(seconds=second), 5, 110 + second)
        for second in BURST_SECONDS
    ]
    return [empty, *burst]


def everyday(count: int, now: datetime, regulars: list[str], plates: list[str]) -> list[Shot]:
    """Three weeks of traffic: two of three cars come by more than once."""
    step = (WEEKS - QUIET) / max(count, 1)
    return [
        Shot(
            regulars[index % len(regulars)] if index % 3 else plates.pop(),
            now - WEEKS + step * index,
            index % len(READERS),
            300 + index,
        )
        for index in range(count)
    ]
