"""One person in full: titles and posts then and now, the account and why it is closed, what they may do and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.access import GRANTS, Actor, Duty, Permission
from portal.access.wording import IN_WORDS
from portal.models import Account, LedgerRow, Person, PostHeld, TitleHeld
from portal.rules.account_state import State
from portal.rules.accounts import closed
from portal.rules.errors import RuleBroken
from portal.services import people
from portal.services.accounts import changes, clearance, opening, rows
from portal.services.accounts.changes import Change
from portal.services.signin.accounts import standing_of
from portal.services.work import Work

WHAT_DUTIES_ARE_CALLED = {duty: duty.replace("_", " ") for duty in Duty}


@dataclass(frozen=True)
class Source:
    """Where a part of what somebody may do comes from: a title's tier, or a duty of a post or title."""

    name: str
    gives: str
    section: str
    may: tuple[str, ...]


@dataclass(frozen=True)
class Held:
    """A title or post, then or now."""

    name: str
    since: datetime
    until: datetime | None
    acting: bool
    basis: str
    confirmed_by: str
    now: bool


@dataclass(frozen=True)
class Shown:
    """What the page of one person shows."""

    person: Person
    account: Account | None
    state: State
    why: str
    """Why the account is closed; empty while it is open."""
    actor: Actor
    titles: list[Held]
    posts: list[Held]
    sources: list[Source]
    """Empty while the account is closed: then they may do nothing."""
    lacks_clearance: bool
    """Whether it is the clearance that keeps them from plate data."""
    obstacle: RuleBroken | None
    """Why the account cannot be opened now; None where it can, or is open."""
    openable: bool
    seen: str
    changes: list[Change]
    records: Sequence[LedgerRow]
    mine: bool
    made_by_me: bool

    @property
    def is_open(self) -> bool:
        return self.state in (State.OPEN, State.NOT_ENROLLED, State.LOCKED)


def show(work: Work, person_id: str) -> Shown:
    """Raises `NoResultFound`."""
    person = rows.person(work, person_id)
    account = work.session.scalars(select(Account).where(Account.person_id == person.id)).one_or_none()
    actor = people.actor_of(
        work.session, work.profile, person, account.user_name if account else "", work.now
    )
    state = rows.state(work, account)
    may_be_opened = account is not None and state in (
        State.WAITING, State.DISABLED, State.EXPIRED, State.DORMANT,
    )  # fmt: skip
    obstacle = obstacle_to(work, account) if account is not None and may_be_opened else None
    return Shown(
        person=person,
        account=account,
        state=state,
        why=why_closed(account, state, work.now),
        actor=actor,
        titles=titles(work, person.id),
        posts=posts(work, person.id),
        sources=sources(work, actor),
        lacks_clearance=lacks_clearance(work, person),
        obstacle=obstacle,
        openable=may_be_opened and obstacle is None,
        seen=rows.shown(work, account) if account else "",
        changes=changes.about(work, person.id),
        records=clearance.history(work, person.id),
        mine=person.id == work.actor.person_id,
        made_by_me=account is not None and account.created_by_id == work.actor.person_id,
    )


def lacks_clearance(work: Work, person: Person) -> bool:
    today = people.local_day(work.profile, work.now)
    return work.profile.access.clearance_gate and (person.cleared_on is None or person.cleared_on > today)


def obstacle_to(work: Work, account: Account) -> RuleBroken | None:
    """What keeps anybody, whoever looks, from opening the account now."""
    try:
        opening.check_for_anybody(work, account)
    except RuleBroken as broken:
        return broken
    return None


def why_closed(account: Account | None, state: State, now: datetime) -> str:
    if account is None:
        return "This person has no account."
    if state == State.WAITING:
        return "It was made and never opened: nobody has assigned its permissions yet."
    if state == State.DISABLED:
        return account.disabled_reason or "It is disabled."
    return closed(standing_of(account), now) or ""


def sources(work: Work, actor: Actor) -> list[Source]:
    """What the title gives, then what each duty gives that the title does not."""
    found = []
    given = GRANTS[actor.tier]
    title = next((each for each in work.profile.titles if each.key == actor.title_key), None)
    if title is not None:
        words = tuple(IN_WORDS[each] for each in Permission if each in given)
        found.append(Source(title.name, f"{title.tier} access", title.section, words))
    for duty, assignment in work.profile.duties.items():
        if duty not in actor.duties:
            continue
        carriers = [work.profile.post(key).title for key in actor.posts if key in assignment.posts]
        carriers += [actor.title] if actor.title_key in assignment.titles else []
        words = tuple(IN_WORDS[each] for each in Permission if each in GRANTS[duty] - given)
        found.append(Source(" and ".join(carriers), WHAT_DUTIES_ARE_CALLED[duty], assignment.section, words))
    return found


def titles(work: Work, person_id: str) -> list[Held]:
    """Every title ever held, newest first."""
    query = select(TitleHeld).where(TitleHeld.person_id == person_id).order_by(TitleHeld.since.desc())
    names = {title.key: title.name for title in work.profile.titles}
    found = work.session.scalars(query).all()
    who = people_named(work, [row.confirmed_by_id for row in found])
    return [
        Held(
            names.get(row.title, row.title), row.since, row.until, False, "",
            who.get(row.confirmed_by_id or "", ""), is_now(row, work.now),
        )
        for row in found
    ]  # fmt: skip


def posts(work: Work, person_id: str) -> list[Held]:
    """Every post ever held, newest first; what never began is left out."""
    query = select(PostHeld).where(PostHeld.person_id == person_id).options(selectinload(PostHeld.person))
    names = {post.key: post.title for post in work.profile.posts}
    found = work.session.scalars(query.order_by(PostHeld.since.desc(), PostHeld.id)).all()
    who = people_named(work, [row.confirmed_by_id for row in found])
    return [
        Held(
            names.get(row.post, row.post), row.since, row.until, row.acting, row.basis,
            who.get(row.confirmed_by_id or "", ""), is_now(row, work.now),
        )
        for row in found
        if row.until is None or row.until > row.since
    ]  # fmt: skip


def is_now(row: TitleHeld | PostHeld, now: datetime) -> bool:
    return row.since <= now and (row.until is None or row.until > now)


def people_named(work: Work, ids: Sequence[str | None]) -> dict[str, str]:
    query = select(Person.id, Person.full_name).where(Person.id.in_({each for each in ids if each}))
    return {row.id: row.full_name for row in work.session.execute(query)}
