"""The desk of a review: its lines filtered, searched and sorted, and how far it has come; and the list of reviews."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select

from portal.access import Permission
from portal.models import AccountReview, ReviewLine
from portal.rules import reviews as rules
from portal.rules.review_flags import FLAGS
from portal.rules.reviews import Period
from portal.services import people
from portal.services.reviews.deciding import clean_lines, get, may_decide, reviewers, shown
from portal.services.reviews.opening import owed_period
from portal.services.reviews.signing import lines_of
from portal.services.work import Work

PAGE = 100
"""Lines a page: a review of three hundred accounts takes three."""
DIGITS = 6
"""A page number has fewer."""

SHOWS: dict[str, tuple[str, Callable[[ReviewLine], bool]]] = {
    "undecided": ("Undecided", lambda line: line.verdict is None),
    "flagged": ("Something stands out", lambda line: bool(line.facts["flags"])),
    "clean": ("Clean", lambda line: not line.facts["flags"]),
    "changed": ("To be changed", lambda line: line.verdict == "changed"),
    "closed": ("Closed", lambda line: line.verdict == "closed"),
    "all": ("All", lambda _: True),
}
SORTS: dict[str, tuple[str, Callable[[ReviewLine], tuple[object, ...]]]] = {
    "name": ("Name", lambda line: (line.facts["name"].casefold(),)),
    "signin": ("Longest without a sign-in", lambda line: (line.facts["last_signin_at"] or "",)),
    "flags": ("Most that stands out", lambda line: (-len(line.facts["flags"]),)),
    "searches": ("Fewest searches", lambda line: (line.facts["searches"],)),
}


@dataclass(frozen=True)
class View:
    """What of a review somebody wants to see: a filter of `SHOWS`, an order of `SORTS`."""

    show: str = "undecided"
    title: str = ""
    query: str = ""
    sort: str = "name"
    page: int = 1

    @classmethod
    def asked(cls, given: Mapping[str, str], *, signed: bool) -> "View":
        """As an address asks for it; what is unknown is as if it had not been asked for."""
        show = given.get("show", "")
        usual = "all" if signed else "undecided"
        page = given.get("page", "")
        return cls(
            show if show in SHOWS else usual,
            given.get("title", ""),
            given.get("q", ""),
            given["sort"] if given.get("sort") in SORTS else "name",
            int(page) if page.isascii() and page.isdigit() and len(page) < DIGITS else 1,
        )


@dataclass(frozen=True)
class Shown:
    """A line, and how the person at hand may decide it: `first`, `second` or empty."""

    line: ReviewLine
    way: str

    def moment(self, fact: str) -> datetime | None:
        """A fact that is a moment."""
        kept = self.line.facts[fact]
        return datetime.fromisoformat(kept) if kept else None

    def day(self, fact: str) -> date | None:
        """A fact that is a day."""
        kept = self.line.facts[fact]
        return date.fromisoformat(kept) if kept else None

    @property
    def flags(self) -> list[str]:
        """What stands out, in words."""
        return [FLAGS[key] for key in self.line.facts["flags"]]


@dataclass(frozen=True)
class Standing:
    """A review, how many of its lines have each verdict, and whether it is overdue."""

    review: AccountReview
    counts: dict[str, int]
    overdue: bool

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def decided(self) -> int:
        return self.total - self.counts["undecided"]


@dataclass(frozen=True)
class Progress:
    """How far a review has come, and what the person at hand can keep at once."""

    standing: Standing
    clean: int
    seen: str
    """Digest of those clean lines, for the form that keeps them."""
    own_waits: bool
    """Whether their own line still waits for somebody else."""


@dataclass(frozen=True)
class Desk:
    """One page of a review's lines, and what stands around them."""

    progress: Progress
    view: View
    lines: Sequence[Shown]
    matching: int
    pages: int
    titles: Sequence[str]
    numbers: Mapping[str, int]
    """How many lines each filter of `SHOWS` has."""

    @property
    def review(self) -> AccountReview:
        return self.progress.standing.review


