"""Taking a departure back: it was recorded of the wrong person, or somebody returns. Nothing comes back by itself."""

from sqlalchemy import or_, select

from portal.ledger import Action
from portal.models import Account, Departure, PostHeld
from portal.rules import departures as rules
from portal.rules.departures import SEPARATED
from portal.services import people
from portal.services.departures.listing import get
from portal.services.work import Told, Work


def take_back(work: Work, departure_id: str, reason: str) -> Departure:
    """The person is with the agency again. Posts they held ended when they left and stay ended; their account stays
    disabled until whoever assigns permissions opens it.

    Raises `RuleBroken` for oneself, one taken back already, or no reason; `NoResultFound`.
    """
    departure = get(work, departure_id, for_change=True)
    rules.check_return(
        leaver=departure.person_id,
        person=work.actor.person_id,
        stands=departure.person.left_at is not None or departure.closed_at is None,
        reason=reason,
    )
    ended = end_posts(work, departure) if people.has_left(departure.person, work.now) else []
    departure.person.left_at = None
    departure.closed_at = departure.closed_at or work.now
    changed = close(work, departure)
    work.session.flush()
    told = Told(narrative=reason.strip(), filters={"person": departure.person_id})
    work.record(Action.DEPARTURE_TAKEN_BACK, departure, departure.person, *ended, *changed, told=told)
    return departure


def end_posts(work: Work, departure: Departure) -> list[PostHeld]:
    """Posts that ended with the person end for good; they are given anew by two people."""
    left = departure.person.left_at
    lasting = or_(PostHeld.until.is_(None), PostHeld.until > left)
    rows = list(
        work.session.scalars(select(PostHeld).where(PostHeld.person_id == departure.person_id, lasting))
    )
    for row in rows:
        row.until = max(row.since, left) if left else row.until
    return rows


def close(work: Work, departure: Departure) -> list[Account]:
    """Once the moment of leaving has come the account is opened anew, not left as it was."""
    account = departure.person.account
    if account is None or account.disabled or departure.effective_at > work.now:
        return []
    account.disabled, account.disabled_at = True, work.now
    account.disabled_reason = rules.KINDS[SEPARATED]
    return [account]
