"""Whether a line goes on with the clause before it, and whether what looks like a marker is one."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from portal.services.policy.adopted.building import Building, Draft
from portal.services.policy.adopted.headings import heading_of
from portal.services.policy.adopted.markers import Marker, marker_of
from portal.services.policy.adopted.source import (
    SourceLine,
    ends_sentence,
    goes_on,
    has_stop,
    in_lower_case,
    in_parenthesis,
    is_label,
)

FULL = 0.75
"""A wrapped line is at least this full; list items are set narrower than the widest line."""
NEARLY = 0.95
"""The same for the last line of a page, where more depends on it."""
FEWEST = 1
SHARE = 0.2
"""So many lines that begin in lower case, of those that follow another at once, show that the text is wrapped."""
WIDEST = 200
"""Characters of a line at most: longer ones are whole paragraphs."""


@dataclass(frozen=True)
class Verdict:
    yes: bool
    doubt: str = ""


YES = Verdict(True)
NO = Verdict(False)


@dataclass(frozen=True)
class Wrapping:
    """How wide the lines of a text are before they are wrapped; 0 where each paragraph is one line."""

    width: int
    spaced: bool
    """Whether blank lines part the paragraphs."""
    before: dict[int, int]
    """The length of the line before each line, by number."""

    @classmethod
    def of(cls, lines: list[SourceLine]) -> "Wrapping":
        pairs = list(pairwise(lines))
        plain = [pair for pair in pairs if pair[1].gap == "none" and not marker_of(pair[1].text)]
        plain = [pair for pair in plain if not heading_of(pair[0]) and not heading_of(pair[1])]
        wrapped = sorted(len(first.text) for first, second in plain if second.text[0].islower())
        width = wrapped[len(wrapped) * 9 // 10] if len(wrapped) >= max(FEWEST, SHARE * len(plain)) else 0
        width = width if width <= WIDEST else 0
        spaced = any(parts(*pair) for pair in pairs)
        return cls(width, spaced, {second.number: len(first.text) for first, second in pairs})

    def full(self, line: SourceLine) -> bool:
        """Whether the first word of `line` would not have fitted on the line before it."""
        return self.before[line.number] + 1 + len(line.text.split()[0]) > FULL * self.width

    def to_the_edge(self, line: SourceLine) -> bool:
        """Whether the text is wrapped, and hardly anything would have fitted on the line before."""
        return 0 < NEARLY * self.width < self.before[line.number] + 1 + len(line.text.split()[0])

    def long(self, line: SourceLine) -> bool:
        return self.before[line.number] * 2 > self.width


def parts(first: SourceLine, second: SourceLine) -> bool:
    """Whether a blank line stands between two sentences of running text."""
    unmarked = not marker_of(second.text) and not heading_of(second) and not heading_of(first)
    return second.gap == "blank" and unmarked and ends_sentence(first.text) and not goes_on(second.text)


def joins(
    line: SourceLine, building: Building, wrapping: Wrapping, goes_on_ahead: Callable[[], bool]
) -> Verdict:
    """Whether an unmarked line belongs to the clause that is being read."""
    current = building.current
    if current is None:
        return NO
    if not current.text or continues(line, current, wrapping):
        return YES
    if current.list and goes_on_ahead():
        return within_list(line, current)
    return across(line, current, wrapping)


def across(line: SourceLine, current: Draft, wrapping: Wrapping) -> Verdict:
    """Over a page break or blank lines only the fullness of the line before tells, and it may mislead."""
    name = current.id
    if line.turned and current.ended and wrapping.to_the_edge(line):
        return Verdict(
            True, f"This begins after a page break and was taken as part of {name}, whose line was full."
        )
    if line.gap == "page" and current.ended and current.list:
        return Verdict(False, f"This begins after a page break and was not taken as part of {name}.")
    if (
        line.gap == "blank"
        and wrapping.width
        and not (current.ended or names(current))
        and wrapping.full(line)
    ):
        return Verdict(
            True, f"This was taken as part of {name}, whose sentence does not end before the blank line."
        )
    return NO


def within_list(line: SourceLine, current: Draft) -> Verdict:
    """Unmarked text between two items belongs to the first; a bullet says less of order than a letter."""
    if line.gap != "blank":
        return NO if current.kind == "bullet" and line.text.endswith(":") else YES
    if current.kind == "bullet":
        return NO
    return Verdict(True, f"This stands between two items of a list and was taken as part of {current.id}.")


def continues(line: SourceLine, current: Draft, wrapping: Wrapping) -> bool:
    """Whether the sentence, or the wrapped line, of the clause goes on here."""
    if line.gap == "blank":
        return not has_stop(current.text) and not current.ended and goes_on(line.text)
    if in_parenthesis(current.text):
        return True
    if line.gap == "page":
        return in_lower_case(line.text) if current.ended else goes_on(line.text) or not names(current)
    if not wrapping.width:
        return not current.ended and goes_on(line.text)
    if current.ended:
        part = wrapping.full(line) or (wrapping.spaced and not current.list)
        return part or in_lower_case(line.text)
    return goes_on(line.text) or wrapping.long(line) or not (names(current) or is_label(current.text))


def names(current: Draft) -> bool:
    """Whether the clause is an item of a list of names, which ends without a stop."""
    return current.list is not None and current.list.unpunctuated


def reads_as_marker(
    line: SourceLine, marker: Marker, building: Building, ahead: tuple[Marker, ...]
) -> Verdict:
    """Whether the marker opens a clause, or a sentence happens to go on with it."""
    current = building.current
    if current is None or not current.text:
        return YES
    if marker.is_bullet:
        return Verdict(not marker.soft or soft_bullet(line, marker, current))
    fits = building.lists.goes_on(marker)
    parted = line.gap == "blank" or current.ended or bool(marker.sign)
    if parted and not (line.gap != "blank" and marker.mentions):
        return parted_marker(line, marker, building, fits)
    if marker.mentions or not (fits or marker.starts):
        return NO
    return unfinished_marker(marker, current, building, fits, ahead)


def soft_bullet(line: SourceLine, marker: Marker, current: Draft) -> bool:
    """A dash opens an item after a sentence, a blank line or an item with a dash; else it is part of a name."""
    return line.gap == "blank" or current.ended or (current.kind == "bullet" and current.sign == marker.sign)


def parted_marker(line: SourceLine, marker: Marker, building: Building, fits: bool) -> Verdict:
    """After the end of a sentence a marker is one, unless it is far from any order of its list."""
    if fits or marker.starts:
        return YES
    near = any(
        reading.style == each.style and abs(reading.ordinal - each.last) <= 5
        for each in building.lists.open
        for reading in marker.readings
    )
    if near or (not marker.loose and marker.written.startswith("(")):
        return YES
    return Verdict(
        False, f"“{marker.written}” begins this line but is no next item of a list; it was kept as text."
    )


def unfinished_marker(
    marker: Marker, current: Draft, building: Building, fits: bool, ahead: tuple[Marker, ...]
) -> Verdict:
    """In the middle of a sentence a marker counts if the list shows itself: by its items before, or by the next one."""
    if fits and (current.list is not None):
        return YES
    shown = any(
        after.readings[0].style == reading.style and after.readings[0].ordinal == reading.ordinal + 1
        for after in ahead
        for reading in marker.readings
    )
    if shown or (fits and marker.rest[:1].isupper() and not marker.loose):
        return YES
    return Verdict(
        False, f"“{marker.written}” begins this line but seems to go on with a sentence; it was kept as text."
    )
