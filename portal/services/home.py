"""The work list: what waits for this person, what is overdue, what keeps them from working."""

from dataclasses import dataclass, field

from portal.access import Duty, Permission
from portal.agencies.gaps import Gap, gaps
from portal.ledger import Action
from portal.models import HotlistEntry
from portal.services import evidence, hotlists
from portal.services.hits import working
from portal.services.policy import publishing
from portal.services.policy.publishing import Proposed
from portal.services.work import Told, Work


@dataclass(frozen=True)
class WorkList:
    """Only what this person may see and can do something about."""

    decisions: list[HotlistEntry] = field(default_factory=list)
    mine: list[hotlists.Listed] = field(default_factory=list)
    hits_waiting: int = 0
    holds_due: int = 0
    gaps: list[Gap] = field(default_factory=list)
    publications: list[Proposed] = field(default_factory=list)
    """Versions of the policy that wait for a second person: this one."""

    @property
    def empty(self) -> bool:
        waiting = self.decisions or self.mine or self.publications
        return not (waiting or self.hits_waiting or self.holds_due or self.gaps)


def open_work_list(work: Work) -> WorkList:
    """What waits. Plates on it make it an access; without any it is none."""
    actor = work.actor
    administers = Duty.ADMINISTRATOR in actor.duties
    open_gaps = (
        gaps(work.profile) if administers or not work.profile.duties[Duty.ADMINISTRATOR].answered else []
    )
    publications = publishing.waiting_for(work)
    if actor.barred:
        return WorkList(gaps=open_gaps, publications=publications)
    decisions = list(hotlists.waiting_for(work)) if actor.may(Permission.HOTLIST_DECIDE) else []
    mine = hotlists.own_waiting(work) if actor.may(Permission.HOTLIST_REQUEST) else []
    hits = working.count_waiting(work) if actor.may(Permission.HIT_VIEW) else 0
    holds = evidence.count_due(work) if actor.may(Permission.HOLD_PLACE) else 0
    shown = [each.id for each in decisions] + [each.entry.id for each in mine]
    if shown:
        with work.access(Action.WORK_LIST_OPENED, Told(purpose="hotlist administration")) as access:
            access.found(shown)
    return WorkList(decisions, mine, hits, holds, open_gaps, publications)
