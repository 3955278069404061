"""The answers that complete the profile where the policy is silent: dated, each with its basis, none overwritten."""

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
from portal.models import SetupAnswer
from portal.rules.setup import check_basis, check_silence
from portal.services.work import Work

REFERRED_TO = ("titles", "posts")
"""Answers that others refer to, so they come first."""


def answer(work: Work, key: str, value: object, basis: str, *, demo: bool = False) -> None:
    """Keeps a dated answer.

    Raises `ProfileError` where the profile has no such question or refuses the value, `RuleBroken` for a blank basis
    and for what the adopted text settles itself.
    """
    check_basis(basis)
    work.profile.with_answers({**answers(work.session), key: value})
    asked_again = {reading.key for reading in work.profile.readings}
    check_silence(key, settled=work.profile.is_settled(key) and key not in asked_again)
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


def answer_all(work: Work, given: Mapping[str, object], basis: str, *, demo: bool = False) -> None:
    """Keeps several answers; one that others refer to (a title, a post) comes before them."""
    for key in sorted(given, key=_place):
        answer(work, key, given[key], basis, demo=demo)


def _place(key: str) -> int:
    first = key.partition(".")[0]
    return REFERRED_TO.index(first) if first in REFERRED_TO else len(REFERRED_TO)


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
