"""May a post be given or ended: to this person, proposed by that one, for this long?

A post is given for good, or for a while: to somebody who stands in (*acting*), to somebody the holder of another post
assigns (*delegated*), or for a shift. What is given for a while names its end, and nothing is ever given backwards.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.agencies.authority import Post
from portal.agencies.keeping import Period
from portal.rules.errors import RuleBroken
from portal.rules.reasons import check_private, telling_words
from portal.rules.retention import past_minimum_at

SLIP = timedelta(hours=1)
"""How far back a first moment may be typed: forms take their time. Nothing begins before it is confirmed anyway."""
LONGEST_SHIFT = timedelta(days=7)
"""Our choice: a week's roster at once, no more."""
A_YEAR = Period(years=1)
"""Our choice: whom somebody stands in for, or assigns, is looked at anew every year."""


class Kind(StrEnum):
    """How a post is held."""

    PERMANENT = "permanent"
    ACTING = "acting"
    DELEGATED = "delegated"
    SHIFT = "by shift"


@dataclass(frozen=True)
class Terms:
    """How a post is to be held. Without `since`: from the moment a second person confirms it."""

    post: Post
    acting: bool
    since: datetime | None
    until: datetime | None
    basis: str

    @property
    def kind(self) -> Kind:
        return kind_of(self.post, acting=self.acting)


@dataclass(frozen=True)
class Span:
    """From one moment until before another; without `until`, for good."""

    since: datetime
    until: datetime | None

    def meets(self, other: "Span") -> bool:
        """Whether the two have a moment in common."""
        first, last = max(self.since, other.since), [end for end in (self.until, other.until) if end]
        return not last or first < min(last)


def kind_of(post: Post, *, acting: bool) -> Kind:
    if acting:
        return Kind.ACTING
    if post.by_shift:
        return Kind.SHIFT
    return Kind.DELEGATED if post.assigned_by else Kind.PERMANENT


def start_of(since: datetime | None, now: datetime) -> datetime:
    """When what is confirmed now begins: as asked for, yet never before its confirmation."""
    return max(since or now, now)


def check_terms(terms: Terms, now: datetime, zone: str) -> None:
    """Raises `RuleBroken` for a missing ground, a beginning in the past, an end that is missing or too late."""
    section = terms.post.section
    check_basis(terms.basis, section)
    if terms.since is not None:
        check_not_past(terms.since, now, "since", section)
    check_end(terms, start_of(terms.since, now), zone)


def check_basis(basis: str, section: str) -> None:
    """Raises `RuleBroken` unless the ground says at least one thing, as “Order 26-14” does."""
    if not telling_words(basis):
        raise RuleBroken(
            "post.no-basis",
            "Say by which order, letter or roster, in a few words that can be looked up.",
            section,
            "basis",
        )
    check_private(basis, section, "basis")


def check_not_past(moment: datetime, now: datetime, field: str, section: str) -> None:
    if moment < now - SLIP:
        raise RuleBroken(
            "post.backwards",
            "Authority is never changed backwards. Give a later moment, or none for the moment it is confirmed.",
            section,
            field,
        )


def check_end(terms: Terms, start: datetime, zone: str) -> None:
    section = terms.post.section
    if terms.until is None:
        if terms.kind != Kind.PERMANENT:
            raise RuleBroken(
                "post.no-end", f"Give the end: {WITHOUT_END[terms.kind]} ends by itself.", section, "until"
            )
        return
    if terms.until <= start:
        raise RuleBroken("post.over", "The end must come after the beginning.", section, "until")
    latest = latest_end(terms.kind, start, zone)
    if latest is not None and terms.until > latest:
        raise RuleBroken("post.too-long", TOO_LONG[terms.kind], section, "until")


