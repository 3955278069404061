"""Clearance and the authorisation for CLETS: put on file by whoever assigns permissions; the ledger keeps each."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from portal.access import Duty
from portal.ledger import Action
from portal.models import LedgerRow, Person
from portal.rules import opening as rules
from portal.services.accounts import rows
from portal.services.people import local_day
from portal.services.work import Work


def record_clearance(work: Work, person_id: str, on: date | None, basis: str) -> Person:
    """Puts a clearance on file; without a day, takes it back. Raises `RuleBroken`, `NoResultFound`."""
    person = rows.person(work, person_id, for_change=True)
    section = work.profile.access.section
    rules.check_not_own(person.id, work.actor.person_id or "", section, "records your clearance")
    rules.check_record_day(on, local_day(work.profile, work.now), section, "cleared_on")
    rules.check_reason(basis, section, "basis")
    told = rows.told_of(person, basis.strip(), cleared_on=said(on), before=said(person.cleared_on))
    person.cleared_on, person.clearance_basis = on, basis.strip()
    work.session.flush()
    work.record(Action.CLEARANCE_RECORDED, person, told=told)
    return person


def record_clets(work: Work, person_id: str, on: date | None, until: date | None, basis: str) -> Person:
    """Puts an authorisation for CLETS on file; without a first day, takes it back.

    Raises `RuleBroken`, `NoResultFound`.
    """
    person = rows.person(work, person_id, for_change=True)
    section = work.profile.clets.restricted_section
    rules.check_not_own(
        person.id, work.actor.person_id or "", rows.section_of(work, Duty.PERMISSION_ASSIGNER),
        "records your authorisation",
    )  # fmt: skip
    rules.check_clets_days(on, until, section)
    rules.check_reason(basis, section, "basis")
    told = rows.told_of(
        person, basis.strip(), clets_on=said(on), clets_until=said(until), before=said(person.clets_on)
    )
    person.clets_on, person.clets_until, person.clets_basis = on, until, basis.strip()
    work.session.flush()
    work.record(Action.CLETS_RECORDED, person, told=told)
    return person


def said(day: date | None) -> str:
    return day.isoformat() if day else ""


def history(work: Work, person_id: str) -> Sequence[LedgerRow]:
    """What was put on file of one person's clearance and CLETS, newest first."""
    query = select(LedgerRow).where(
        LedgerRow.subject_type == "person",
        LedgerRow.subject_id == person_id,
        LedgerRow.action.in_([Action.CLEARANCE_RECORDED, Action.CLETS_RECORDED]),
    )
    return work.session.scalars(query.order_by(LedgerRow.seq.desc())).all()
