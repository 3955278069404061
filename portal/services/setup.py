"""Founding an installation, and the answers that complete its profile where the policy is silent."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.agencies.profile import Profile, load
from portal.ledger import Action
from portal.models import Installation, SetupAnswer
from portal.services.work import Work


class WrongInstallation(RuntimeError):
    """The database belongs to another agency or instance, or to none yet."""


def found(work: Work, installation_id: str, *, demo: bool) -> None:
    """Binds the database to this agency for good."""
    row = Installation(id=installation_id, agency=work.profile.agency.slug, demo=demo, created_at=work.now)
    work.session.add(row)
    work.record(Action.INSTALLATION_CREATED, row)


def installation(session: Session) -> Installation | None:
    return session.scalars(select(Installation)).one_or_none()


def check_installation(session: Session, agency: str) -> Installation:
    """Raises `WrongInstallation` unless the database was founded for this agency."""
    row = installation(session)
    if row is None:
        raise WrongInstallation(f"This instance is not set up yet. Run: flask agency init {agency}")
    return check_same(row, agency)


def check_same(row: Installation, agency: str) -> Installation:
    """Raises `WrongInstallation` where the database was founded for another agency."""
    if row.agency != agency:
        raise WrongInstallation(
            f"This instance belongs to “{row.agency}” and refuses “{agency}”. "
            "Choose another folder with PLATEBOOK_INSTANCE, or the agency it belongs to with PLATEBOOK_AGENCY."
        )
    return row


def answer(work: Work, key: str, value: object, basis: str, *, demo: bool = False) -> None:
    """Keeps a dated answer. Raises `ProfileError` where the profile has no such question or refuses the value."""
    work.profile.with_answers({**answers(work.session), key: value})
    row = SetupAnswer(
        key=key,
        value=value,
        basis=basis,
        answered_at=work.now,
        answered_by_id=work.actor.person_id,
        demo=demo,
    )
    work.session.add(row)
    work.record(Action.SETUP_ANSWERED, row)


def answers(session: Session, until: datetime | None = None) -> dict[str, Any]:
    """The newest answer to each question."""
    query = select(SetupAnswer).order_by(SetupAnswer.answered_at)
    if until is not None:
        query = query.where(SetupAnswer.answered_at <= until)
    return {row.key: row.value for row in session.scalars(query)}


def invented(session: Session) -> list[str]:
    """The keys whose answer in force was invented for the demonstration."""
    newest = {row.key: row for row in session.scalars(select(SetupAnswer).order_by(SetupAnswer.answered_at))}
    return sorted(key for key, row in newest.items() if row.demo)


def effective_profile(session: Session, agency: str, folder: Path | None = None) -> Profile:
    """The agency's profile, from `folder` or the shipped ones, with the answers of set-up in it."""
    return answered_profile(agency, folder, json.dumps(answers(session), sort_keys=True))


@lru_cache(maxsize=16)
def answered_profile(agency: str, folder: Path | None, answers_text: str) -> Profile:
    given: Mapping[str, object] = json.loads(answers_text)
    profile = load(agency, folder)
    return profile.with_answers(given) if given else profile
