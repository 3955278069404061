"""Can the portal do its work just now? Asked by whoever watches it from outside."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from portal.ledger import Action, LedgerUnavailable
from portal.models import Kind
from portal.services.signin import banned
from portal.services.timetable import Standing, standings
from portal.services.work import Work

LEAST_FREE_BYTES = 512 * 1024 * 1024
"""Below this pictures and ledger may soon find no room; our own figure."""


@dataclass(frozen=True)
class Health:
    """What works. The portal is ready when all of it does; a late job is told, but takes nothing out of service."""

    database: bool
    ledger: bool
    disk: bool
    jobs: list[Standing]
    warnings: list[str] = field(default_factory=list)
    """What somebody should see to soon; it takes nothing out of service."""

    @property
    def ready(self) -> bool:
        return self.database and self.ledger and self.disk


def check(work: Work, folder: Path) -> Health:
    """Tries everything. `folder` is where the instance keeps its files."""
    disk = shutil.disk_usage(folder).free >= LEAST_FREE_BYTES
    try:
        agency = work.profile.agency
        jobs = standings(work.session, agency.slug, work.now, agency.time_zone)
    except SQLAlchemyError:
        return Health(database=False, ledger=False, disk=disk, jobs=[])
    return Health(True, takes_entries(work), disk, jobs, warnings(work))


def warnings(work: Work) -> list[str]:
    own_list = banned.warning(work.tools.passwords.own_list, work.now)
    return [own_list] if own_list else []


def takes_entries(work: Work) -> bool:
    """Whether the ledger could be written: an entry is appended for real, and taken back before anybody sees it.

    Waits for whoever is writing as long as every act does, five seconds: what they could not do is not ready.
    """
    ledger = work.tools.ledger
    trial = work.entry(Kind.SYSTEM, Action.LEDGER_OPENED, outcome="tried")
    try:
        with ledger.open_session() as session:
            ledger.append_in(session, [trial])
            session.rollback()
    except (LedgerUnavailable, SQLAlchemyError):
        return False
    return True
