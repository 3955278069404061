"""A kept run as a page shows it: clause by clause, each with what carries it out and what was found of that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.controls import CONTROLS
from portal.models import ConformanceRun, PolicyVersion
from portal.services.policy import versions

KINDS = (("enforced", "Enforced by the portal"), ("duty", "Duties of people"), ("statement", "Statements"))
UNBOUND = (None, "Nothing bound")
STANDINGS = ("fail", "unanswered", "off", "excepted", "pass")
"""How a clause may stand on a page: the four statuses, and apart from them what passes by exception alone."""


@dataclass(frozen=True)
class ShownControl:
    """One control as the run found it. `offenders` are the ids of the first records that break it."""

    key: str
    modality: str
    does: str
    status: str
    evidence: str
    count: int
    offenders: tuple[str, ...]
    excepted_until: date | None


@dataclass(frozen=True)
class ShownClause:
    """One clause of the judged text; `words` are the adopted ones, empty where no text was judged."""

    id: str
    words: str
    kind: str | None
    standing: str
    controls: tuple[ShownControl, ...]


@dataclass(frozen=True)
class Bar:
    """How many clauses of one kind stand how."""

    label: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def clauses(session: Session, run: ConformanceRun) -> list[ShownClause]:
    """Every clause of a run, in the order of the text."""
    words = adopted_words(session, run.version_id)
    results = {result["control"]: result for result in run.results}
    return [shown(clause, words.get(clause["id"], ""), results) for clause in run.summary["clauses"]]


def adopted_words(session: Session, version_id: str | None) -> dict[str, str]:
    version = session.get(PolicyVersion, version_id) if version_id else None
    return {clause.id: clause.text for clause in versions.clauses(version)} if version else {}


def shown(clause: dict[str, Any], words: str, results: dict[str, dict[str, Any]]) -> ShownClause:
    by_exception = clause["status"] == "pass" and bool(clause["excepted"])
    return ShownClause(
        id=clause["id"],
        words=words,
        kind=clause["kind"],
        standing="excepted" if by_exception else clause["status"],
        controls=tuple(
            shown_control(results[bound["control"]], bound["modality"], clause["excepted"])
            for bound in clause["controls"]
        ),
    )


def shown_control(result: dict[str, Any], modality: str, excepted: dict[str, str]) -> ShownControl:
    key = result["control"]
    return ShownControl(
        key=key,
        modality=modality,
        does=CONTROLS[key].does if key in CONTROLS else "",
        status=result["status"],
        evidence=result["evidence"],
        count=result["count"],
        offenders=tuple(result["offenders"]),
        excepted_until=date.fromisoformat(excepted[key]) if key in excepted else None,
    )


def bars(found: Sequence[ShownClause]) -> list[Bar]:
    """The clauses by kind, each kind that occurs with its counts by standing."""
    kinds = [
        (label, [each.standing for each in found if each.kind == kind]) for kind, label in (*KINDS, UNBOUND)
    ]
    return [
        Bar(label, {standing: standings.count(standing) for standing in STANDINGS})
        for label, standings in kinds
        if standings
    ]
