"""Whether a line goes on with the clause before it, and whether what looks like a marker is one."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.services.policy.adopted.building import Building, Draft
from portal.services.policy.adopted.headings import heading_of
from portal.services.policy.adopted.markers import Marker, marker_of
from portal.services.policy.adopted.source import SourceLine, goes_on, is_label

FULL = 0.75
"""A wrapped line is at least this full; list items are set narrower than the widest line."""
FEWEST = 2
"""So many lines that begin in lower case show that the text is wrapped."""


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
    before: dict[int, int]
    """The length of the line before each line, by number."""

    @classmethod
    def of(cls, lines: list[SourceLine]) -> "Wrapping":
        pairs = list(zip(lines, lines[1:], strict=False))
        wrapped = [
            len(first.text)
            for first, second in pairs
            if second.gap == "none" and second.text[0].islower() and not marker_of(second.text)
            if not heading_of(first)
        ]
        width = sorted(wrapped)[len(wrapped) * 9 // 10] if len(wrapped) >= FEWEST else 0
        return cls(width, {second.number: len(first.text) for first, second in pairs})

    def full(self, line: SourceLine) -> bool:
        """Whether the first word of `line` would not have fitted on the line before it."""
        return self.before[line.number] + 1 + len(line.text.split()[0]) > FULL * self.width

    def long(self, line: SourceLine) -> bool:
        return self.before[line.number] * 2 > self.width


def joins(line: SourceLine, building: Building, wrapping: Wrapping, goes_on_ahead: Callable[[], bool]) -> Verdict:
    """Whether an unmarked line belongs to the clause that is being read."""
    current = building.current
    if current is None:
        return NO
    if not current.text or continues(line, current, wrapping):
        return YES
    if current.list and goes_on_ahead():
        return within_list(line, current)
    if current.list and line.gap == "page" and current.ended:
        return Verdict(
            False, f"This begins after a page break and was taken as a paragraph of its own, not as part of {current.id}."
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
        return not current.ended and goes_on(line.text)
    if line.gap == "page":
        return goes_on(line.text) if current.ended else goes_on(line.text) or not names(current)
    if not wrapping.width:
        return not current.ended and (goes_on(line.text) or not (names(current) or is_label(current.text)))
    if current.ended:
        return goes_on(line.text) or wrapping.full(line)
    return goes_on(line.text) or wrapping.long(line) or not (names(current) or is_label(current.text))


def names(current: Draft) -> bool:
    """Whether the clause is an item of a list of names, which ends without a stop."""
    return current.list is not None and current.list.unpunctuated


def reads_as_marker(line: SourceLine, marker: Marker, building: Building, ahead: list[Marker]) -> Verdict:
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
    if marker.mentions or marker.loose or not (fits or marker.starts):
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
    return Verdict(False, f"“{marker.written}” begins this line but is no next item of a list; it was kept as text.")


def unfinished_marker(
    marker: Marker, current: Draft, building: Building, fits: bool, ahead: list[Marker]
) -> Verdict:
    """In the middle of a sentence a marker counts if the list shows itself: by its items before, or by the next one."""
    if fits and (current.list is not None):
        return YES
    shown = any(
        after.readings[0].style == reading.style and after.readings[0].ordinal == reading.ordinal + 1
        for after in ahead
        for reading in marker.readings
    )
    if marker.rest[:1].isupper() and (shown or fits):
        return YES
    return Verdict(
        False, f"“{marker.written}” begins this line but seems to go on with a sentence; it was kept as text."
    )
