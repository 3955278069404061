"""Who is trained until when: everybody's standing today, counted, filtered and sorted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from portal.models import Completion, Person, Retraining
from portal.rules.training import Completed, Standing, last_usable_day, standing_of
from portal.services.people import (
    as_completed,
    as_order,
    counting,
    issues,
    local_day,
    open_orders,
    titles_now,
)
from portal.services.work import Work

MARKS = (60, 30, 7)
"""Days before the last usable day on which people are told."""
GROUPS: Mapping[str, str] = {
    "all": "Everybody",
    "untrained": "Untrained",
    "in-60": "Lapse within 60 days",
    "in-30": "Lapse within 30 days",
    "in-7": "Lapse within 7 days",
    "lapsed": "Lapsed",
    "yearly": "Yearly training due",
    "retraining": "Retraining",
}
ALWAYS = ("all", "untrained", "retraining")
"""Groups that are shown though nobody is in them."""
ORDERS: Mapping[str, str] = {"until": "Trained until", "name": "Name", "title": "Title"}


@dataclass(frozen=True)
class Member:
    """Somebody of the agency and how their training stands today."""

    person: Person
    title: str
    standing: Standing
    today: date
    may_work: bool
    """Whether an account of theirs is open for use."""

    @property
    def days_left(self) -> int | None:
        """Whole days until the last usable one; None where training does not end, or opens nothing now."""
        until = self.standing.until
        return (until - self.today).days if until and self.standing.opens else None

    @property
    def review_due(self) -> date | None:
        """A year after the last training, where nothing lapses (CJIS Security Policy AT-2 asks for it every year)."""
        counted = self.standing.counted
        return last_usable_day(counted.on, 1) if counted and self.standing.until is None else None

    @property
    def review_overdue(self) -> bool:
        return self.standing.opens and self.review_due is not None and self.review_due < self.today


@dataclass(frozen=True)
class Listing:
    """The members asked for, and how many everybody's groups hold."""

    members: Sequence[Member]
    counts: Mapping[str, int]

    @property
    def groups(self) -> Sequence[tuple[str, str, int]]:
        """Key, words and number of each group worth showing."""
        return [
            (key, words, self.counts[key])
            for key, words in GROUPS.items()
            if key in ALWAYS or self.counts[key]
        ]


def in_group(member: Member, group: str) -> bool:
    if group.startswith("in-"):
        left = member.days_left
        return left is not None and left <= int(group.removeprefix("in-"))
    if group == "lapsed":
        return member.standing.state in ("lapsed", "outdated")
    if group == "yearly":
        return member.review_overdue
    if group == "retraining":
        return member.standing.order is not None
    return group == "all" or member.standing.state == group


def listing(work: Work, group: str, order: str) -> Listing:
    """The members of a group, in an order. Unknown ones of either are the first of their kind."""
    everybody = members(work)
    counts = {key: sum(in_group(each, key) for each in everybody) for key in GROUPS}
    wanted = group if group in GROUPS else "all"
    chosen = [each for each in everybody if in_group(each, wanted)]
    return Listing(sorted(chosen, key=lambda each: place(each, order)), counts)


def place(member: Member, order: str) -> tuple[object, ...]:
    """First who needs the keeper: closed before open, then the earliest last day."""
    name = member.person.full_name.casefold()
    if order == "name":
        return (name,)
    if order == "title":
        return (member.title.casefold(), name)
    return (member.standing.opens, member.standing.until or member.review_due or date.min, name)


def members(work: Work) -> list[Member]:
    """Everybody who has not left, by name. A few queries, however many they are."""
    still_here = or_(Person.left_at.is_(None), Person.left_at > work.now)
    query = select(Person).where(still_here).options(selectinload(Person.account))
    people = work.session.scalars(query.order_by(Person.full_name, Person.id)).all()
    standings = standings_of(work)
    titles = titles_now(work)
    today = local_day(work.profile, work.now)
    return [
        Member(
            person,
            titles.get(person.id, ""),
            standings.get(person.id, Standing("untrained")),
            today,
            person.account is not None and not person.account.disabled,
        )
        for person in people
    ]


def standings_of(work: Work) -> dict[str, Standing]:
    """By person, for everybody of whom anything is on file."""
    completed: dict[str, list[Completed]] = defaultdict(list)
    for row in work.session.scalars(counting()):
        completed[row.person_id].append(as_completed(row))
    orders: dict[str, list[Retraining]] = defaultdict(list)
    for retraining in work.session.scalars(open_orders()):
        orders[retraining.person_id].append(retraining)
    course, today = issues(work.session), local_day(work.profile, work.now)
    return {
        person: standing_of(
            work.profile,
            completed.get(person, []),
            today,
            course,
            [as_order(work.profile, each) for each in orders.get(person, [])],
        )
        for person in {*completed, *orders}
    }


def member(work: Work, person_id: str) -> Member:
    """One person; raises `NoResultFound`."""
    person = work.session.scalars(
        select(Person).where(Person.id == person_id).options(selectinload(Person.account))
    ).one()
    standing = standings_of(work).get(person.id, Standing("untrained"))
    account = person.account is not None and not person.account.disabled
    today = local_day(work.profile, work.now)
    return Member(person, titles_now(work).get(person.id, ""), standing, today, account)


@dataclass(frozen=True)
class Recorded:
    """A completion and what corrected it; the newest of its chain counts, where it stands."""

    completion: Completion
    corrected_by: Completion | None

    @property
    def counts(self) -> bool:
        return self.corrected_by is None and self.completion.stands


def chains(rows: Iterable[Completion]) -> list[Recorded]:
    """Each with what corrected it, newest first."""
    found = list(rows)
    by_old = {row.supersedes_id: row for row in found if row.supersedes_id}
    found.sort(key=lambda row: (row.completed_on, row.recorded_at, row.id), reverse=True)
    return [Recorded(row, by_old.get(row.id)) for row in found]


def history(work: Work, person_id: str) -> list[Recorded]:
    """Everything on file about one person, corrections included."""
    query = select(Completion).where(Completion.person_id == person_id)
    return chains(work.session.scalars(query.options(selectinload(Completion.held_class))))
