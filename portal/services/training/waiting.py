"""Training on somebody's work list: their own, and what a keeper or whoever orders retraining must see to."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.access import Permission
from portal.models import Retraining
from portal.rules.training import Standing, standing_of
from portal.services.people import completions, issues, local_day, orders
from portal.services.training import retraining
from portal.services.training.standing import GROUPS, MARKS, in_group, members
from portal.services.work import Work

SHOWN = ("untrained", "in-30", "lapsed")


@dataclass(frozen=True)
class TrainingWaiting:
    """Only what this person can do something about."""

    own: Standing | None = None
    """Their own, where it lapses soon or retraining is open."""
    groups: Sequence[tuple[str, str, int]] = field(default_factory=list)
    """Of everybody who may work: key, words and number of each group that is not empty."""
    overdue: Sequence[Retraining] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not (self.own or self.groups or self.overdue)


def waiting_for(work: Work) -> TrainingWaiting:
    """Training is no plate data: it shows to people, too, to whom plate data is closed."""
    actor = work.actor
    groups = counts(work) if actor.may(Permission.TRAINING_KEEP) else []
    late = retraining.overdue(work) if actor.may(Permission.RETRAINING_ORDER) else []
    return TrainingWaiting(own_concern(work), groups, late)


def counts(work: Work) -> list[tuple[str, str, int]]:
    everybody = [each for each in members(work) if each.may_work]
    numbers = [(key, GROUPS[key], sum(in_group(each, key) for each in everybody)) for key in SHOWN]
    return [each for each in numbers if each[2]]


def own_concern(work: Work) -> Standing | None:
    own = own_standing(work)
    today = local_day(work.profile, work.now)
    soon = own.opens and own.until is not None and (own.until - today).days <= max(MARKS)
    return own if soon or own.order else None


def own_standing(work: Work) -> Standing:
    """How the training of the person at hand stands today."""
    person_id = work.actor.person_id or ""
    return standing_of(
        work.profile,
        completions(work.session, person_id),
        local_day(work.profile, work.now),
        issues(work.session),
        orders(work.session, work.profile, person_id),
    )
