"""May this person use plate data now? Clearance where the profile asks for it, and training everywhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from portal.access import Bar, Duty
from portal.agencies.profile import Profile

State = Literal["untrained", "trained", "lapsed", "outdated", "retraining"]
FIRST_VERSION = 1
"""The course as the profile has it; re-issues count on from here."""


@dataclass(frozen=True)
class Completed:
    """A completion as a rule sees it."""

    on: date
    items: frozenset[str]
    version: int = FIRST_VERSION


@dataclass(frozen=True)
class Issue:
    """The course issued anew. After `retake_by` only a completion of it, or of a later one, opens plate data."""

    number: int
    items: frozenset[str]
    retake_by: date | None = None


@dataclass(frozen=True)
class Order:
    """A retraining that was ordered and is not done yet."""

    on: date
    due_on: date
    section: str
    closes: bool


@dataclass(frozen=True)
class Standing:
    """How somebody's training stands on a day.

    `until` is the last day on which what is on file opens plate data; None where it does not end, or never began.
    """

    state: State
    counted: Completed | None = None
    until: date | None = None
    order: Order | None = None
    """The open retraining due first, whether or not it closes access."""

    @property
    def opens(self) -> bool:
        return self.state == "trained"


def bar(
    profile: Profile,
    completed: Sequence[Completed],
    cleared_on: date | None,
    today: date,
    issues: Sequence[Issue] = (),
    orders: Sequence[Order] = (),
) -> Bar | None:
    """What keeps this person from plate data today, or None. The same for everybody, the Chief included."""
    if profile.access.clearance_gate and (cleared_on is None or cleared_on > today):
        return Bar(
            "Plate data stays closed until your security clearance is on file. "
            + whom_to_see(profile, Duty.PERMISSION_ASSIGNER),
            profile.access.section,
        )
    standing = standing_of(profile, completed, today, issues, orders)
    return None if standing.opens else training_bar(profile, standing)


def training_bar(profile: Profile, standing: Standing) -> Bar:
    """Which rule closes plate data, since when, and who can help."""
    see = whom_to_see(profile, Duty.TRAINING_KEEPER)
    course = profile.training
    if standing.state == "retraining" and standing.order:
        since = told(standing.order.on)
        return Bar(
            f"Retraining was ordered, so plate data is closed to you since {since}, until it is on file. {see}",
            standing.order.section,
        )
    if standing.until is None or standing.counted is None:
        return Bar(
            f"Plate data stays closed until your ALPR training is completed and on file. {see}",
            course.gate_section,
        )
    since = told(standing.until + timedelta(days=1))
    if standing.state == "outdated":
        return Bar(
            f"The ALPR course was issued anew and had to be taken by {told(standing.until)}. "
            f"Plate data is closed to you since {since}. {see}",
            course.section,
        )
    return Bar(
        f"Your ALPR training of {told(standing.counted.on)} has lapsed. "
        f"Plate data is closed to you since {since}. {see}",
        course.max_age_section or course.gate_section,
    )


def standing_of(
    profile: Profile,
    completed: Iterable[Completed],
    today: date,
    issues: Sequence[Issue] = (),
    orders: Sequence[Order] = (),
) -> Standing:
    """How the training stands today. An open retraining that closes access outweighs every completion."""
    order = min(orders, key=lambda each: (not each.closes, each.due_on), default=None)
    whole = [each for each in completed if each.on <= today and is_whole(profile, each, issues)]
    best = max(whole, key=lambda each: (last_day(profile, each, issues) or date.max, each.on), default=None)
    until = last_day(profile, best, issues) if best else None
    if order and order.closes:
        return Standing("retraining", best, until, order)
    if best is None:
        return Standing("untrained", order=order)
    if until is None or today <= until:
        return Standing("trained", best, until, order)
    state: State = "outdated" if until == retake_day(best, issues) else "lapsed"
    return Standing(state, best, until, order)


def is_whole(profile: Profile, completed: Completed, issues: Sequence[Issue]) -> bool:
    """Whether it covers everything in the version of the course that was taken."""
    return items_of(profile, issues, completed.version) <= completed.items


def items_of(profile: Profile, issues: Sequence[Issue], version: int) -> frozenset[str]:
    """What a version of the course covers; a version nobody issued covers what the newest before it does."""
    older = [issue for issue in issues if issue.number <= version]
    newest = max(older, key=lambda issue: issue.number, default=None)
    return newest.items if newest else frozenset(item.key for item in profile.training.items)


def last_day(profile: Profile, completed: Completed, issues: Sequence[Issue]) -> date | None:
    """The last day on which this completion opens plate data; None where nothing ends it."""
    years = profile.training.max_age_years
    ends = [
        last_usable_day(completed.on, years) if years is not None else None,
        retake_day(completed, issues),
    ]
    return min((end for end in ends if end is not None), default=None)


def retake_day(completed: Completed, issues: Sequence[Issue]) -> date | None:
    """The day by which a later version of the course must have been taken."""
    return min(
        (issue.retake_by for issue in issues if issue.retake_by and issue.number > completed.version),
        default=None,
    )


def whom_to_see(profile: Profile, duty: Duty) -> str:
    """Who can help, by the post the profile names."""
    posts = profile.holders_of(duty) or profile.holders_of(Duty.ADMINISTRATOR)
    return f"See the {' or the '.join(posts)}." if posts else "See your supervisor."


def told(day: date) -> str:
    """A day as the pages tell it: 22 Nov 2026."""
    return f"{day.day} {day:%b %Y}"


def last_usable_day(completed_on: date, years: int) -> date:
    """The anniversary; for 29 February, 1 March (the later candidate)."""
    try:
        return completed_on.replace(year=completed_on.year + years)
    except ValueError:
        return date(completed_on.year + years, 3, 1)
