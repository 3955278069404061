"""Procedures and training outlines published beside the policy (Penal Code 13650)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.ledger import Action
from portal.models import Procedure
from portal.rules import RuleBroken
from portal.rules import publishing as rules
from portal.services.work import Work


@dataclass(frozen=True)
class NewProcedure:
    """A procedure as it is published: its own text, a link to it, or both."""

    title: str
    section: str
    body: str = ""
    link: str = ""


def publish(work: Work, new: NewProcedure) -> Procedure:
    """Publishes a procedure at once. Raises `RuleBroken`, naming the field."""
    number = work.profile.policy.number
    rules.check_procedure(title=new.title, section=new.section, body=new.body, link=new.link, number=number)
    procedure = Procedure(
        title=new.title.strip(),
        section=new.section,
        body=new.body,
        link=new.link,
        recorded_at=work.now,
        recorded_by_id=work.actor.person_id,
    )
    work.session.add(procedure)
    work.session.flush()
    work.record(Action.PROCEDURE_PUBLISHED, procedure)
    return procedure


def withdraw(work: Work, procedure_id: str) -> Procedure:
    """Takes a procedure off the public page; it stays on file. Raises `NoResultFound`, `RuleBroken` the second time."""
    query = select(Procedure).where(Procedure.id == procedure_id)
    procedure = work.session.scalars(query.with_for_update()).one()
    if procedure.withdrawn_at is not None:
        raise RuleBroken("procedure.withdrawn", "This procedure was withdrawn already.")
    procedure.withdrawn_at = work.now
    work.record(Action.PROCEDURE_WITHDRAWN, procedure)
    return procedure


def published(session: Session) -> Sequence[Procedure]:
    """What is published now, in the order of the sections, then of the titles."""
    query = select(Procedure).where(Procedure.withdrawn_at.is_(None))
    return session.scalars(query.order_by(Procedure.section, Procedure.title)).all()
