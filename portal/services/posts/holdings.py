"""Who holds, held or is to hold a post: the dated rows, asked for in the ways the room needs."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session, selectinload

from portal.agencies.authority import Post
from portal.models import Account, Person, PostHeld
from portal.rules.posts import Kind, Span, kind_of
from portal.services import people
from portal.services.work import Work


def post_named(work: Work, key: str) -> Post:
    """Raises `NoResultFound` for a post the profile does not have."""
    try:
        return work.profile.post(key)
    except KeyError as error:
        raise NoResultFound from error


def get(session: Session, holding_id: str) -> PostHeld:
    """Raises `NoResultFound`."""
    query = select(PostHeld).where(PostHeld.id == holding_id).options(selectinload(PostHeld.person))
    return session.scalars(query.execution_options(populate_existing=True)).one()


def held_on(session: Session, post: str, moment: datetime) -> Sequence[PostHeld]:
    """Who held the post at that moment, whoever holds it now: what explains an act of that day."""
    query = select(PostHeld).where(PostHeld.post == post, people.held_at(PostHeld, moment))
    query = query.options(selectinload(PostHeld.person))
    return session.scalars(query.order_by(PostHeld.since, PostHeld.id)).all()


def not_over(session: Session, now: datetime) -> Sequence[PostHeld]:
    """Every holding that stands or is to come, earliest first. What never took effect is left out.

    So is what somebody holds who has left, or will have left before it begins.
    """
    lasting = or_(PostHeld.until.is_(None), (PostHeld.until > now) & (PostHeld.until > PostHeld.since))
    stays = or_(Person.left_at.is_(None), and_(Person.left_at > now, Person.left_at > PostHeld.since))
    query = select(PostHeld).join(PostHeld.person).where(lasting, stays)
    query = query.options(selectinload(PostHeld.person))
    return session.scalars(query.order_by(PostHeld.since, PostHeld.id)).all()


def since_then(work: Work, post: str, moment: datetime) -> list[PostHeld]:
    """The holdings of the post that stand at that moment or begin later, as they are on file just now."""
    query = select(PostHeld).where(
        PostHeld.post == post, or_(PostHeld.until.is_(None), PostHeld.until > moment)
    )
    query = query.options(selectinload(PostHeld.person)).execution_options(populate_existing=True)
    return list(work.session.scalars(query.order_by(PostHeld.since, PostHeld.id)))


def span_of(row: PostHeld) -> Span:
    return Span(row.since, row.until)


def kind(work: Work, row: PostHeld) -> Kind:
    return kind_of(work.profile.post(row.post), acting=row.acting)


def can_sign_in(session: Session, person_id: str, moment: datetime) -> bool:
    """Whether the person has an account that nobody disabled, and has not left by that moment."""
    query = select(Account.id).where(Account.person_id == person_id, ~Account.disabled)
    return session.scalars(query.where(Account.person.has(people.is_with_agency(moment)))).first() is not None


def candidates(work: Work) -> list[tuple[Person, str]]:
    """Everybody with an open account but the person at hand, by name, with the name of their title."""
    query = select(Person).join(Account, Account.person_id == Person.id)
    query = query.where(~Account.disabled, people.is_with_agency(work.now))
    query = query.where(Person.id != (work.actor.person_id or ""))
    persons = work.session.scalars(query.order_by(Person.full_name, Person.id)).unique().all()
    titles = people.titles_now(work)
    return [(person, titles.get(person.id) or "no title") for person in persons]


def names(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """Full names by the ids of the persons."""
    query = select(Person.id, Person.full_name).where(Person.id.in_(set(ids)))
    return {row.id: row.full_name for row in session.execute(query)}
