"""What a check found, as JSON for programs and as a run to be kept."""

from typing import Any, Literal

from portal.controls.conformance import SEVERITY, Clause, Judged, Look
from portal.services.policy.completeness import Found
from portal.services.policy.conformance import NewRun

ELEMENTS: tuple[Literal["covered", "thin", "missing"], ...] = ("covered", "thin", "missing")


def as_json(judged: Judged) -> dict[str, Any]:
    """The shape `flask policy check --json` promises; no id of a record is in it."""
    return {
        "judged": judged.text,
        "completeness": [element_as_json(found) for found in judged.completeness],
        "clauses": [clause_as_json(clause) for clause in judged.clauses],
        "summary": counts(judged),
    }


def clause_as_json(clause: Clause) -> dict[str, Any]:
    """`controls` is there where several carry the clause out; `control` is the chief one, null where none does."""
    several = {"controls": list(clause.controls)} if len(clause.controls) > 1 else {}
    return {
        "id": clause.id,
        "control": next(iter(clause.controls), None),
        **several,
        "kind": clause.kind,
        "status": clause.status,
        "evidence": clause.evidence,
    }


def counts(judged: Judged) -> dict[str, Any]:
    """How many clauses stand how, how many of those that pass do so by exception, and how many elements are covered."""
    statuses = [clause.status for clause in judged.clauses]
    found = [each.status for each in judged.completeness]
    return {
        "clauses": len(statuses),
        **{status: statuses.count(status) for status in SEVERITY},
        "excepted": sum(clause.status == "pass" and bool(clause.excepted) for clause in judged.clauses),
        "controls": len(judged.looks),
        "elements": {status: found.count(status) for status in ELEMENTS},
    }


def as_run(judged: Judged) -> NewRun:
    """The check as it is kept, with the first offending ids of each control."""
    return NewRun(
        judged=judged.text,
        version_id=judged.version_id,
        results=[result_of(look) for look in judged.looks.values()],
        clauses=[kept_clause(clause) for clause in judged.clauses],
        completeness=[element_as_json(found) for found in judged.completeness],
        absent=list(judged.absent),
        counts=counts(judged),
    )


def result_of(look: Look) -> dict[str, Any]:
    return {
        "control": look.control,
        "kind": look.kind,
        "status": look.evidence.status,
        "evidence": look.evidence.text,
        "count": look.evidence.count,
        "offenders": list(look.evidence.offenders),
    }


def kept_clause(clause: Clause) -> dict[str, Any]:
    return {
        "id": clause.id,
        "controls": [{"control": key, "modality": modality} for key, modality in clause.controls.items()],
        "kind": clause.kind,
        "status": clause.status,
        "excepted": {key: day.isoformat() for key, day in clause.excepted.items()},
    }


def element_as_json(found: Found) -> dict[str, Any]:
    """`answered_on` is the day on which an answer of set-up, or a record, came to cover it; null otherwise."""
    return {
        "element": found.element.key,
        "title": found.element.title,
        "law": found.element.law,
        "status": found.status,
        "clauses": list(found.clauses),
        "note": found.note,
        "answered_on": found.answered_on and found.answered_on.isoformat(),
    }
