"""What keeps somebody who carries a duty from acting in it now, as the others are told.

A person who may not see plate data cannot decide about it either: the post counts as vacant meanwhile, and the next in
the policy's order applies.
"""

from dataclasses import dataclass

from portal.access import Bar
from portal.agencies.profile import Profile


@dataclass(frozen=True)
class Lack:
    """What somebody lacks, in a few words for others to read, and the section that asks for it."""

    what: str
    section: str


def lack(profile: Profile, *, account_open: bool, bar: Bar | None, on_plates: bool) -> Lack | None:
    """What keeps this person from acting now, or None. `on_plates`: whether the act needs sight of plate data."""
    if not account_open:
        return Lack("no open account", profile.access.section)
    if bar is None or not on_plates:
        return None
    if profile.access.clearance_gate and bar.section == profile.access.section:
        return Lack("clearance missing", bar.section)
    return Lack("training missing", bar.section)