WITHOUT_END = {
    Kind.ACTING: "an acting holder's time",
    Kind.DELEGATED: "what the holder of another post assigns",
    Kind.SHIFT: "a post held by the shift",
}
TOO_LONG = {
    Kind.ACTING: "Somebody may act for a year at most; then it is proposed anew.",
    Kind.DELEGATED: "A post is assigned for a year at most; then it is proposed anew.",
    Kind.SHIFT: "A post held by the shift is given for seven days at most.",
}


def latest_end(kind: Kind, start: datetime, zone: str) -> datetime | None:
    """The last moment such a holding may end; a year is a calendar year at the agency. None: no such moment."""
    if kind == Kind.PERMANENT:
        return None
    return start + LONGEST_SHIFT if kind == Kind.SHIFT else past_minimum_at(start, A_YEAR, zone)


def check_candidate(terms: Terms, *, can_sign_in: bool, title: str | None, rank: str) -> None:
    """Raises `RuleBroken` for somebody without an open account, or without the rank of the post unless acting.

    `title` is the key of the title they hold when it begins, `rank` the name of the title the post asks for.
    """
    if not can_sign_in:
        raise RuleBroken(
            "post.no-account", "Choose somebody whose account is open.", terms.post.section, "person_id"
        )
    if terms.post.rank is not None and title != terms.post.rank and not terms.acting:
        raise RuleBroken(
            "post.rank",
            f"This post asks for the title {rank}. Choose somebody who holds it then, or have this person act.",
            terms.post.section,
            "person_id",
        )


def check_proposer(
    terms: Terms, *, proposer: str, receiver: str, held: Collection[str], assigner: str
) -> None:
    """Raises `RuleBroken` for oneself, and for a post that somebody else assigns.

    `held` are the posts the proposer holds at this moment, `assigner` the title of the post that assigns this one.
    """
    if proposer == receiver:
        raise RuleBroken(
            "post.own", "Nobody gives themselves a post. Ask somebody else to propose it.", terms.post.section
        )
    if terms.post.assigned_by is not None and terms.post.assigned_by not in held:
        raise RuleBroken(
            "post.not-assigner",
            f"Only the present holder of {assigner} assigns this post.",
            terms.post.section,
        )


def check_second_person(*, decider: str, receiver: str) -> None:
    """Raises `RuleBroken` where the person to confirm a post is the one it is given to."""
    if decider == receiver:
        raise RuleBroken("post.receiver", "Somebody else must confirm a post that is given to you.")


def check_free(terms: Terms, span: Span, own: Iterable[Span], later: Iterable[Span]) -> None:
    """Raises `RuleBroken` where the person holds the post then already, or somebody else is to take it meanwhile.

    `own` are the person's holdings of this kind; `later` are the permanent ones of a post for one that begin later.
    """
    if any(span.meets(each) for each in own):
        raise RuleBroken(
            "post.held-already",
            "This person holds the post then already. Begin when that ends, or end that first.",
            terms.post.section,
            "since",
        )
    if any(span.meets(each) for each in later):
        raise RuleBroken(
            "post.taken-later",
            "Somebody else is to take this post later. Give an end that is no later, or end that first.",
            terms.post.section,
            "until",
        )


def check_succession(stated: Sequence[str], found: Sequence[str]) -> None:
    """Raises `RuleBroken` where confirming would end a holding that the second person was not shown."""
    if not set(found) <= set(stated):
        raise RuleBroken(
            "post.holder-changed",
            "Who holds the post has changed since this was proposed. Refuse it, and have it proposed anew.",
        )


def check_vacant(found: Sequence[str], section: str) -> None:
    """Raises `RuleBroken` where giving the post without a second person would end somebody's holding."""
    if found:
        raise RuleBroken(
            "post.held",
            "Somebody holds this post for good; only two people together can end that. Let somebody act in it.",
            section,
        )


def check_ending(held: Span, at: datetime, section: str) -> None:
    """Raises `RuleBroken` for a holding that will have ended by then anyway, or will never begin."""
    if held.until is not None and held.until <= max(at, held.since):
        raise RuleBroken("post.ends-anyway", "This has ended by then already.", section, "at")
