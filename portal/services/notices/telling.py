"""Telling somebody something: put into their inbox; a job then mails it, where mail is set up."""

from sqlalchemy import select

from portal.models import Notice
from portal.rules.notices import check_sendable
from portal.services.work import Work


def tell(
    work: Work,
    person_id: str,
    topic: str,
    subject: str,
    text: str,
    *,
    path: str = "",
    once: str | None = None,
) -> Notice | None:
    """Puts a notice into somebody's inbox; None where `once` names an occasion they were told of already.

    It may travel by mail: name people, days, titles, sections and courses, never what somebody typed. `path` is a
    page of the portal. Raises `ValueError` where subject, text or path holds something that looks like a plate.
    """
    check_sendable(subject, text, path)
    if once is not None and work.session.scalar(select(Notice.id).where(Notice.once == once)):
        return None
    notice = Notice(
        person_id=person_id,
        topic=topic,
        once=once,
        subject=subject,
        text=text,
        path=path,
        made_at=work.now,
        mail="waiting",
    )
    work.session.add(notice)
    work.session.flush()
    return notice
