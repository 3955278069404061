"""May this person use plate data now? Clearance where the profile asks for it, and training everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.access import Bar
from portal.agencies.profile import Profile


@dataclass(frozen=True)
class Completed:
    """A completion as a rule sees it."""

    on: date
    items: frozenset[str]


def bar(profile: Profile, completed: Sequence[Completed], cleared_on: date | None, today: date) -> Bar | None:
    """What keeps this person from plate data today, or None. The same for everybody, the Chief included."""
    if profile.access.clearance_gate and (cleared_on is None or cleared_on > today):
        return Bar(
            "Plate data stays closed until your security clearance is on file.", profile.access.section
        )
    needed = {item.key for item in profile.training.items}
    whole = [each.on for each in completed if needed <= each.items and each.on <= today]
    if not whole:
        return Bar(
            "Plate data stays closed until your ALPR training is completed and on file. See your training keeper.",
            profile.training.gate_section,
        )
    years = profile.training.max_age_years
    if years is not None and today > last_usable_day(max(whole), years):
        return Bar(
            "Your ALPR training has lapsed, so plate data is closed. See your training keeper.",
            profile.training.max_age_section or profile.training.gate_section,
        )
    return None


def last_usable_day(completed_on: date, years: int) -> date:
    """The anniversary; for 29 February, 1 March (the later candidate)."""
    try:
        return completed_on.replace(year=completed_on.year + years)
    except ValueError:
        return date(completed_on.year + years, 3, 1)
