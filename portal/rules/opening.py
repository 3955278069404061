"""May this account be opened, changed or closed now, and by this person? May a title be given?"""

from collections.abc import Sequence
from datetime import date, datetime

from portal.agencies.profile import Profile
from portal.rules.account_state import State
from portal.rules.errors import RuleBroken
from portal.rules.reasons import check_private, telling_words


def check_not_own(person: str, actor: str, section: str, what: str) -> None:
    """Raises `RuleBroken` for one's own. `what` says what somebody else does, as “opens your account”."""
    if person == actor:
        raise RuleBroken("account.own", f"Somebody else {what}: nobody does this for themselves.", section)


def check_openable(
    profile: Profile, state: State, *, cleared_on: date | None, today: date, title: str | None, section: str
) -> None:
    """Raises `RuleBroken` unless an account in this state may be opened with this title.

    Clearance comes first where the policy asks for it; somebody who has left, or whose time is up, is not let in.
    """
    if state == State.LEFT:
        raise RuleBroken(
            "account.left",
            "This person has left. If they return, take back the departure on its own page first.",
            section,
        )
    if state == State.EXPIRED:
        raise RuleBroken("account.expired", "Its time is up. Extend the expiry first.", section)
    if state not in (State.WAITING, State.DISABLED, State.DORMANT):
        raise RuleBroken("account.open-already", "This account is open already.", section)
    if title is None:
        raise RuleBroken(
            "account.no-title",
            "This person holds no title the policy lists, so an account would give nothing. Give the title first.",
            section,
        )
    if profile.access.clearance_gate and (cleared_on is None or cleared_on > today):
        raise RuleBroken(
            "account.no-clearance",
            "No security clearance is on file for this person. Whoever assigns permissions records it first.",
            profile.access.section,
        )


def check_expired_while_disabled(expires_at: datetime | None, now: datetime, section: str) -> None:
    """Raises `RuleBroken` for an account that would be closed again the moment it is opened."""
    if expires_at is not None and expires_at <= now:
        raise RuleBroken("account.expired", "Its time is up. Extend the expiry first.", section)


def check_not_past_leaving(ends: datetime | None, leaving: datetime | None, section: str) -> None:
    """Raises `RuleBroken` for an account that would outlive its owner's departure."""
    if leaving is not None and (ends is None or ends > leaving):
        raise RuleBroken(
            "account.leaving",
            "A departure is on record for this person. The account ends no later than that.",
            section,
            "expires_at",
        )


def check_opener(*, opener: str, maker: str | None, section: str) -> None:
    """Raises `RuleBroken` for whoever made the account: another person opens it, here as in the database."""
    if maker is not None and opener == maker:
        raise RuleBroken(
            "account.maker", "You made this account, so somebody else confirms its permissions.", section
        )


def check_assigner(one_assigns: bool, section: str) -> None:
    """Raises `RuleBroken` unless whoever assigns permissions is one of the two: a title is what gives them."""
    if not one_assigns:
        raise RuleBroken(
            "account.no-assigner",
            "Whoever assigns permissions proposes this or confirms it. Neither of you does now.",
            section,
        )


def check_no_other(waiting: bool, section: str) -> None:
    """Raises `RuleBroken` while a proposal about the same thing waits."""
    if waiting:
        raise RuleBroken(
            "account.proposed-already",
            "This waits for a second person already. See the person's page.",
            section,
        )


def check_reason(text: str, section: str, field: str = "reason") -> None:
    """Raises `RuleBroken` unless the text says at least one thing and nothing no record should keep."""
    if not telling_words(text):
        raise RuleBroken(
            "account.no-reason", "Say why, in a few words that can be looked up.", section, field
        )
    check_private(text, section, field)


def check_closable(state: State, section: str) -> None:
    if state in (State.DISABLED, State.WAITING):
        raise RuleBroken("account.disabled-already", "This account is disabled already.", section)


def check_new_title(
    profile: Profile, *, new: str, current: str | None, posts: Sequence[str], section: str
) -> None:
    """Raises `RuleBroken` for a title the profile does not have, the one held already, or one a held post forbids.

    `posts` are the posts held for good, each of which may ask for a title.
    """
    known = {title.key: title for title in profile.titles}
    if new not in known:
        raise RuleBroken("title.unknown", "Choose a title of the policy.", section, "title")
    if new == current:
        raise RuleBroken("title.held-already", "This is the title held already.", known[new].section, "title")
    for post in (profile.post(key) for key in posts):
        if post.rank is not None and post.rank != new:
            raise RuleBroken(
                "title.post",
                f"The post {post.title} asks for the title {profile.title(post.rank).name}. End that holding first.",
                post.section,
                "title",
            )


def check_same(then: str, now: str) -> None:
    """Raises `RuleBroken` where what was proposed is not what would be done now."""
    if then != now:
        raise RuleBroken(
            "account.changed-since",
            "Something about this person has changed since it was proposed. Refuse it, and have it proposed anew.",
        )


def check_record_day(on: date | None, today: date, section: str, field: str) -> None:
    """Raises `RuleBroken` for a clearance dated ahead: it is on file, or it is not."""
    if on is not None and on > today:
        raise RuleBroken("clearance.ahead", "Give the day it was given, today at the latest.", section, field)


def check_clets_days(on: date | None, until: date | None, section: str) -> None:
    """Raises `RuleBroken` for an authorisation that ends before it begins, or only ends."""
    if until is not None and (on is None or until < on):
        raise RuleBroken(
            "clets.backwards", "The last day cannot come before the first.", section, "clets_until"
        )
