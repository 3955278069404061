"""Pictures without a row: left by a process that died between the picture and its row, or the row and its picture."""

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

    Candidates are listed while others write; whether they still have no row is asked again, chunk by chunk, once nobody
    does. What was never finished the store itself removes meanwhile, also when there is no candidate.
    """
    suspects = orphans(work)
    starts = range(0, max(len(suspects), 1), CHUNK)
    return sum(remove_orphans(work, suspects[start : start + CHUNK], go_on) for start in starts)


def remove_orphans(work: Work, suspects: list[str], go_on: GoOn) -> int:
    """Removes those of these pictures, a chunk at most, that still have no row; gives how many. Commits."""
    with work.tools.store.sweeping():
        go_on(work.session)
        found = unnamed(work.session, suspects)
        if found:
            work.record(Action.PICTURES_SWEPT, kind=Kind.JOB, count=len(found), digest=digest_of(found))
        work.session.commit()
        work.tools.store.delete(found)
    return len(found)


def count_orphans(work: Work) -> int:
    """How many pictures have no row; one that is just being taken in counts too."""
    return len(orphans(work))


def orphans(work: Work) -> list[str]:
    """Every stored picture that no row names, asked in short transactions that keep nobody from writing."""
    engine = work.session.get_bind().execution_options(read_only=True)
    stored = work.tools.store.ids()
    found: list[str] = []
    while chunk := list(islice(stored, CHUNK)):
        with Session(engine) as reading:
            found += unnamed(reading, chunk)
    return found
