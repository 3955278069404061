"""Everybody, with title, posts, account, training and clearance: searched, filtered, sorted, page by page.

A department has hundreds of people, not millions: all are read in a few queries, so that each state is the rule's own.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from portal.models import Account, Person, PostHeld
from portal.rules.account_state import State, state_of
from portal.rules.training import Standing
from portal.services import people
from portal.services.accounts.rows import facts_of
from portal.services.training.standing import standings_of
from portal.services.work import Work

PAGE = 50
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Listed:
    """One person of the list."""

    person: Person
    account: Account | None
    title: str
    posts: tuple[str, ...]
    state: State
    training: Standing

    @property
    def trained_on(self) -> date | None:
        return self.training.counted.on if self.training.counted else None

    @property
    def last_signin(self) -> datetime | None:
        return self.account.last_signin_at if self.account else None


@dataclass(frozen=True)
class Asked:
    """What of the list is asked for. `state` is one of `State`, or empty for everybody; `page` counts from 1."""

    words: str = ""
    state: str = ""
    sort: str = "name"
    page: int = 1


@dataclass(frozen=True)
class Page:
    """A page of the list; `counts` are of everybody whom the words fit, by state."""

    rows: list[Listed]
    found: int
    everybody: int
    counts: dict[State, int]
    page: int
    pages: int


ORDERS: dict[str, Callable[[Listed], Any]] = {
    "name": lambda each: (each.person.full_name.casefold(), each.person.id),
    "title": lambda each: (each.title.casefold(), each.person.full_name.casefold()),
    "state": lambda each: (list(State).index(each.state), each.person.full_name.casefold()),
    "signed-in": lambda each: (each.last_signin or NEVER, each.person.full_name.casefold()),
    "training": lambda each: (each.trained_on or date.min, each.person.full_name.casefold()),
}
"""By what the list may be sorted; longest without sign-in and oldest training come first."""


def list_people(work: Work, asked: Asked) -> Page:
    """The page asked for, or the last there is."""
    everybody = listed(work)
    fitting = [each for each in everybody if fits(each, asked.words)]
    counts = Counter(each.state for each in fitting)
    chosen = [each for each in fitting if not asked.state or each.state == asked.state]
    chosen.sort(key=ORDERS.get(asked.sort, ORDERS["name"]))
    pages = max(1, -(-len(chosen) // PAGE))
    page = min(max(asked.page, 1), pages)
    return Page(
        chosen[(page - 1) * PAGE : page * PAGE],
        len(chosen),
        len(everybody),
        {state: counts[state] for state in State if counts[state]},
        page,
        pages,
    )


def fits(each: Listed, words: str) -> bool:
    """Whether every word occurs in name, user name, employee number, title, posts or organisation."""
    user_name = each.account.user_name if each.account else ""
    told = (each.person.full_name, user_name, each.person.employee_number, each.person.organisation)
    text = "\n".join((*told, each.title, *each.posts)).casefold()
    return all(word in text for word in words.casefold().split())


def listed(work: Work) -> list[Listed]:
    accounts = {row.person_id: row for row in work.session.scalars(select(Account)).unique()}
    titles, posts, trained = people.titles_now(work), posts_now(work), standings_of(work)
    return [
        Listed(
            person,
            accounts.get(person.id),
            titles.get(person.id, ""),
            tuple(posts[person.id]),
            state_of(facts_of(accounts.get(person.id)), work.now) if person.id in accounts else State.NONE,
            trained.get(person.id, Standing("untrained")),
        )
        for person in work.session.scalars(select(Person)).all()
    ]


def posts_now(work: Work) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    held = select(PostHeld).where(people.held_at(PostHeld, work.now)).order_by(PostHeld.since, PostHeld.id)
    for row in work.session.scalars(held):
        if people.is_known_post(work.profile, row.post):
            found[row.person_id].append(work.profile.post(row.post).title)
    return found
