"""An account as a review shows it: the facts of the moment it opens, kept with the line as plain JSON."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.access import Actor, Permission
from portal.models import Account, Search
from portal.rules.accounts import closed
from portal.rules.review_flags import Looked, flags
from portal.rules.training import Standing
from portal.rules.training import standing_of as training_standing
from portal.services import people
from portal.services.signin.accounts import standing_of
from portal.services.work import Work

UNUSED = "Nobody has signed in with it"
"""How the rule of open accounts begins to say that one closed for disuse."""


def snapshot(work: Work, since: datetime | None) -> Iterator[tuple[Account, dict[str, Any]]]:
    """Every account with its facts, by name. Searches are counted from `since`, the opening of the review before."""
    searched = searches_by_person(work, since)
    query = select(Account).options(joinedload(Account.person)).order_by(Account.user_name)
    for account in work.session.scalars(query).unique().all():
        yield account, facts_of(work, account, searched.get(account.person_id, 0), since)


def searches_by_person(work: Work, since: datetime | None) -> dict[str, int]:
    query = select(Search.person_id, func.count()).group_by(Search.person_id)
    if since is not None:
        query = query.where(Search.at >= since)
    return dict(work.session.execute(query).all())


def facts_of(work: Work, account: Account, searches: int, since: datetime | None) -> dict[str, Any]:
    """What somebody must know to judge whether this account is still needed."""
    person = account.person
    actor = people.actor_of(work.session, work.profile, person, account.user_name, work.now)
    training = training_of(work, person.id)
    looked = look(work, account, actor, training)
    return {
        "name": person.full_name,
        "user_name": account.user_name,
        "employee_number": person.employee_number,
        "organisation": person.organisation,
        "title": actor.title,
        "posts": list(actor.post_titles),
        "kind": account.kind,
        "scope": account.scope,
        "created_at": account.created_at.isoformat(),
        "last_signin_at": moment(account.last_signin_at),
        "closed": closed(standing_of(account), work.now) or "",
        "disabled_reason": account.disabled_reason if account.disabled else "",
        "expires_at": moment(account.expires_at),
        "trained_on": moment(training.counted.on if training.counted else None),
        "lapses_on": moment(training.until),
        "cleared_on": moment(person.cleared_on),
        "clets": actor.clets,
        "clets_until": moment(person.clets_until),
        "searches": searches,
        "searches_since": moment(since),
        "flags": flags(looked, work.now, people.local_day(work.profile, work.now)),
    }


def look(work: Work, account: Account, actor: Actor, training: Standing) -> Looked:
    today = people.local_day(work.profile, work.now)
    standing = standing_of(account)
    cleared_on = account.person.cleared_on
    return Looked(
        disabled=account.disabled,
        left_at=account.person.left_at,
        expires_at=account.expires_at,
        dormant=(closed(standing, work.now) or "").startswith(UNUSED),
        used_at=standing.used_at,
        signed_in=account.last_signin_at is not None,
        member=account.kind == "member",
        titled=bool(actor.title_key),
        opens_plates=any(map(opens_plates, actor.permissions)),
        barred=actor.barred is not None,
        trained=training.opens,
        lapses_on=training.until,
        cleared=not work.profile.access.clearance_gate or (cleared_on is not None and cleared_on <= today),
    )


def opens_plates(permission: Permission) -> bool:
    return permission.opens_plate_data


def training_of(work: Work, person_id: str) -> Standing:
    """How the person's training stands today, as the gate itself sees it."""
    return training_standing(
        work.profile,
        people.completions(work.session, person_id),
        people.local_day(work.profile, work.now),
        people.issues(work.session),
        people.orders(work.session, work.profile, person_id),
    )


def moment(value: date | datetime | None) -> str | None:
    return value.isoformat() if value is not None else None
