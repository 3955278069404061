"""Looking at a control, and rows put in behind the portal's back for it to find."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select

from portal.controls import CONTROLS, Evidence
from portal.models import (
    PolicyPublication,
    PolicyVersion,
    Procedure,
    Proposal,
    ProposalDecision,
    PublicMeeting,
    opaque_id,
)
from portal.web.system_work import open_work, system_actor
from tests.office import Member, Office

DAY = timedelta(days=1)


def look(
    office: Office, key: str, answers: Mapping[str, object] | None = None, at: datetime | None = None
) -> Evidence:
    """What the control finds now, in a session that may not write; under these answers to what the text leaves open."""
    with open_work(office.app, system_actor("test"), at) as work:
        work.session.info["read_only"] = True
        return CONTROLS[key].check(replace(work, profile=work.profile.with_answers(answers or {})))


def found(office: Office, key: str, **more: Any) -> tuple[str, ...]:
    """The ids of what breaks the rule; the control must fail."""
    evidence = look(office, key, **more)
    assert evidence.status == "fail", evidence
    assert evidence.count >= len(evidence.offenders)
    return evidence.offenders


@contextmanager
def behind(office: Office) -> Iterator[Connection]:
    """The database itself, past session and record."""
    with office.app.extensions["open_writing"]() as session:
        yield session.connection()
        session.commit()


def put(connection: Connection, model: Any, **values: Any) -> Any:
    """A row of these values; gives its id."""
    row = {"id": opaque_id(), **values} if "id" in model.__table__.c else values
    connection.execute(insert(model.__table__).values(row))
    return row.get("id")


def put_copy(connection: Connection, model: Any, row_id: str, **changes: Any) -> str:
    """The same row again under a new id, with these changes; gives the new id."""
    table = model.__table__
    row = connection.execute(select(table).where(table.c.id == row_id)).mappings().one()
    return str(put(connection, model, **{**row, "id": opaque_id(), **changes}))


def publish(office: Office, member: Member, other: Member, effective_on: date | None = None) -> None:
    """A version of the text, proposed by one and confirmed by the other, in force from that day; today else."""
    now, today = office.clock.now, office.clock.now.date()
    person = {"proposed_by_id": member.person_id}
    with behind(office) as connection:
        version = put(
            connection, PolicyVersion, number=1, title="Policy", source_name="policy.txt", source_sha256="0" * 64,
            source="", text="", sections=[], settled=[], adopted_on=today, imported_at=now,
        )  # fmt: skip
        meeting = put(
            connection, PublicMeeting, body="Council", held_on=today, link="", note="", recorded_at=now
        )
        proposal = put(
            connection, Proposal, kind="publication", subject_id=version, terms={}, proposed_at=now, **person
        )
        decision = put(
            connection, ProposalDecision, proposal_id=proposal, decided_by_id=other.person_id, decided_at=now,
            verdict="confirmed", post="", reason="", **person,
        )  # fmt: skip
        put(
            connection, PolicyPublication, version_id=version, decision_id=decision, meeting_id=meeting,
            effective_on=effective_on or today, published_at=now, profile_version="", profile={},
        )  # fmt: skip


def publish_procedure(office: Office) -> str:
    with behind(office) as connection:
        values = {"title": "Audits", "section": "", "body": "How we look.", "link": ""}
        return str(put(connection, Procedure, recorded_at=office.clock.now, **values))
