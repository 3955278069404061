"""A person's own notices: newest first, read or not. Marking one read is no governed change, yet it is an act."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from portal.models import Notice
from portal.services.work import Work

PAGE = 25
MOST_COUNTED = 100
"""The menu counts no further: it is asked on every page."""


@dataclass(frozen=True)
class Page:
    """A page of an inbox, newest first, and the id after which the next begins."""

    rows: Sequence[Notice]
    older: str | None
    unread: int


def inbox(work: Work, before: str | None = None) -> Page:
    """The person's notices, from the newest, or from the notice `before` on. Raises `NoResultFound`."""
    query = select(Notice).where(Notice.person_id == work.actor.person_id)
    if before:
        last = find(work, before)
        earlier = and_(Notice.made_at == last.made_at, Notice.id < last.id)
        query = query.where(or_(Notice.made_at < last.made_at, earlier))
    query = query.order_by(Notice.made_at.desc(), Notice.id.desc()).limit(PAGE + 1)
    rows = work.session.scalars(query).all()
    unread = count_unread(work.session, work.actor.person_id or "")
    return Page(rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None, unread)


def count_unread(session: Session, person_id: str) -> int:
    """How many notices the person has not read, as far as is counted."""
    some = select(Notice.id).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    return session.scalar(select(func.count()).select_from(some.limit(MOST_COUNTED).subquery())) or 0


def find(work: Work, notice_id: str) -> Notice:
    """One's own notice. Raises `NoResultFound`, for somebody else's too."""
    query = select(Notice).where(Notice.id == notice_id, Notice.person_id == work.actor.person_id)
    return work.session.scalars(query).one()


def mark_read(work: Work, notice_id: str) -> Notice:
    """Raises `NoResultFound`. What was read before keeps its time."""
    notice = find(work, notice_id)
    if notice.read_at is None:
        notice.read_at = work.now
    return notice


def mark_all_read(work: Work) -> None:
    """Everything made until now."""
    work.session.execute(
        update(Notice)
        .where(Notice.person_id == work.actor.person_id, Notice.read_at.is_(None), Notice.made_at <= work.now)
        .values(read_at=work.now)
    )
