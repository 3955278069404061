"""What checks of conformance found: kept run by run, told to whoever has to mend it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.ledger import Action
from portal.models import ConformanceRun, Kind
from portal.services.work import Work

PAGE = 30


@dataclass(frozen=True)
class NewRun:
    """What one check found, as plain JSON.

    `judged` says in a sentence which text it was. `results` as `ConformanceRun` keeps them, a control each; `clauses`:
    `[{"id", "controls": [{"control", "modality"}], "kind", "status", "excepted": {control: day}}]`; `completeness`:
    `[{"element", "title", "law", "status", "clauses", "note"}]`; `absent`: ids of clauses that the profile binds and
    the text does not have; `counts` of the clauses by status.
    """

    judged: str
    version_id: str | None
    results: list[dict[str, Any]]
    clauses: list[dict[str, Any]]
    completeness: list[dict[str, Any]]
    absent: list[str]
    counts: dict[str, Any]


@dataclass(frozen=True)
class Page:
    """Some runs, newest first; `older` names the place to go on from, empty at the end."""

    runs: Sequence[ConformanceRun]
    older: str


@dataclass(frozen=True)
class Failures:
    """The clauses that failed when it was last checked."""

    checked_at: datetime
    clauses: list[dict[str, Any]]


def keep(work: Work, new: NewRun, kind: Kind) -> ConformanceRun:
    """Keeps what a check found, with its entry in the record: an act where somebody asked for it, else a job."""
    run = ConformanceRun(
        checked_at=work.now,
        version_id=new.version_id,
        policy_version=work.policy_version,
        results=new.results,
        summary={
            "judged": new.judged,
            "clauses": new.clauses,
            "completeness": new.completeness,
            "absent": new.absent,
            "counts": new.counts,
        },
    )
    work.session.add(run)
    work.session.flush()
    work.record(Action.CONFORMANCE_CHECKED, run, kind=kind, count=new.counts["fail"])
    return run


def latest(session: Session) -> ConformanceRun | None:
    query = select(ConformanceRun).order_by(ConformanceRun.checked_at.desc(), ConformanceRun.id.desc())
    return session.scalars(query.limit(1)).first()


def get(session: Session, run_id: str) -> ConformanceRun:
    """Raises `NoResultFound`."""
    return session.scalars(select(ConformanceRun).where(ConformanceRun.id == run_id)).one()


def listed(session: Session, before: str = "") -> Page:
    """The runs older than the one named, or the newest. Raises `NoResultFound` for a place that is none."""
    query = select(ConformanceRun).order_by(ConformanceRun.checked_at.desc(), ConformanceRun.id.desc())
    if before:
        place = get(session, before)
        at_once = (ConformanceRun.checked_at == place.checked_at) & (ConformanceRun.id < place.id)
        query = query.where((ConformanceRun.checked_at < place.checked_at) | at_once)
    runs = session.scalars(query.limit(PAGE + 1)).all()
    return Page(runs[:PAGE], runs[PAGE - 1].id if len(runs) > PAGE else "")


def failures(session: Session) -> Failures | None:
    """What the newest run found failing; None where nothing failed or nothing was checked."""
    run = latest(session)
    found = [clause for clause in run.summary["clauses"] if clause["status"] == "fail"] if run else []
    return Failures(run.checked_at, found) if run and found else None
