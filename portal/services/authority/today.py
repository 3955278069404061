"""Who may decide what at this moment: every decision and duty, who carries it, and whom to call."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal import models
from portal.models import TitleHeld
from portal.rules.ability import Lack
from portal.rules.authority import Carrier, Matter, matters
from portal.rules.posts import Kind
from portal.services import people
from portal.services.authority.ability import lack_of
from portal.services.posts import holdings
from portal.services.work import Work


@dataclass(frozen=True)
class Person:
    """Somebody who carries it now, or is to: how, until when, and what keeps them from acting."""

    person_id: str
    full_name: str
    carries: str
    """The post or title by which they do."""
    kind: Kind | None
    """How the post is held; None for a job title."""
    since: datetime
    until: datetime | None
    lack: Lack | None = None


@dataclass(frozen=True)
class Seat:
    """A post or title with who holds it now, and who is to hold it next."""

    carrier: Carrier
    holders: tuple[Person, ...]
    coming: tuple[Person, ...] = ()

    @property
    def vacant(self) -> bool:
        return not self.holders


@dataclass(frozen=True)
class Answer:
    """One matter as it stands now."""

    matter: Matter
    steps: tuple[tuple[Seat, ...], ...]

    @property
    def seats(self) -> tuple[Seat, ...]:
        return tuple(seat for step in self.steps for seat in step)

    def first(self, without: str | None = None) -> tuple[Person, ...]:
        """Whom to call: the able ones of the first step that has any. A step nobody can act in opens the next."""
        return next((found for step in self.steps if (found := able(step, without))), ())

    def later(self, without: str | None = None) -> tuple[Person, ...]:
        """Who may once those cannot be reached and that is stated."""
        steps = [found for step in self.steps if (found := able(step, without))]
        named = {person.person_id for step in steps[:1] for person in step}
        return tuple(person for step in steps[1:] for person in step if person.person_id not in named)

    def passed_over(self) -> bool:
        """Whether the first step cannot act, so that a later one does at once."""
        return bool(self.steps) and not able(self.steps[0], None) and bool(self.first())


def able(step: Sequence[Seat], without: str | None) -> tuple[Person, ...]:
    """Who of a step can act now, each once, in the policy's order."""
    found: dict[str, Person] = {}
    for seat in step:
        for person in seat.holders:
            if person.lack is None and person.person_id != without:
                found.setdefault(person.person_id, person)
    return tuple(found.values())


@dataclass(frozen=True)
class Roll:
    """Who holds which post or title, looked up once for the whole page."""

    work: Work
    posts: Sequence[models.PostHeld]
    titles: Sequence[TitleHeld]
    persons: dict[str, models.Person]
    lacks: dict[tuple[str, bool], Lack | None] = field(default_factory=dict)

    def seat(self, carrier: Carrier, *, on_plates: bool) -> Seat:
        if carrier.is_title:
            held = [
                self.person(row, carrier, None, on_plates) for row in self.titles if row.title == carrier.key
            ]
            return Seat(carrier, tuple(sorted(held, key=lambda person: person.full_name)))
        found = [
            self.person(row, carrier, holdings.kind(self.work, row), on_plates)
            for row in self.posts
            if row.post == carrier.key
        ]
        now = tuple(each for each in found if each.since <= self.work.now)
        return Seat(carrier, now, tuple(each for each in found if each.since > self.work.now))

    def person(
        self, row: models.PostHeld | TitleHeld, carrier: Carrier, kind: Kind | None, on_plates: bool
    ) -> Person:
        person = self.persons[row.person_id]
        key = (person.id, on_plates)
        if key not in self.lacks:
            self.lacks[key] = lack_of(self.work, person, on_plates=on_plates)
        return Person(person.id, person.full_name, carrier.name, kind, row.since, row.until, self.lacks[key])


def today(work: Work) -> list[Answer]:
    """Every decision and duty of the profile, as it stands at this moment."""
    roll = roll_of(work)
    return [
        Answer(
            matter,
            tuple(
                tuple(roll.seat(carrier, on_plates=matter.on_plates) for carrier in step)
                for step in matter.steps
            ),
        )
        for matter in matters(work.profile)
    ]


def own_request(work: Work, answers: Sequence[Answer]) -> Answer | None:
    """The matter a hotlist request of the person at hand would be; None where the policy provides none for them."""
    title = work.actor.title_key
    chain = work.profile.chain_for(title) if title and work.profile.hotlist.custom else None
    key = f"hotlist-{chain.key}" if chain else ""
    return next((answer for answer in answers if answer.matter.key == key), None)


def roll_of(work: Work) -> Roll:
    """Every holding of a post that stands or is to come, and everybody with a title that carries a duty now."""
    known = {post.key for post in work.profile.posts}
    posts = [row for row in holdings.not_over(work.session, work.now) if row.post in known]
    carrying = {title for assignment in work.profile.duties.values() for title in assignment.titles}
    query = select(TitleHeld).where(TitleHeld.title.in_(carrying), people.held_at(TitleHeld, work.now))
    titles = work.session.scalars(query.order_by(TitleHeld.since, TitleHeld.id)).all()
    ids = {row.person_id for row in posts} | {row.person_id for row in titles}
    named = select(models.Person).where(models.Person.id.in_(ids)).options(joinedload(models.Person.account))
    return Roll(work, posts, titles, {row.id: row for row in work.session.scalars(named).unique()})
