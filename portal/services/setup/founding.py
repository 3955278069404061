"""Founding an installation: which instance and agency a database belongs to, for good."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.ledger import Action
from portal.models import Installation
from portal.services.work import Work


class WrongInstallation(RuntimeError):
    """The database belongs to another agency or instance, or to none yet."""


def found(work: Work, installation_id: str, *, demo: bool) -> None:
    """Binds the database to this agency for good."""
    row = Installation(id=installation_id, agency=work.profile.agency.slug, demo=demo, created_at=work.now)
    work.session.add(row)
    work.record(Action.INSTALLATION_CREATED, row)


def installation(session: Session) -> Installation | None:
    return session.scalars(select(Installation)).one_or_none()


def check_installation(session: Session, agency: str) -> Installation:
    """Raises `WrongInstallation` unless the database was founded for this agency."""
    row = installation(session)
    if row is None:
        raise WrongInstallation(f"This instance is not set up yet. Run: flask agency init {agency}")
    return check_same(row, agency)


def check_same(row: Installation, agency: str) -> Installation:
    """Raises `WrongInstallation` where the database was founded for another agency."""
    if row.agency != agency:
        raise WrongInstallation(
            f"This instance belongs to “{row.agency}” and refuses “{agency}”. "
            "Choose another folder with PLATEBOOK_INSTANCE, or the agency it belongs to with PLATEBOOK_AGENCY."
        )
    return row
