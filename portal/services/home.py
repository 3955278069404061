"""The work list: what waits for this person, what is overdue, what keeps them from working."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from portal.access import Duty, Permission
from portal.agencies.gaps import Gap, gaps
from portal.ledger import Action
from portal.models import HotlistEntry, PolicyException
from portal.services import accounts, departures, evidence, hotlists
from portal.services import reviews as account_reviews
from portal.services.departures import Leaving
from portal.services.hits import working
from portal.services.policy import conformance, exceptions, publishing
from portal.services.policy.conformance import Failures
from portal.services.policy.publishing import Proposed
from portal.services.posts import Waiting, waiting_for
from portal.services.training import waiting as training
from portal.services.training.waiting import TrainingWaiting
from portal.services.work import Told, Work


@dataclass(frozen=True)
class PolicyKept:
    """What the administrator has to mend for the policy to be kept: clauses that fail, exceptions to review."""

    failures: Failures | None = None
    exceptions_due: Sequence[PolicyException] = ()

    def __bool__(self) -> bool:
        return bool(self.failures or self.exceptions_due)


@dataclass(frozen=True)
class WorkList:
    """Only what this person may see and can do something about."""

    decisions: list[HotlistEntry] = field(default_factory=list)
    mine: list[hotlists.Listed] = field(default_factory=list)
    hits_waiting: int = 0
    holds_due: int = 0
    publications: list[Proposed] = field(default_factory=list)
    """Versions of the policy that wait for a second person: this one."""
    posts: Waiting = field(default_factory=Waiting)
    reviews: list[account_reviews.Standing] = field(default_factory=list)
    """Account reviews that wait for this person, or are overdue."""
    departures: list[Leaving] = field(default_factory=list)
    """People who leave and are not worked off, for whoever closes accounts."""
    people: accounts.Waiting = field(default_factory=accounts.Waiting)
    training: TrainingWaiting = field(default_factory=TrainingWaiting)
    kept: PolicyKept = PolicyKept()
    gaps: list[Gap] = field(default_factory=list)
    administered: bool = True
    """Whether any post administers; while none does, nobody can answer the gaps on screen."""

    @property
    def empty(self) -> bool:
        of_plates = (self.decisions, self.mine, self.hits_waiting, self.holds_due)
        of_people = (self.departures, not self.posts.empty, not self.people.empty, self.reviews)
        of_training = (not self.training.empty,)
        return not any((*of_plates, *of_people, *of_training, self.publications, self.kept, self.gaps))


def open_work_list(work: Work) -> WorkList:
    """What waits. Plates on it make it an access; without any it is none."""
    actor = work.actor
    programme = of_the_programme(work)
    if actor.barred:
        return programme
    decisions = list(hotlists.waiting_for(work)) if actor.may(Permission.HOTLIST_DECIDE) else []
    mine = hotlists.own_waiting(work) if actor.may(Permission.HOTLIST_REQUEST) else []
    hits = working.count_waiting(work) if actor.may(Permission.HIT_VIEW) else 0
    holds = evidence.count_due(work) if actor.may(Permission.HOLD_PLACE) else 0
    shown = [each.id for each in decisions] + [each.entry.id for each in mine]
    if shown:
        with work.access(Action.WORK_LIST_OPENED, Told(purpose="hotlist administration")) as access:
            access.found(shown)
    return replace(programme, decisions=decisions, mine=mine, hits_waiting=hits, holds_due=holds)


def of_the_programme(work: Work) -> WorkList:
    """What waits that holds no plate: it shows to people, too, to whom plate data is closed."""
    administered = work.profile.duties[Duty.ADMINISTRATOR].answered
    concerned = Duty.ADMINISTRATOR in work.actor.duties or not administered
    return WorkList(
        publications=publishing.waiting_for(work),
        posts=waiting_for(work),
        reviews=account_reviews.waiting_for(work),
        departures=departures.open_for(work),
        people=accounts.waiting_for(work),
        training=training.waiting_for(work),
        kept=policy_kept(work) if work.actor.may(Permission.POLICY_MANAGE) else PolicyKept(),
        gaps=gaps(work.profile) if concerned else [],
        administered=administered,
    )


def policy_kept(work: Work) -> PolicyKept:
    return PolicyKept(conformance.failures(work.session), exceptions.due(work))
