"""Proving anew who one is: for an act that asks for it, and to open a console that was left alone."""

from portal.ledger import Action
from portal.models import Kind
from portal.services.signin import acts
from portal.services.work import Work


def note_proved(work: Work, factor: str) -> None:
    """The second factor was given anew, by `code` or `passkey`; the same transaction used it up."""
    work.record(
        Action.PROVED_ANEW, kind=Kind.SIGNIN, outcome=factor, subject_type="person", subject_id=subject(work)
    )


def unlock(work: Work, account_id: str, password: str, code: str) -> None:
    """Opens a locked console for whoever left it. Raises `RuleBroken` for a wrong password or code."""
    acts.confirm_password(work, account_id, password)
    acts.check_code(work, account_id, code)
    work.record(
        Action.PROVED_ANEW,
        kind=Kind.SIGNIN,
        outcome="unlocked",
        subject_type="person",
        subject_id=subject(work),
    )


def subject(work: Work) -> str:
    return work.actor.person_id or ""
