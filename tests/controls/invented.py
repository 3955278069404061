"""Invented bindings, controls and texts, so that what is tested is how clauses are judged, not how an agency stands."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from portal.agencies.profile import Profile
from portal.controls import Control, Evidence, Status
from portal.controls.control import Kind as ControlKind
from portal.ledger import Action
from portal.models import (
    PolicyPublication,
    PolicyVersion,
    Proposal,
    ProposalDecision,
    PublicMeeting,
)
from portal.services.work import Work
from tests.office import Member

GATE, LIST, WORDS, LATER = "invented.gate", "invented.list", "invented.words", "invented.later"
OFFENDERS = ("0a1b", "2c3d")


def control(key: str, status: Status = "pass", kind: ControlKind = "enforced", text: str = "") -> Control:
    """A control that always finds the same; where it fails it names two of seven offenders."""
    evidence = Evidence(status, text or f"{key} was looked at.")
    if status == "fail":
        evidence = replace(evidence, count=7, offenders=OFFENDERS)
    return Control(key, kind, f"What {key} does.", lambda _: evidence)


def registry(*controls: Control) -> dict[str, Control]:
    return {each.key: each for each in controls}


MIXED = registry(
    control(GATE), control(LIST, "fail"), control(WORDS, kind="statement"), control(LATER, "off", "duty")
)
BINDINGS = (
    ("466.3(para 1)", (WORDS,), "reading"),
    ("466.4(a)", (GATE,), "shall"),
    ("466.4(b)", (LIST,), "should"),
    ("466.4(c)", (GATE, LIST), "shall"),
    ("466.5(para 1)", (LATER, GATE), "should"),
)


def binding(work: Work, bindings: Sequence[tuple[str, Sequence[str], str]] = BINDINGS) -> Work:
    """The same work under a profile that binds these clauses: (clause, controls, modality)."""
    document = work.profile.document | {
        "clauses": [
            {"id": clause, "controls": list(keys), "modality": modality}
            for clause, keys, modality in bindings
        ]
    }
    return replace(work, profile=Profile.from_document(document, "invented"))


def draft(work: Work, words: Mapping[str, str], number: int = 1, adopted_on: date = date(2026, 3, 2)) -> str:
    """An imported text of one section with these clauses; gives its id."""
    clauses = [
        {"id": clause, "marker": "", "kind": "paragraph", "depth": 0, "text": text}
        for clause, text in words.items()
    ]
    version = PolicyVersion(
        number=number, title="Readers", source_name="invented.txt", source_sha256="0" * 64, source="", text="",
        sections=[{"number": "466.4", "title": "Use", "clauses": clauses}], settled=[], adopted_on=adopted_on,
        imported_at=work.now,
    )  # fmt: skip
    work.session.add(version)
    work.session.flush()
    work.record(Action.POLICY_IMPORTED, version)
    return version.id


def publish(work: Work, version_id: str, proposer: Member, decider: Member, effective_on: date) -> None:
    """Puts a draft in force from this day."""
    meeting = PublicMeeting(body="Council", held_on=date(2026, 2, 1), link="", note="", recorded_at=work.now)
    proposal = Proposal(
        kind="publication", subject_id=version_id, terms={}, proposed_by_id=proposer.person_id, proposed_at=work.now
    )  # fmt: skip
    work.session.add_all([meeting, proposal])
    work.session.flush()
    decision = ProposalDecision(
        proposal_id=proposal.id, proposed_by_id=proposer.person_id, decided_by_id=decider.person_id,
        verdict="confirmed", decided_at=work.now, post="Chief", reason="",
    )  # fmt: skip
    work.session.add(decision)
    work.session.flush()
    publication = PolicyPublication(
        version_id=version_id, decision_id=decision.id, meeting_id=meeting.id, effective_on=effective_on,
        published_at=work.now, profile_version=work.profile.version, profile={},
    )  # fmt: skip
    work.session.add(publication)
    work.session.flush()
    work.record(Action.PROPOSAL_DECIDED, publication, meeting, proposal, decision)
