"""People: who they are, which titles and posts they hold at a moment, and what that lets them do."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, or_, select
from sqlalchemy.orm import Session, selectinload

from portal.access import Actor, Tier
from portal.agencies.profile import Profile
from portal.ledger import Action
from portal.models import Account, Completion, CourseVersion, Person, PostHeld, Retraining, TitleHeld
from portal.rules import training
from portal.services.work import Work


@dataclass(frozen=True)
class NewPerson:
    """A person as they are taken on."""

    full_name: str
    employee_number: str
    title: str
    posts: tuple[str, ...] = ()
    organisation: str = ""
    cleared_on: date | None = None
    email: str = ""
    clets_on: date | None = None
    """The first day on which they may use CLETS; None while they may not."""


@dataclass(frozen=True)
class Holder:
    """Who holds a post at a moment."""

    person_id: str
    full_name: str
    post: str
    post_title: str
    acting: bool


def create(work: Work, new: NewPerson) -> Person:
    """Takes a person on with a title and posts, from now. A taken employee number is refused by the database."""
    title = work.profile.title(new.title)
    person = Person(
        full_name=new.full_name,
        employee_number=new.employee_number,
        organisation=new.organisation or title.organisation or work.profile.agency.name,
        cleared_on=new.cleared_on,
        email=new.email,
        clets_on=new.clets_on,
    )
    work.session.add(person)
    work.session.flush()
    held = TitleHeld(person_id=person.id, title=title.key, since=work.now)
    posts = [
        PostHeld(person_id=person.id, post=work.profile.post(key).key, since=work.now) for key in new.posts
    ]
    work.session.add_all([held, *posts])
    work.session.flush()
    work.record(Action.PERSON_CREATED, person, held, *posts)
    return person


def find_by_user_name(session: Session, user_name: str) -> Account | None:
    return session.scalars(select(Account).where(Account.user_name == user_name)).one_or_none()


def actor_of(session: Session, profile: Profile, person: Person, user_name: str, now: datetime) -> Actor:
    """The person as an actor: title, posts, duties and bars as they stand at this moment."""
    held = current_title(session, person.id, now)
    titles = {title.key: title for title in profile.titles}
    title = titles.get(held or "")
    posts = tuple(post for post in current_posts(session, person.id, now) if is_known_post(profile, post))
    return Actor(
        user_name=user_name,
        full_name=person.full_name,
        organisation=person.organisation,
        person_id=person.id,
        title=title.name if title else "",
        title_key=title.key if title else "",
        tier=title.tier if title else Tier.NONE,
        posts=posts,
        post_titles=tuple(profile.post(post).title for post in posts),
        duties=profile.duties_of(posts, title.key if title else ""),
        barred=training.bar(
            profile,
            completions(session, person.id),
            person.cleared_on,
            local_day(profile, now),
            issues(session),
            orders(session, profile, person.id),
        ),
        clets=may_use_clets(person, local_day(profile, now)),
    )


def may_use_clets(person: Person, today: date) -> bool:
    """Whether the person's CLETS authorisation runs today, its last day included."""
    begun = person.clets_on is not None and person.clets_on <= today
    return begun and (person.clets_until is None or today <= person.clets_until)


def is_known_post(profile: Profile, key: str) -> bool:
    return any(post.key == key for post in profile.posts)


def local_day(profile: Profile, now: datetime) -> date:
    """The day it is at the agency."""
    return now.astimezone(ZoneInfo(profile.agency.time_zone)).date()


def held_at(
    table: type[TitleHeld] | type[PostHeld], now: datetime | BindParameter[datetime]
) -> ColumnElement[bool]:
    """Held at that moment. Authority ends with the person: whoever has left by then holds nothing."""
    lasting = (table.since <= now) & or_(table.until.is_(None), table.until > now)
    return lasting & table.person.has(is_with_agency(now))


