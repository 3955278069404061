"""Telling somebody something: put into their inbox; a job then mails it, where mail is set up."""

from sqlalchemy import select

from portal.models import Notice
from portal.rules.notices import as_subject, check_sendable, without_plates
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

    It may travel by mail: name people, days, titles, sections and courses, never what somebody typed. What looks like
    a plate in spite of that is left out. `path` is a page of the portal. Raises `ValueError` for an empty subject, or
    a path that leads elsewhere or holds something like a plate.
    """
    subject, text = as_subject(subject), without_plates(text)
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
