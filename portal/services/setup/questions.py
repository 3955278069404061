"""The questions of set-up: what the text leaves open, how it is read where it can be read twice, and who answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal.access import Duty
from portal.agencies.answers import Kind, in_words, kind_of, value_of
from portal.agencies.gaps import Gap, asked, gaps
from portal.agencies.profile import Profile, Reading
from portal.models import LedgerRow, Person, PostHeld, SetupAnswer
from portal.rules.setup import check_administered
from portal.services import people
from portal.services.setup.answering import answer_all
from portal.services.work import Work

ADMINISTRATORS = f"duties.{Duty.ADMINISTRATOR}.posts"


@dataclass(frozen=True)
class Answered:
    """One answer as it was given. The newest of a question is in force, the others are superseded."""

    key: str
    words: str
    basis: str
    at: datetime
    by: str
    """The person, or the login name and machine of whoever answered at the command line."""
    demo: bool


@dataclass(frozen=True)
class Asked:
    """One question as it stands now."""

    key: str
    question: str
    law: str
    section: str
    stops: str
    suggest: str
    reading: str
    """How the text is read until somebody says otherwise; empty for what it leaves open."""
    kind: Kind
    value: Any
    words: str
    is_open: bool
    history: Sequence[Answered]
    """Newest first."""

    @property
    def answer(self) -> Answered | None:
        return self.history[0] if self.history else None


@dataclass(frozen=True)
class Overview:
    """Every question of this agency, in the order set-up asks."""

    open: Sequence[Asked]
    answered: Sequence[Asked]
    readings: Sequence[Asked]
    further: Sequence[Answered]
    """Answers in force to what no question asks, given at the command line: a post, the rank of its holder."""

    @property
    def total(self) -> int:
        return len(self.open) + len(self.answered)

    @property
    def confirmed(self) -> int:
        return sum(1 for each in self.readings if each.history)


def overview(work: Work) -> Overview:
    """All of it. Nothing on it is plate data."""
    history = by_key(work)
    found = all_asked(work.profile, history)
    left_open = [each for each in found if not each.reading]
    known = {each.key for each in found}
    return Overview(
        open=[each for each in left_open if each.is_open],
        answered=[each for each in left_open if not each.is_open],
        readings=[each for each in found if each.reading],
        further=[given[0] for key, given in history.items() if key not in known],
    )


def find(work: Work, key: str) -> Asked:
    """One question. Raises `NoResultFound` for a key that set-up does not ask this agency for."""
    for each in all_asked(work.profile, by_key(work, key)):
        if each.key == key:
            return each
    raise NoResultFound(key)


def give(work: Work, key: str, given: Mapping[str, object], basis: str) -> None:
    """Answers the question, with what its answer names anew: the post beside the duty.

    Raises `NoResultFound` for a key that is not asked, `ProfileError` where the profile refuses the values,
    `RuleBroken` for a blank basis and where nobody would be left to administer the programme.
    """
    find(work, key)
    answer_all(work, given, basis)
    if key == ADMINISTRATORS:
        named = work.profile.with_answers(given).duties[Duty.ADMINISTRATOR].posts
        check_administered(named=bool(named), held=is_held(work, named))


def is_held(work: Work, posts: Sequence[str]) -> bool:
    query = select(PostHeld.id).where(PostHeld.post.in_(posts), people.held_at(PostHeld, work.now))
    return work.session.scalars(query.limit(1)).first() is not None


def all_asked(profile: Profile, history: Mapping[str, Sequence[Answered]]) -> list[Asked]:
    still_open = {gap.key for gap in gaps(profile)}
    questions = [
        of_gap(profile, gap, history.get(gap.key, ()), gap.key in still_open) for gap in asked(profile)
    ]
    return questions + [
        of_reading(profile, reading, history.get(reading.key, ())) for reading in profile.readings
    ]


def of_gap(profile: Profile, gap: Gap, history: Sequence[Answered], is_open: bool) -> Asked:
    value = value_of(profile, gap.key)
    return Asked(
        **gap.model_dump(),
        reading="",
        kind=kind_of(profile, gap.key),
        value=value,
        words=in_words(profile, gap.key, value),
        is_open=is_open,
        history=history,
    )


def of_reading(profile: Profile, reading: Reading, history: Sequence[Answered]) -> Asked:
    value = value_of(profile, reading.key)
    return Asked(
        **reading.model_dump(),
        law="",
        stops="",
        suggest="",
        kind=kind_of(profile, reading.key),
        value=value,
        words=in_words(profile, reading.key, value),
        is_open=False,
        history=history,
    )


def by_key(work: Work, key: str = "") -> dict[str, list[Answered]]:
    """Every answer there was, newest first, by its key; or those to one key."""
    query = select(SetupAnswer, Person.full_name).outerjoin(Person, Person.id == SetupAnswer.answered_by_id)
    if key:
        query = query.where(SetupAnswer.key == key)
    rows = work.session.execute(query.order_by(SetupAnswer.answered_at.desc())).all()
    terminals = at_the_command_line(work.session, [row.id for row, name in rows if name is None])
    found: dict[str, list[Answered]] = {}
    for row, name in rows:
        by = name or terminals.get(row.id) or "the command line"
        words = told(work.profile, row.key, row.value)
        found.setdefault(row.key, []).append(
            Answered(row.key, words, row.basis, row.answered_at, by, row.demo)
        )
    return found


def at_the_command_line(session: Session, answer_ids: Sequence[str]) -> dict[str, str]:
    """From which terminal each of these answers was given, as the record tells it."""
    query = select(LedgerRow.subject_id, LedgerRow.terminal).where(
        LedgerRow.subject_type == SetupAnswer.__tablename__, LedgerRow.subject_id.in_(answer_ids)
    )
    return {subject: terminal for subject, terminal in session.execute(query) if terminal}


def told(profile: Profile, key: str, value: Any) -> str:
    """An answer in words; one to what no question asks as plain text."""
    try:
        return in_words(profile, key, value)
    except KeyError:
        return ", ".join(map(str, value.values())) if isinstance(value, dict) else str(value)
