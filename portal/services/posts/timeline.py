"""A post's holdings laid out on one line of time, in shares of the drawing's width."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.services.posts.standing import Holding

MOST_BARS = 12
"""As many as can be taken in at once; the table has them all."""
MOST_TICKS = 4
AHEAD = 0.06
"""Of the width: what is left after the last moment, so that what goes on runs out of the picture."""
SHORTEST = timedelta(hours=12)
STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240)
"""Months between two marks."""
DAYS = (1, 2, 7, 14)
LEAST_BAR = 0.6
"""Percent: what is shorter is drawn so that it can be seen."""


@dataclass(frozen=True)
class Bar:
    """One holding: where it begins and how long it is, in percent."""

    holding: Holding
    left: float
    width: float
    goes_on: bool
    """Whether no end is set."""


@dataclass(frozen=True)
class Timeline:
    """The drawing: bars from the newest, marks with their words, and where now is; all in percent from the left."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    now: float
    left_out: int


def timeline(held: Sequence[Holding], now: datetime, zone: str) -> Timeline | None:
    """None where nobody has held the post. What never took effect is left out."""
    real = [each for each in held if each.until is None or each.until > each.since]
    shown = real[:MOST_BARS]
    if not shown:
        return None
    first = min(each.since for each in shown)
    last = max([now, *(each.until or each.since for each in shown)])
    first, last = min(first, now), max(last, first + SHORTEST)
    whole = (last - first) * (1 + AHEAD)

    def place(moment: datetime) -> float:
        return round(100 * ((moment - first) / whole), 2)

    bars = tuple(bar_of(each, place(each.since), place(each.until) if each.until else None) for each in shown)
    ticks = tuple((place(mark), words) for mark, words in marks(first, first + whole, zone))
    return Timeline(bars, ticks, place(now), len(real) - len(shown))


def bar_of(holding: Holding, left: float, right: float | None) -> Bar:
    width = (100 if right is None else right) - left
    return Bar(holding, left, round(max(width, LEAST_BAR), 2), right is None)


def marks(first: datetime, last: datetime, zone: str) -> list[tuple[datetime, str]]:
    """A few round moments between the two in the agency's zone: days, months or years."""
    for days in DAYS:
        found = list(day_marks(first, last, days, ZoneInfo(zone)))
        if len(found) <= MOST_TICKS:
            return found
    for step in STEPS:
        found = list(month_marks(first, last, step, ZoneInfo(zone)))
        if len(found) <= MOST_TICKS:
            return found
    return []


def day_marks(first: datetime, last: datetime, days: int, zone: ZoneInfo) -> Iterator[tuple[datetime, str]]:
    local = first.astimezone(zone)
    day = datetime(local.year, local.month, local.day, tzinfo=zone) + timedelta(days=1)
    while day.astimezone(UTC) < last:
        yield day.astimezone(UTC), f"{day.day} {day:%b}"
        day += timedelta(days=days)


def month_marks(first: datetime, last: datetime, step: int, zone: ZoneInfo) -> Iterator[tuple[datetime, str]]:
    local = first.astimezone(zone)
    number = local.year * 12 + local.month - 1
    number += step - number % step
    while (mark := datetime(number // 12, number % 12 + 1, 1, tzinfo=zone).astimezone(UTC)) < last:
        yield mark, f"{number // 12}" if step % 12 == 0 else f"{mark.astimezone(zone):%b %Y}"
        number += step
