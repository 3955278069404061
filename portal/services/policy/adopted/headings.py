"""Which lines are headings of sections: they begin with the policy's own number, and read like a heading."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from portal.services.policy.adopted.source import SourceLine, is_label
from portal.services.policy.adopted.text import UnreadableText

NUMBERED = re.compile(
    r"^(?:section|sec\.|§)?\s*(\d{1,4}(?:\.\d{1,3}){1,3})\.?(?:\s+[-\u2013\u2014:]?\s*(.*)|[:\u2013\u2014]\s*(.*))?$",
    re.I,
)
CONTENTS = re.compile(r"(?:\.\s?){4,}\s*\d+$")
SENTENCE_CASE_WORDS = 10
CAPITALS = 0.7
"""This share of a heading's letters is in capitals at least, if it is written in capitals: (ALPRs) has a small one."""

Strength = Literal["bare", "strong", "weak", "sentence"]


@dataclass(frozen=True)
class Heading:
    """A line that begins with a section's number. `strength` says how much it reads like a heading."""

    number: tuple[int, ...]
    title: str
    strength: Strength

    @property
    def written(self) -> str:
        return ".".join(map(str, self.number))


def heading_of(line: SourceLine) -> Heading | None:
    """The section number a line begins with and what follows it, if it begins with one at all."""
    found = NUMBERED.match(line.text)
    if not found:
        return None
    title = (found[2] or found[3] or "").strip()
    number = tuple(int(part) for part in found[1].split("."))
    return Heading(number, title, strength_of(title, line.hashed))


def strength_of(title: str, hashed: bool) -> Strength:
    if not title:
        return "bare"
    if not re.match(r"[\"\u201c(]?[A-Z]", title):
        return "sentence"
    if hashed or in_capitals(title):
        return "strong"
    few = len(title.split()) <= SENTENCE_CASE_WORDS and title[-1] not in ".;:,!?)"
    return "weak" if few or is_label(title) else "sentence"


def in_capitals(title: str) -> bool:
    letters = [char for char in title if char.isalpha()]
    return len(letters) > 1 and sum(char.isupper() for char in letters) >= CAPITALS * len(letters)


def policy_number(lines: Sequence[SourceLine]) -> int:
    """The number all sections begin with: that of most headings. Raises `UnreadableText` if there are none."""
    strong: dict[int, set[tuple[int, ...]]] = defaultdict(set)
    weak: dict[int, set[tuple[int, ...]]] = defaultdict(set)
    for line in lines:
        if heading := heading_of(line):
            (strong if heading.strength == "strong" else weak)[heading.number[0]].add(heading.number)
    weights = {
        number: 3 * len(strong[number]) + len(weak[number] - strong[number]) * bool(strong[number])
        for number in strong
        if strong[number]
    } or {number: len(found) for number, found in titled(lines).items() if len(found) > 1}
    if not weights:
        raise UnreadableText(
            "This text has no numbered sections such as “100.1 PURPOSE AND SCOPE”; import the policy as its manual"
            " publishes it, with the section numbers."
        )
    return max(weights, key=lambda number: weights[number])


def titled(lines: Sequence[SourceLine]) -> dict[int, set[tuple[int, ...]]]:
    """Headings not in capitals, by the policy's number: they count where there are several."""
    found: dict[int, set[tuple[int, ...]]] = defaultdict(set)
    for line in lines:
        heading = heading_of(line)
        if heading and heading.strength == "weak":
            found[heading.number[0]].add(heading.number)
    return found


def follows(number: tuple[int, ...], before: tuple[int, ...] | None) -> bool:
    """Whether a section comes right after another: 3.1 after 3, 4 after 3 or 3.1, and x.1 first of all."""
    if before is None:
        return number[1:] == (1,)
    if number == (*before, 1):
        return True
    place = len(number) - 1
    return (
        len(number) <= len(before) and number[:place] == before[:place] and number[place] == before[place] + 1
    )
