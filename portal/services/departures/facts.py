"""What the portal sees of a departure by itself: which of the steps it knows about are done, and what is still open."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, or_, select

from portal.models import Departure, Hold, HotlistEntry, PostHeld, Retraining
from portal.rules.accounts import closed
from portal.services import people, proposals
from portal.services.signin.accounts import standing_of
from portal.services.work import Work


def open_points(work: Work, departure: Departure) -> Mapping[str, str]:
    """What is still open, a sentence by the key of its step; an empty one where nothing is.

    Sentences hold names, days and numbers, never a plate.
    """
    return {
        "account": account_left(departure, work.now),
        "sessions": account_left(departure, work.now),
        "posts": posts_left(work, departure),
        "requests": requests_left(work, departure),
        "holds": holds_left(work, departure),
        "training": training_left(work, departure),
    }


def account_left(departure: Departure, now: datetime) -> str:
    account = departure.person.account
    if account is None or closed(standing_of(account), now):
        return ""
    return "The account is open until the last moment."


def posts_left(work: Work, departure: Departure) -> str:
    """Posts that nobody else holds and for which no change is proposed. Those the profile lost count for nothing."""
    lacking = [key for key in held_posts(work, departure.person_id) if not is_handed_on(work, key, departure)]
    names = ", ".join(work.profile.post(key).title for key in lacking)
    return f"Nobody follows yet as: {names}." if lacking else ""


def held_posts(work: Work, person_id: str) -> list[str]:
    """The posts on file as theirs without an end that has come, whether or not they have left."""
    query = select(PostHeld.post).where(
        PostHeld.person_id == person_id, or_(PostHeld.until.is_(None), PostHeld.until > work.now)
    )
    found = work.session.scalars(query.distinct().order_by(PostHeld.post))
    return [key for key in found if people.is_known_post(work.profile, key)]


def is_handed_on(work: Work, key: str, departure: Departure) -> bool:
    if work.profile.post(key).by_shift:
        return True  # the next roster fills it
    others = [each for each in people.holders(work, (key,)) if each.person_id != departure.person_id]
    return bool(others or proposals.open_ones(work, "post", key))


def requests_left(work: Work, departure: Departure) -> str:
    query = select(func.count()).where(
        HotlistEntry.requested_by_id == departure.person_id,
        HotlistEntry.removed_at.is_(None),
        ~HotlistEntry.decision.has(),
    )
    waiting = work.session.scalar(query) or 0
    return f"Requests that still wait for a decision: {waiting}." if waiting else ""


def holds_left(work: Work, departure: Departure) -> str:
    query = select(func.count()).where(Hold.placed_by_id == departure.person_id)
    placed = work.session.scalar(query) or 0
    return f"Holds in this person's name: {placed}." if placed else ""


def training_left(work: Work, departure: Departure) -> str:
    query = select(func.count()).where(
        Retraining.person_id == departure.person_id,
        Retraining.done_at.is_(None),
        Retraining.withdrawn_at.is_(None),
    )
    ordered = work.session.scalar(query) or 0
    return f"Retraining ordered and not done: {ordered}." if ordered else ""
