"""What a control is: what it does in our words, and how it shows that it does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from portal.services.work import Work

Kind = Literal["enforced", "duty", "statement"]
Status = Literal["pass", "fail", "off", "unanswered"]
FIRST = 5
"""How many offending records a check names."""


@dataclass(frozen=True)
class Evidence:
    """What one look at the database found.

    `text` is a sentence or two with counts and dates, fit for the public: no plate, no case, no member's name, no id.
    `offenders` are the ids of the first records that break the rule, for the administrator alone; `count` says how
    many there are in all.
    """

    status: Status
    text: str
    count: int = 0
    offenders: tuple[str, ...] = ()


Check = Callable[[Work], Evidence]


@dataclass(frozen=True)
class Control:
    """One control.

    `enforced`: a rule the program keeps; `duty`: a recurring task with the record that proves it; `statement`: words
    that are published and bind nobody to an act. A control whose room is not built yet names the room and is `off`.
    """

    key: str
    kind: Kind
    does: str
    check: Check
    room: str = ""
    """The room that will carry it out, where that is still to be built."""


def waiting(key: str, kind: Kind, does: str, room: str) -> Control:
    """A control whose room is not built yet: it is off and says so."""
    return Control(key, kind, does, lambda _: later(room), room)


def later(room: str) -> Evidence:
    """Nothing to look at yet: the room that will carry it out is still to be built."""
    return Evidence("off", f"Not carried out yet: it comes with the room of {room}.")


def judge(offenders: list[str], kept: str, broken: str) -> Evidence:
    """Passes where nothing offends; else fails and names the first."""
    if offenders:
        return Evidence("fail", broken, len(offenders), tuple(offenders[:FIRST]))
    return Evidence("pass", kept)
