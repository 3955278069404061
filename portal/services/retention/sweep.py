"""Pictures without a row: left by a process that died between the picture and its row, or the row and its picture."""

from collections.abc import Iterable
from itertools import islice

from sqlalchemy.orm import Session

from portal.ledger import Action, digest_of
from portal.models import Kind
from portal.services.retention.expiry import CHUNK
from portal.services.retention.purge import GoOn
from portal.services.retention.traces import unnamed
from portal.services.work import Work


def sweep_pictures(work: Work, go_on: GoOn) -> int:
    """Removes every stored picture that neither a read nor a held read names; gives how many. Commits.

    Candidates are listed while others write; whether they still have no row is asked again once nobody does. What was
    never finished the store itself removes meanwhile.
    """
    store = work.tools.store
    suspects = orphans(work.session, store.ids())
    work.session.rollback()  # a writer may wait for the database while we wait for the writer
    with store.sweeping():
        go_on(work.session)
        found = orphans(work.session, suspects)
        if found:
            work.record(Action.PICTURES_SWEPT, kind=Kind.JOB, count=len(found), digest=digest_of(found))
        work.session.commit()
        store.delete(found)
    return len(found)


def count_orphans(work: Work) -> int:
    """How many pictures have no row; one that is just being taken in counts too."""
    return len(orphans(work.session, work.tools.store.ids()))


def orphans(session: Session, pictures: Iterable[str]) -> list[str]:
    """Those of these pictures that no row names."""
    remaining = iter(pictures)
    found: list[str] = []
    while chunk := list(islice(remaining, CHUNK)):
        found += unnamed(session, chunk)
    return found
