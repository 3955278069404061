"""What of the notices goes by mail, and what became of it. One that cannot be sent is in the inbox all the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from portal.models import Notice, Person
from portal.rules.notices import TRIES, is_address, is_due
from portal.services.people import is_with_agency
from portal.services.work import Work

AT_ONCE = 50
"""Mails of one run: a run a minute sends a department's day in a few."""
WAITING, SENT, FAILED, OFF = "waiting", "sent", "failed", "off"


@dataclass(frozen=True)
class Letter:
    """One notice as it goes out."""

    notice_id: str
    address: str
    subject: str
    text: str
    path: str


def turn_off(work: Work, *, mail_is_on: bool) -> int:
    """Lets go of what will never be mailed: all of it while mail is off, so that turning it on sends nothing stale;
    else what is for people without an address that mail can reach, or who have left. Gives how many."""
    waiting = select(Notice.id).where(Notice.mail == WAITING)
    if mail_is_on:
        reachable = select(Person.id).where(Person.email != "", is_with_agency(work.now))
        waiting = waiting.where(Notice.person_id.not_in(reachable))
    ids = list(work.session.scalars(waiting))
    work.session.execute(update(Notice).where(Notice.id.in_(ids)).values(mail=OFF))
    return len(ids)


def letters_due(work: Work) -> list[Letter]:
    """The oldest letters whose time has come; a wrong address fails at once."""
    query = select(Notice, Person.email).join(Person, Person.id == Notice.person_id)
    query = query.where(Notice.mail == WAITING).order_by(Notice.made_at, Notice.id)
    due: list[Letter] = []
    for notice, address in work.session.execute(query):
        if not is_address(address):
            notice.mail, notice.mail_error = FAILED, "The address on file is none that mail can be sent to."
        elif is_due(notice.mail_tries, notice.mailed_at, work.now) and len(due) < AT_ONCE:
            due.append(Letter(notice.id, address, notice.subject, notice.text, notice.path))
    return due


def count_due(work: Work) -> int:
    return work.session.scalar(select(func.count()).where(Notice.mail == WAITING)) or 0


def note_sent(work: Work, letter: Letter, at: datetime) -> None:
    notice = work.session.get_one(Notice, letter.notice_id)
    notice.mail, notice.mailed_at, notice.mail_error = SENT, at, ""
    notice.mail_tries += 1


def note_failures(work: Work, letters: Sequence[Letter], reason: str, at: datetime) -> None:
    """Each waits for its next try; after the third it has failed, with the reason."""
    for letter in letters:
        notice = work.session.get_one(Notice, letter.notice_id)
        notice.mail_tries += 1
        notice.mail = FAILED if notice.mail_tries >= TRIES else WAITING
        notice.mailed_at, notice.mail_error = at, reason