def is_with_agency(moment: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Of a person: has not left by that moment. The moment of leaving itself is out."""
    return or_(Person.left_at.is_(None), Person.left_at > moment)


def has_left(person: Person, moment: datetime) -> bool:
    return person.left_at is not None and person.left_at <= moment


def end_of(holding: PostHeld) -> datetime | None:
    """When the holding ends: at its own end or when its holder leaves, whichever comes first."""
    ends = [each for each in (holding.until, holding.person.left_at) if each is not None]
    return min(ends, default=None)


WHO: BindParameter[str] = bindparam("person_id")
NOW: BindParameter[datetime] = bindparam("now")
TITLE_OF = (
    select(TitleHeld.title)
    .where(TitleHeld.person_id == WHO, held_at(TitleHeld, NOW))
    .order_by(TitleHeld.since.desc())
    .limit(1)
)
POSTS_OF = (
    select(PostHeld.post)
    .where(PostHeld.person_id == WHO, held_at(PostHeld, NOW))
    .order_by(PostHeld.since, PostHeld.post)
)
"""Asked in every request, so both are put together once."""


def current_title(session: Session, person_id: str, now: datetime) -> str | None:
    return session.scalars(TITLE_OF, {"person_id": person_id, "now": now}).first()


def titles_now(work: Work) -> dict[str, str]:
    """The names of the titles held now, by person; empty for one the profile does not have."""
    names = {title.key: title.name for title in work.profile.titles}
    held = select(TitleHeld).where(held_at(TitleHeld, work.now)).order_by(TitleHeld.since)
    return {row.person_id: names.get(row.title, "") for row in work.session.scalars(held)}


def current_posts(session: Session, person_id: str, now: datetime) -> list[str]:
    return list(session.scalars(POSTS_OF, {"person_id": person_id, "now": now}))


def counting() -> Select[Completion]:
    """What counts: completions that nothing supersedes, and that stand."""
    corrected = select(Completion.supersedes_id).where(Completion.supersedes_id.is_not(None))
    return select(Completion).where(Completion.stands, Completion.id.not_in(corrected))


def as_completed(row: Completion) -> training.Completed:
    return training.Completed(row.completed_on, frozenset(row.items), row.course_version)


def completions(session: Session, person_id: str) -> list[training.Completed]:
    """What counts for this person."""
    return [as_completed(row) for row in session.scalars(counting().where(Completion.person_id == person_id))]


def issues(session: Session) -> list[training.Issue]:
    """The course as issued anew, in the order of its versions."""
    rows = session.scalars(select(CourseVersion).order_by(CourseVersion.number))
    return [
        training.Issue(row.number, frozenset(item["key"] for item in row.items), row.retake_by)
        for row in rows
    ]


def open_orders() -> Select[Retraining]:
    """Retraining that is neither done nor withdrawn."""
    return select(Retraining).where(Retraining.done_at.is_(None), Retraining.withdrawn_at.is_(None))


def as_order(profile: Profile, row: Retraining) -> training.Order:
    return training.Order(local_day(profile, row.ordered_at), row.due_on, row.section, row.closes_access)


def orders(session: Session, profile: Profile, person_id: str) -> list[training.Order]:
    """The retraining this person still has to do."""
    rows = session.scalars(open_orders().where(Retraining.person_id == person_id))
    return [as_order(profile, row) for row in rows]


def holders(work: Work, posts: tuple[str, ...]) -> list[Holder]:
    """Who holds these posts now, in the order the posts are given."""
    query = (
        select(PostHeld)
        .where(PostHeld.post.in_(posts), held_at(PostHeld, work.now))
        .options(selectinload(PostHeld.person))
    )
    found = [
        Holder(row.person_id, row.person.full_name, row.post, work.profile.post(row.post).title, row.acting)
        for row in work.session.scalars(query)
    ]
    return sorted(found, key=lambda holder: (posts.index(holder.post), holder.full_name))
