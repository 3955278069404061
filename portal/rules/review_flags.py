"""What stands out in an account under review, so that nobody keeps it without a reason of their own."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

IDLE = timedelta(days=60)
"""So long without a sign-in stands out: thirty days before the account closes by itself (CJIS AC-2(3)). Ours."""
SOON = timedelta(days=30)
"""An account or a training that ends within this time stands out: it ends before most reviews are signed. Ours."""

FLAGS = {
    "left": "Has left the agency",
    "expired": "The account has expired",
    "dormant": "Closed for disuse: no sign-in for 90 days",
    "expires": "Expires within 30 days",
    "never": "Never signed in",
    "idle": "No sign-in for more than 60 days",
    "outside": "Not a member: contractor, vendor or temporary",
    "no-title": "Holds no title the policy lists",
    "untrained": "Training missing, lapsed or to be taken again",
    "lapsing": "Training lapses within 30 days",
    "uncleared": "No clearance on file",
    "barred": "Plate data is closed to them",
}
"""Each flag as people read it, the gravest first."""


@dataclass(frozen=True)
class Looked:
    """An account as the review sees it at the moment it opens.

    `opens_plates`: whether title and posts include plate data at all; `barred`: whether it is closed to them now.
    """

    disabled: bool
    left_at: datetime | None
    expires_at: datetime | None
    dormant: bool
    used_at: datetime
    signed_in: bool
    member: bool
    titled: bool
    opens_plates: bool
    barred: bool
    trained: bool
    lapses_on: date | None
    cleared: bool


def flags(looked: Looked, now: datetime, today: date) -> list[str]:
    """What stands out, by the keys of `FLAGS` in their order. A disabled account opens nothing: nothing stands out."""
    if looked.disabled:
        return []
    end, opens = looked.expires_at, looked.opens_plates
    expired = end is not None and end <= now
    lapses = looked.lapses_on is not None and looked.lapses_on <= today + SOON
    known = opens and looked.barred and (not looked.trained or not looked.cleared)
    found = {
        "left": looked.left_at is not None and looked.left_at <= now,
        "expired": expired,
        "dormant": looked.dormant,
        "expires": end is not None and not expired and end <= now + SOON,
        "never": not looked.signed_in,
        "idle": looked.signed_in and not looked.dormant and now - looked.used_at > IDLE,
        "outside": not looked.member,
        "no-title": not looked.titled,
        "untrained": opens and not looked.trained,
        "lapsing": opens and looked.trained and lapses,
        "uncleared": opens and not looked.cleared,
        "barred": opens and looked.barred and not known,
    }
    return [key for key in FLAGS if found[key]]
