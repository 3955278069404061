"""The schedule as people see it: each source, its minimum, what stands in the way of a purge, and the purges so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.agencies.keeping import Source
from portal.ledger import Action
from portal.models import DestructionAuthority, PurgeRun
from portal.rules import RuleBroken
from portal.rules.retention import check_purge
from portal.services.people import local_day
from portal.services.retention.purge import authority_for
from portal.services.work import Work

LISTED = 50


@dataclass(frozen=True)
class NewAuthority:
    """The governing body's resolution and the attorney's consent, as they are put on file."""

    source: str
    resolution: str
    adopted_on: date
    attorney: str
    consented_on: date
    schedule_line: str


@dataclass(frozen=True)
class SourceState:
    """One source of reads: what the policy says of it, and whether a purge may run."""

    key: str
    source: Source
    authority: DestructionAuthority | None
    last_run: PurgeRun | None
    obstacle: str
    """Why nothing of it is purged here, in a sentence; empty when a purge may run."""


def overview(work: Work) -> list[SourceState]:
    """Every source of the profile as it stands."""
    return [state_of(work, key, source) for key, source in work.profile.retention.sources.items()]


def state_of(work: Work, key: str, source: Source) -> SourceState:
    authority = authority_for(work.session, key)
    try:
        check_purge(source, authorised=authority is not None)
        obstacle = ""
    except RuleBroken as broken:
        obstacle = broken.message
    last = runs(work.session, key, limit=1)
    return SourceState(key, source, authority, last[0] if last else None, obstacle)


def purged_here(work: Work) -> dict[str, Source]:
    """The sources the portal itself purges."""
    sources = work.profile.retention.sources.items()
    return {key: source for key, source in sources if source.purged_by == "portal"}


def record_authority(work: Work, new: NewAuthority) -> DestructionAuthority:
    """Puts an authority to destroy on file; the newest of a source counts.

    Raises `RuleBroken` for a source the portal does not purge, a blank, and a day that has not come.
    """
    check_authority(work, new)
    row = DestructionAuthority(
        source=new.source,
        resolution=new.resolution,
        adopted_on=new.adopted_on,
        attorney=new.attorney,
        consented_on=new.consented_on,
        schedule_line=new.schedule_line,
        recorded_at=work.now,
        recorded_by=work.actor.full_name,
    )
    work.session.add(row)
    work.record(Action.AUTHORITY_RECORDED, row)
    return row


def check_authority(work: Work, new: NewAuthority) -> None:
    section = work.profile.retention.legal_basis or ""
    if new.source not in purged_here(work):
        raise RuleBroken("authority.source", "Choose a source that this portal purges.", section, "source")
    for field in ("resolution", "attorney", "schedule_line"):
        if not getattr(new, field).strip():
            raise RuleBroken(
                "authority.blank", "Fill this in: it is what allows destruction.", section, field
            )
    today = local_day(work.profile, work.now)
    for field, given, act in (
        ("adopted_on", new.adopted_on, "The resolution was adopted"),
        ("consented_on", new.consented_on, "The attorney consented"),
    ):
        if given > today:
            raise RuleBroken("authority.future", f"{act} today at the latest: give the day.", section, field)


def runs(session: Session, source: str | None = None, *, limit: int = LISTED) -> Sequence[PurgeRun]:
    """The newest certificates, of one source or of all."""
    query = select(PurgeRun).order_by(PurgeRun.started_at.desc(), PurgeRun.id).limit(limit)
    return session.scalars(query.where(PurgeRun.source == source) if source else query).all()


def certificate(session: Session, run_id: str) -> tuple[PurgeRun, DestructionAuthority]:
    """A certificate and the authority it was made under. Raises `NoResultFound`."""
    run = session.scalars(select(PurgeRun).where(PurgeRun.id == run_id)).one()
    return run, session.get_one(DestructionAuthority, run.authority_id)
