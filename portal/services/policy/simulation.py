"""What a set of law would change on the data at hand: how much of it breaks each limit, and which sections would give.

A further set is a file beside the others, with measures of the kinds counted here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select, union

from portal.agencies.answers import period_in_words
from portal.agencies.law import Measure, RuleSet
from portal.agencies.profile import Profile
from portal.models import HeldRead, Hit, Read, Search
from portal.rules.retention import past_minimum_at
from portal.services.reads.keys import key_at
from portal.services.work import Work

LOOKED_BACK = timedelta(days=365)
"""How far back searches are counted."""


@dataclass(frozen=True)
class Measured:
    """One limit held against the data: `count` of `total` break it."""

    measure: Measure
    count: int
    total: int
    sentence: str
    """What was counted, with its numbers. Never a plate, a case or a name."""
    policy: tuple[str, ...]
    """What the adopted policy would have to change, each with its section."""


def simulate(work: Work, rule_set: RuleSet) -> list[Measured]:
    """Each measure of the set, in its order. Counts alone are read, so that it is no access to plate data."""
    return [COUNTS[measure.counts](work, measure) for measure in rule_set.measures]


def over_retained(work: Work, measure: Measure) -> Measured:
    """Reads received more than so many days ago (of 24 hours) that matched nothing and that no hold keeps."""
    days = measure.days or 0
    bound = key_at(work.now - timedelta(days=days))
    session = work.session
    excused = union(select(HeldRead.key.label("key")), select(Hit.read_key.label("key"))).subquery()
    total = session.scalar(select(func.count()).select_from(Read)) or 0
    old = session.scalar(select(func.count()).select_from(Read).where(Read.key < bound)) or 0
    kept = (
        session.scalar(
            select(func.count())
            .select_from(Read)
            .join(excused, excused.c.key == Read.key)
            .where(Read.key < bound)
        )
        or 0
    )
    count = old - kept
    sentence = (
        f"{count:,} of {total:,} reads on file were received more than {days} days ago, match no hotlist entry and "
        f"are kept by no hold: they would have to go."
    )
    return Measured(measure, count, total, sentence, longer_minimums(work, days))


def longer_minimums(work: Work, days: int) -> tuple[str, ...]:
    """The sources whose minimum by the policy is longer than the cap."""
    zone = work.profile.agency.time_zone
    capped = work.now + timedelta(days=days)
    return tuple(
        f"Reads of “{source.label}” are kept for {period_in_words(source.minimum.model_dump(exclude_none=True))} at "
        f"least, longer than {days} days ({source.section})."
        for source in work.profile.retention.sources.values()
        if source.minimum and past_minimum_at(work.now, source.minimum, zone) > capped
    )


def without_case_number(work: Work, measure: Measure) -> Measured:
    """Searches of the last year whose case number is "none"."""
    made = select(func.count()).select_from(Search).where(Search.at > work.now - LOOKED_BACK)
    total = work.session.scalar(made) or 0
    count = work.session.scalar(made.where(Search.case_number.in_(("none", "")))) or 0
    sentence = (
        f"{count:,} of {total:,} searches of the last {LOOKED_BACK.days} days named no case: "
        "they would have been refused."
    )
    return Measured(measure, count, total, sentence, lenient_search(work.profile))


def lenient_search(profile: Profile) -> tuple[str, ...]:
    if profile.search.case_number == "required":
        return ()
    return (f"A search may say “none” and why, instead of a case number ({profile.search.section}).",)


COUNTS: dict[str, Callable[[Work, Measure], Measured]] = {
    "reads-over-retained": over_retained,
    "searches-without-case-number": without_case_number,
}
"""How each kind of measure is counted."""
