"""Somebody leaves: what may be recorded, by when it must be worked off, and which steps are done."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.rules.errors import RuleBroken

CLOCK = timedelta(days=1)
"""CJIS Security Policy AC-2(h) tells account managers within one day, PS-4 ends access within 24 hours."""
FARTHEST = timedelta(days=366)
"""A departure is announced a year ahead at most: a later day is a slip of the finger."""
SOURCE = "CJIS AC-2(h), PS-4"

SEPARATED, TRANSFERRED = "separated", "transferred"
KINDS = {
    SEPARATED: "Leaves the agency",
    TRANSFERRED: "Moves on within the agency and needs the system no more",
}


@dataclass(frozen=True)
class Step:
    """One step of the check-list.

    `seen` says that the portal notes it done by itself once it is; `by_hand` that a person may say so. One that is
    both is signed by hand where the portal still sees something open, and then needs a note on what became of it.
    """

    key: str
    title: str
    how: str
    seen: bool = False
    by_hand: bool = True


STEPS = (
    Step("account", "Account closed", "The portal closes it at the last moment.", seen=True, by_hand=False),
    Step(
        "sessions",
        "Sessions ended",
        "The portal lets no session in once the account is closed.",
        seen=True,
        by_hand=False,
    ),
    Step("posts", "Posts handed on", "Propose a successor or an end for each post still held.", seen=True),
    Step(
        "requests",
        "Hotlist requests decided",
        "Have an approver decide each request that still waits, or name the colleague who goes on with it.",
        seen=True,
    ),
    Step("holds", "Holds handed to a colleague", "Name the colleague who reviews each hold.", seen=True),
    Step(
        "training",
        "Training record closed",
        "Documents are kept by themselves. Say what became of a retraining that was ordered.",
        seen=True,
    ),
    Step("keys", "Keys and cards returned", "Keys, badges, access cards, security keys."),
    Step("vendors", "Accounts with vendors removed", "Every reader, cloud service and shared list."),
    Step("mobile", "Mobile unit signed off", "In-car readers, telephones and laptops."),
)
BY_KEY: Mapping[str, Step] = {step.key: step for step in STEPS}


def due(told: datetime, effective: datetime) -> datetime:
    """By when everything must be done: a day after the agency knows and the person has gone, whichever is later."""
    return max(told, effective) + CLOCK


def check_new(*, leaver: str, recorder: str | None, open_already: bool, left: bool) -> None:
    """Raises `RuleBroken` for oneself, and for somebody who has left or is leaving already."""
    if leaver == recorder:
        raise RuleBroken(
            "departure.own",
            "Nobody records their own departure. Ask somebody else who closes accounts.",
            SOURCE,
            "person_id",
        )
    if open_already or left:
        raise RuleBroken(
            "departure.recorded-already",
            "This departure is on record already. Open it from the list and work its steps.",
            SOURCE,
            "person_id",
        )


def check_moment(effective: datetime, now: datetime) -> None:
    """Raises `RuleBroken` for a moment that has passed, or lies too far ahead."""
    if effective < now:
        raise RuleBroken(
            "departure.past",
            "That moment has passed. Leave it empty: access ends now.",
            SOURCE,
            "effective_at",
        )
    if effective - now > FARTHEST:
        raise RuleBroken(
            "departure.too-far", "Give a moment within a year, or record it later.", SOURCE, "effective_at"
        )


def check_words(kind: str, reason: str) -> None:
    """Raises `RuleBroken` for an unknown kind, and without a reason."""
    if kind not in KINDS:
        raise RuleBroken("departure.kind", f"Choose one of: {', '.join(KINDS)}.", SOURCE, "kind")
    if not reason.strip():
        raise RuleBroken("departure.reason", "Say on what ground, in a line.", SOURCE, "reason")


def check_step(
    step: Step, *, leaver: str, person: str | None, done: Collection[str], closed: bool, note: str
) -> None:
    """Raises `RuleBroken` where this person may not sign this step now."""
    if leaver == person:
        raise RuleBroken("departure.own-step", "Somebody else signs the steps of your departure.", SOURCE)
    if closed or step.key in done:
        raise RuleBroken("departure.done-already", "This step is done already. Reload the page.", SOURCE)
    if not step.by_hand:
        raise RuleBroken(
            "departure.by-itself", "The portal notes this step itself, at the last moment.", SOURCE
        )
    if step.seen and not note.strip():
        raise RuleBroken(
            "departure.note",
            "The portal still sees something open here. Say what became of it, and with whom it is now.",
            SOURCE,
            "note",
        )


def check_return(*, leaver: str, person: str | None, stands: bool, reason: str) -> None:
    """Raises `RuleBroken` for oneself, for a departure that no longer keeps anybody out, and without a reason."""
    if leaver == person:
        raise RuleBroken("departure.own-return", "Somebody else takes your departure back.", SOURCE)
    if not stands:
        raise RuleBroken("departure.no-return", "This departure keeps nobody out any more.", SOURCE)
    if not reason.strip():
        raise RuleBroken("departure.reason", "Say why, in a line.", SOURCE, "reason")


def is_over(done: Collection[str], effective: datetime, now: datetime) -> bool:
    """Whether nothing is left to do: every step is done, and the last moment has come."""
    return effective <= now and all(step.key in done for step in STEPS)


def is_overdue(due_at: datetime, closed_at: datetime | None, now: datetime) -> bool:
    """The moment itself is out: what is due at noon is overdue at noon."""
    return closed_at is None and due_at <= now


def time_left(due_at: datetime, now: datetime) -> str:
    """`5 hours left`, `2 days overdue`: whole hours below two days, whole days from then on, rounded down."""
    late = due_at <= now
    minutes = int(abs(due_at - now) / timedelta(minutes=1))
    if minutes < 60:
        told = "less than an hour"
    elif minutes < 2 * 24 * 60:
        told = counted(minutes // 60, "hour")
    else:
        told = counted(minutes // (24 * 60), "day")
    return f"{told} {'overdue' if late else 'left'}"


def counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
