"""An invented policy published in a test instance, a check of its controls, and what stands beside it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from portal.controls import CONTROLS
from portal.ledger import Action
from portal.models import (
    ConformanceRun,
    Person,
    PolicyPublication,
    PolicyVersion,
    Procedure,
    Proposal,
    ProposalDecision,
    PublicMeeting,
)
from portal.services.policy import publishing
from portal.services.work import Work
from portal.web.system_work import open_work, system_actor
from tests.adopted import POLICY

LINK = "https://council.example.gov/agenda"


def sections(work: Work, *, words: str = "Readers serve the town and its people.") -> list[dict[str, Any]]:
    """A text of an invented agency under the ids this agency's profile binds, so that each clause has its controls."""
    found: dict[str, list[dict[str, Any]]] = {}
    for number, clause in enumerate(work.profile.bindings()):
        section = clause.partition("(")[0].partition("/")[0]
        told = {
            "id": clause,
            "marker": "",
            "kind": "letter",
            "depth": 1,
            "text": f"{words} Invented clause {number}.",
        }
        found.setdefault(section, []).append(told)
    return [
        {"number": number, "title": f"Invented heading {number}", "clauses": clauses}
        for number, clauses in found.items()
    ]


def draft(work: Work, text: Sequence[dict[str, Any]], adopted_on: date) -> PolicyVersion:
    """A version that is imported and not yet published."""
    number = (work.session.scalar(select(func.max(PolicyVersion.number))) or 0) + 1
    version = PolicyVersion(
        number=number, title=work.profile.policy.title, source_name="invented.txt", source_sha256="0" * 64,
        source=POLICY.decode(), text=POLICY.decode(), sections=list(text), settled=[], adopted_on=adopted_on,
        imported_at=work.now,
    )  # fmt: skip
    work.session.add(version)
    work.record(Action.POLICY_IMPORTED, version)
    work.session.flush()
    return version


def publish(
    app: Flask,
    *,
    words: str = "Readers serve the town and its people.",
    text: Sequence[dict[str, Any]] | None = None,
    effective_on: date | None = None,
) -> int:
    """A version adopted and published now, by two people; gives its number."""
    with open_work(app, system_actor("test")) as work:
        day = effective_on or work.now.date() - timedelta(days=3)
        version = draft(work, text if text is not None else sections(work, words=words), day)
        publication = published(work, version, day)
        work.record(Action.PROPOSAL_DECIDED, *publication, outcome="confirmed")
        return version.number


def published(work: Work, version: PolicyVersion, effective_on: date) -> tuple[Any, ...]:
    people = [
        Person(full_name=f"Invented {each}", employee_number=f"P{version.number}{each}", organisation="")
        for each in ("Proposer", "Decider")
    ]
    meeting = PublicMeeting(
        body="Invented City Council", held_on=effective_on - timedelta(days=30), link=LINK, note="",
        recorded_at=work.now,
    )  # fmt: skip
    work.session.add_all([*people, meeting])
    work.session.flush()
    terms = {
        "version": version.number, "text": publishing.digest_of_text(version),
        "effective_on": effective_on.isoformat(), "meeting": meeting.id,
    }  # fmt: skip
    proposal = Proposal(
        kind="publication",
        subject_id=version.id,
        terms=terms,
        proposed_by_id=people[0].id,
        proposed_at=work.now,
    )
    work.session.add(proposal)
    work.session.flush()
    decision = ProposalDecision(
        proposal_id=proposal.id, proposed_by_id=people[0].id, decided_by_id=people[1].id, verdict="confirmed",
        decided_at=work.now, post="", reason="",
    )  # fmt: skip
    work.session.add(decision)
    work.session.flush()
    publication = PolicyPublication(
        version_id=version.id, decision_id=decision.id, meeting_id=meeting.id, effective_on=effective_on,
        published_at=work.now, profile_version=work.profile.version, profile={},
    )  # fmt: skip
    work.session.add(publication)
    work.session.flush()
    return (decision, publication, meeting, proposal, *people)


def checked(app: Flask, *, failing: str = "", offenders: Sequence[str] = ()) -> None:
    """A check of every control, all kept but one."""
    with open_work(app, system_actor("test")) as work:
        run = ConformanceRun(
            checked_at=work.now, policy_version=work.policy_version, summary={}, version_id=None,
            results=[
                {
                    "control": key, "kind": control.kind, "status": "fail" if key == failing else "pass",
                    "evidence": f"Invented evidence, 3 looked at on {work.now:%d %b %Y}.",
                    "count": len(offenders) if key == failing else 0,
                    "offenders": list(offenders) if key == failing else [],
                }
                for key, control in CONTROLS.items()
            ],
        )  # fmt: skip
        work.session.add(run)
        work.record(Action.CONFORMANCE_CHECKED, run)


def procedure(app: Flask, title: str = "Invented procedure of access", link: str = LINK) -> None:
    """A procedure published beside the policy."""
    with open_work(app, system_actor("test")) as work:
        row = Procedure(
            title=title, section=work.profile.duties["administrator"].section, body="Sign in, say why.\nThen look.",
            link=link, recorded_at=work.now,
        )  # fmt: skip
        work.session.add(row)
        work.record(Action.PROCEDURE_PUBLISHED, row)
