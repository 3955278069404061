"""Who may decide a hotlist request, and until when an approval makes it live."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from portal.access import Bar
from portal.agencies.alerts import Chain
from portal.agencies.profile import Profile
from portal.rules.ability import Lack
from portal.rules.errors import RuleBroken
from portal.rules.reasons import has_meaning


class Named(Protocol):
    """Somebody in a post, as a sentence names them."""

    @property
    def full_name(self) -> str: ...

    @property
    def post_title(self) -> str: ...


def open_posts(chain: Chain, step: int) -> tuple[str, ...]:
    """The posts that may decide once the chain is open as far as `step`, in the policy's order."""
    return tuple(post for each in chain.steps[: step + 1] for post in each.posts)


def step_of(chain: Chain, post: str) -> int:
    """The step at which a post decides, counted from 0."""
    return next(index for index, step in enumerate(chain.steps) if post in step.posts)


def section_of(chain: Chain, post: str) -> str:
    """The section under which a post decides."""
    return next(step.section for step in chain.steps if post in step.posts)


def check_escalation(chain: Chain, step: int, statement: str) -> None:
    """Raises `RuleBroken` unless a next step exists and the statement says how the approver was sought."""
    if step + 1 >= len(chain.steps):
        raise RuleBroken(
            "approval.no-next-step", "There is no further approver in this chain.", chain.section
        )
    if not has_meaning(statement):
        raise RuleBroken(
            "approval.unavailable-unexplained",
            "Say how and when you tried to reach the approver, and what came of it.",
            chain.section,
            "unavailable_statement",
        )


def passed_over(unable: Iterable[tuple[Named, Lack]]) -> str:
    """Says of people who hold a post but cannot decide why the next step is open."""
    return " ".join(
        f"{holder.post_title}, {holder.full_name}, cannot decide now: {lack.what} ({lack.section})."
        for holder, lack in unable
    )


def check_able(bar: Bar | None) -> None:
    """Raises `RuleBroken` for somebody to whom plate data is closed: they cannot decide about it either."""
    if bar is not None:
        raise RuleBroken("approval.barred", f"You cannot decide this now. {bar.message}", bar.section)


def deciding_post(chain: Chain, step: int, held: Sequence[str], *, requester: str, decider: str) -> str:
    """The post under which this person decides. Raises `RuleBroken` for one's own request, or no post that is open."""
    if requester == decider:
        raise RuleBroken("approval.own-request", "Somebody else must decide your own request.", chain.section)
    for post in open_posts(chain, step):
        if post in held:
            return post
    if any(post in held for each in chain.steps for post in each.posts):
        raise RuleBroken(
            "approval.not-your-turn",
            "This request goes to another approver first. You may decide it once they are stated to be unavailable.",
            chain.section,
        )
    raise RuleBroken("approval.no-post", "None of your posts decides this request.", chain.section)


def check_undecided(verdict: str | None) -> None:
    if verdict is not None:
        raise RuleBroken("approval.decided-already", f"This request has been {verdict} already.")


def check_seen(seen: str, now_shown: str) -> None:
    """Raises `RuleBroken` when what the approver saw is not what is there now."""
    if seen != now_shown:
        raise RuleBroken(
            "approval.stale", "The request has changed since you opened it. Read it again, then decide."
        )


def shown_digest(*facts: object) -> str:
    """Digest of what an approver is shown, carried through the form as `seen`."""
    return hashlib.sha256("\x1f".join(map(str, facts)).encode()).hexdigest()


def live_until(profile: Profile, decided_at: datetime) -> datetime | None:
    """When an approved entry stops matching, to the second: so many hours of UTC after the approval."""
    hours = profile.hotlist.max_age_hours
    return decided_at + timedelta(hours=hours) if hours else None
