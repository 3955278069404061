"""Changes of posts for tests: proposed by one member, confirmed by another."""

from datetime import datetime

from portal.services import posts, proposals
from portal.services.posts import NewHolding
from tests.office import Member, Office
from tests.services.doing import doing

CHIEF, ADC, ODC = "chief_of_police", "administrative_division_commander", "operations_division_commander"
WATCH, TRAINING, AIDE = "watch_commander", "administrative_training_corporal", "day_to_day_administrator"
RECORDS = "custodian_of_records"
ORDER = "Special order 26-14"


def proposed(
    office: Office,
    by: Member,
    post: str,
    to: Member,
    *,
    acting: bool = False,
    since: datetime | None = None,
    until: datetime | None = None,
    basis: str = ORDER,
) -> str:
    """A proposal that somebody is given a post; gives its id."""
    with doing(office, by) as work:
        return posts.propose_change(work, NewHolding(post, to.person_id, acting, since, until, basis)).id


def ending_proposed(office: Office, by: Member, holding_id: str, at: datetime | None = None) -> str:
    with doing(office, by) as work:
        return posts.propose_ending(work, holding_id, at, ORDER).id


def confirmed(office: Office, by: Member, proposal_id: str) -> str:
    """Confirms what is shown now; gives the id of the holding that was begun or ended."""
    with doing(office, by) as work:
        return posts.confirm(work, proposal_id, proposals.shown(posts.find(work, proposal_id))).id


def holders(office: Office, by: Member, post: str, at: datetime | None = None) -> list[str]:
    """Who holds the post now, or held it at a moment, by name."""
    with doing(office, by) as work:
        return sorted(row.person.full_name for row in posts.held_on(work.session, post, at or work.now))
