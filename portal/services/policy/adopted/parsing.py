"""From the lines of a text to sections and clauses: which lines are headings, which open a clause, which go on."""

from dataclasses import dataclass

from portal.services.policy.adopted.building import Building
from portal.services.policy.adopted.furniture import Furniture, find_furniture
from portal.services.policy.adopted.headings import Heading, follows, heading_of, in_capitals, policy_number
from portal.services.policy.adopted.joining import Wrapping, joins, reads_as_marker
from portal.services.policy.adopted.markers import Marker, marker_of
from portal.services.policy.adopted.source import SourceLine, is_label, source_lines, with_gaps
from portal.services.policy.adopted.text import AdoptedText, Doubt, Line, Role

NARROWEST = 40
"""Characters of the narrowest column a heading is broken at."""


def parse(text: str) -> AdoptedText:
    """The policy a text holds. Raises `UnreadableText` for a text without numbered sections.

    Every word that is neither furniture, title, heading nor marker is in exactly one clause, in the order of the text.
    """
    lines = source_lines(text)
    number = policy_number(lines)
    furniture = find_furniture(lines, number)
    left_out = furniture.numbers | {furniture.title_line}
    reader = Reader(list(with_gaps(lines, left_out)), number, Building(str(number), furniture.title))
    reader.read()
    return AdoptedText(
        number=str(number),
        title=furniture.title,
        sections=reader.building.sections(),
        lines=tuple(fate(line, furniture, reader.building) for line in lines),
        doubts=doubts(furniture, reader.building),
    )


def fate(line: SourceLine, furniture: Furniture, building: Building) -> Line:
    role: Role = "blank"
    if line.number == furniture.title_line:
        role = "title"
    elif line.number in furniture.numbers:
        role = "furniture"
    elif line.number in building.headings:
        role = "heading"
    elif line.number in building.went_into:
        role = "clause"
    clause = building.went_into.get(line.number)
    return Line(line.number, line.raw, role, clause.id if clause else "")


def doubts(furniture: Furniture, building: Building) -> tuple[Doubt, ...]:
    found = [*furniture.doubts, *building.all_doubts()]
    if not furniture.title:
        found.append(Doubt(1, "No title was found above the sections or on the pages; please give one."))
    return tuple(sorted(found, key=lambda doubt: doubt.line))


@dataclass
class Reader:
    """Reads the lines in their order and says to the building what each one is."""

    lines: list[SourceLine]
    policy: int
    building: Building
    at: int = 0

    def read(self) -> None:
        self.wrapping = Wrapping.of(self.lines)
        self.ahead = look_ahead(self.lines, self.policy)
        while self.at < len(self.lines):
            line = self.lines[self.at]
            heading = self.heading(line)
            if heading:
                self.open_section(line, heading)
            elif not self.take_marker(line):
                self.take_text(line)
            self.at += 1

    def heading(self, line: SourceLine) -> Heading | None:
        """The heading a line is, if it is one; what only looks like one becomes a doubt."""
        found = heading_of(line)
        if not found or found.number[0] != self.policy:
            if found and found.strength == "strong" and line.gap != "none":
                self.building.doubt(
                    line, f"“{line.text}” begins with another policy's number and was kept as text."
                )
            return None
        expected = follows(found.number, self.building.section_number)
        whole = self.building.ended or line.gap != "none"
        if found.strength == "bare":
            return self.bare(found, line, expected) if whole else None
        if found.strength == "strong" and (expected or whole):
            return found
        if found.strength == "weak" and (
            expected or (whole and line.gap != "none" and is_label(found.title))
        ):
            return found
        if whole:
            self.building.doubt(
                line,
                f"“{found.written}” begins this line, but it reads like a sentence and was kept as text.",
            )
        return None

    def bare(self, found: Heading, line: SourceLine, expected: bool) -> Heading | None:
        """A number alone is a heading where it comes next or a title in capitals follows on a line of its own."""
        after = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else None
        title = after.text if after and not marker_of(after.text) and not heading_of(after) else ""
        if not is_label(title) or not (expected or in_capitals(title)):
            return found if expected else None
        self.at += 1
        self.building.headings.add(line.number)
        return Heading(found.number, title, "strong")

    def open_section(self, line: SourceLine, heading: Heading) -> None:
        """Opens a section; what is left of a title that did not fit on its line is on the next."""
        title = heading.title
        last = self.lines[self.at]
        self.building.headings |= {line.number, last.number}
        while self.at + 1 < len(self.lines) and self.breaks_off(last, title, self.lines[self.at + 1]):
            self.at += 1
            last = self.lines[self.at]
            title = f"{title} {last.text}"
            self.building.headings.add(last.number)
        self.building.open_section(line, heading, title)

    def breaks_off(self, line: SourceLine, title: str, after: SourceLine) -> bool:
        """Whether a heading in capitals goes on: the next line's first word would not have fitted."""
        if after.gap == "blank" or not in_capitals(title) or not in_capitals(after.text):
            return False
        if marker_of(after.text) or heading_of(after) or after.text[-1] in ".;:":
            return False
        return len(line.text) + 1 + len(after.text.split()[0]) > NARROWEST

    def take_marker(self, line: SourceLine) -> bool:
        marker = marker_of(line.text)
        if not marker:
            return False
        verdict = reads_as_marker(line, marker, self.building, self.ahead[self.at])
        if verdict.doubt:
            self.building.doubt(line, verdict.doubt)
        if verdict.yes:
            self.building.open_item(line, marker, next(iter(self.ahead[self.at]), None))
        return verdict.yes

    def take_text(self, line: SourceLine) -> None:
        verdict = joins(line, self.building, self.wrapping, self.goes_on_ahead)
        if verdict.doubt:
            self.building.doubt(line, verdict.doubt)
        if verdict.yes:
            self.building.go_on(line)
        else:
            self.building.open_paragraph(line)

    def goes_on_ahead(self) -> bool:
        """Whether the next marker of the section continues a list that is open, so that text before it is within."""
        return any(
            each.next_by(after) for after in self.ahead[self.at][:1] for each in self.building.lists.open
        )


def look_ahead(lines: list[SourceLine], policy: int) -> list[tuple[Marker, ...]]:
    """For each line the markers that begin lines after it up to the next heading, two at most."""
    found: list[tuple[Marker, ...]] = []
    after: tuple[Marker, ...] = ()
    for line in reversed(lines):
        found.append(after)
        heading = heading_of(line)
        marker = marker_of(line.text)
        if heading and heading.number[0] == policy and heading.strength in ("strong", "weak"):
            after = ()
        elif marker:
            after = (marker, *after[:1])
    return found[::-1]