def standing_of(work: Work, review: AccountReview) -> Standing:
    query = select(ReviewLine.verdict, func.count()).where(ReviewLine.review_id == review.id)
    counts = dict.fromkeys((*rules.VERDICTS, "undecided"), 0)
    for verdict, number in work.session.execute(query.group_by(ReviewLine.verdict)):
        counts[verdict or "undecided"] = number
    today = people.local_day(work.profile, work.now)
    overdue = rules.is_overdue(review.due_on, signed=review.signed_at is not None, today=today)
    return Standing(review, counts, overdue)


def overview(work: Work) -> list[Standing]:
    """Every review, the newest first."""
    query = select(AccountReview).order_by(AccountReview.period_start.desc())
    return [standing_of(work, review) for review in work.session.scalars(query)]


def open_ones(work: Work) -> list[Standing]:
    """Reviews that are not signed, the oldest first."""
    query = select(AccountReview).where(AccountReview.signed_at.is_(None))
    ordered = query.order_by(AccountReview.period_start)
    return [standing_of(work, review) for review in work.session.scalars(ordered)]


def waiting_for(work: Work) -> list[Standing]:
    """Open reviews for those who decide them all; for others who may see them, those that are overdue or hold a line
    that waits for a second person: this one."""
    if not work.actor.may(Permission.REVIEW_VIEW):
        return []
    found = open_ones(work)
    if work.actor.may(Permission.REVIEW_DECIDE):
        return found
    return [each for each in found if each.overdue or waits_for_second(work, each.review)]


def waits_for_second(work: Work, review: AccountReview) -> bool:
    """Whether a reviewer's own line is undecided that this person may decide."""
    if not work.actor.may(Permission.REVIEW_SECOND):
        return False
    theirs = reviewers(work) - {work.actor.person_id}
    query = select(ReviewLine.id).where(
        ReviewLine.review_id == review.id, ReviewLine.verdict.is_(None), ReviewLine.person_id.in_(theirs)
    )
    return work.session.scalar(query.limit(1)) is not None


def missing(work: Work) -> Period | None:
    """The period whose review should be open and is not: no job runs."""
    return owed_period(work)


def progress(work: Work, review_id: str) -> Progress:
    """Raises `NoResultFound`."""
    review = get(work, review_id)
    clean = clean_lines(work, review_id) if review.signed_at is None else []
    own = select(ReviewLine.id).where(
        ReviewLine.review_id == review_id,
        ReviewLine.person_id == work.actor.person_id,
        ReviewLine.verdict.is_(None),
    )
    waits = work.session.scalar(own.limit(1)) is not None
    return Progress(standing_of(work, review), len(clean), shown(clean), waits)


def desk(work: Work, review_id: str, asked: Mapping[str, str]) -> Desk:
    """Raises `NoResultFound`."""
    review = get(work, review_id)
    view = View.asked(asked, signed=review.signed_at is not None)
    lines = lines_of(work, review)
    _, belongs = SHOWS[view.show]
    wanted = [line for line in lines if belongs(line) and matches(line, view)]
    wanted.sort(key=SORTS[view.sort][1])
    pages = max(1, -(-len(wanted) // PAGE))
    view = replace(view, page=min(max(view.page, 1), pages))
    of_reviewers = reviewers(work)
    on_page = wanted[(view.page - 1) * PAGE : view.page * PAGE]
    return Desk(
        progress=progress(work, review_id),
        view=view,
        lines=[shown_line(work, line, of_reviewers) for line in on_page],
        matching=len(wanted),
        pages=pages,
        titles=sorted({line.facts["title"] for line in lines if line.facts["title"]}),
        numbers={key: sum(map(test, lines)) for key, (_, test) in SHOWS.items()},
    )


def matches(line: ReviewLine, view: View) -> bool:
    """Whether name, user name or employee number hold what was typed, and the title is the one chosen."""
    facts = line.facts
    text = f"{facts['name']} {facts['user_name']} {facts['employee_number']}".casefold()
    return (not view.title or facts["title"] == view.title) and view.query.strip().casefold() in text


def shown_line(work: Work, line: ReviewLine, of_reviewers: set[str]) -> Shown:
    """The line as its page shows it; of a signed review nobody may decide anything."""
    open_still = line.review.signed_at is None
    return Shown(line, may_decide(work, line, of_reviewers) if open_still else "")
