"""The sections and clauses as they grow, with the ids people cite them by."""

from collections import Counter
from dataclasses import dataclass, field

from portal.services.policy.adopted.headings import Heading, follows
from portal.services.policy.adopted.lists import Lists, OpenList
from portal.services.policy.adopted.markers import Marker, kind_of
from portal.services.policy.adopted.source import (
    SourceLine,
    ends_item,
    ends_sentence,
    is_label,
    without_emphasis,
)
from portal.services.policy.adopted.text import Clause, Doubt, Kind, PolicySection


def broken(text: str) -> bool:
    """Whether a text ends in the middle of a word: lower-, his/"""
    return len(text) > 1 and text[-1] in "-/\u00ad\u2010" and text[-2].isalnum()


def suspended(text: str) -> bool:
    """Whether the hyphen before stands for a word that comes later: lower- and upper-case."""
    return text.split()[0] in ("and", "or", "to")


@dataclass(eq=False)
class Draft:
    """A clause that is being read."""

    id: str
    marker: str
    kind: Kind
    depth: int
    line: int
    text: str = ""
    list: OpenList | None = None
    sign: str = ""

    def add(self, text: str) -> None:
        """Goes on with the next line: a word broken at its hyphen or slash is put together, the sign kept."""
        if not text:
            return
        glue = (
            "" if not self.text or (broken(self.text) and text[0].isalnum() and not suspended(text)) else " "
        )
        self.text = f"{self.text}{glue}{text}"

    @property
    def ended(self) -> bool:
        return ends_item(self.text) if self.list else ends_sentence(self.text)

    def finish(self) -> Clause:
        return Clause(self.id, self.marker, self.kind, without_emphasis(self.text), self.depth)


@dataclass
class DraftSection:
    number: str
    title: str
    line: int
    clauses: list[Draft] = field(default_factory=list)


class Building:
    """What has been read so far. Ids are unique: lists and paragraphs are counted by the number of their section."""

    def __init__(self, number: str, title: str) -> None:
        self.number = number
        self.title = title
        self.drafts: list[DraftSection] = []
        self.headings: set[int] = set()
        self.went_into: dict[int, Draft] = {}
        self.doubts: list[Doubt] = []
        self.section_number: tuple[int, ...] | None = None
        self.counts: Counter[tuple[str, str]] = Counter()
        self.paragraphs: Counter[str] = Counter()
        self.lists = Lists(number, self.counts)
        self.current: Draft | None = None

    @property
    def ended(self) -> bool:
        """Whether the clause that is being read could end here."""
        return self.current is None or self.current.ended

    def doubt(self, line: SourceLine, what: str) -> None:
        self.doubts.append(Doubt(line.number, what))

    def open_section(self, line: SourceLine, heading: Heading, title: str) -> None:
        self.doubt_heading(line, heading, title)
        self.headings.add(line.number)
        self.section_number = heading.number
        self.begin_section(heading.written, title, line.number)

    def begin_section(self, number: str, title: str, line: int) -> None:
        self.drafts.append(DraftSection(number, title, line))
        self.lists = Lists(number, self.counts)
        self.current = None

    def doubt_heading(self, line: SourceLine, heading: Heading, title: str) -> None:
        if not title:
            self.doubt(line, f"Section {heading.written} has no title; please give one.")
        if any(section.number == heading.written for section in self.drafts):
            self.doubt(
                line, f"Section {heading.written} has a heading twice; the numbers of its clauses go on."
            )
        elif not follows(heading.number, self.section_number):
            before = ".".join(map(str, self.section_number)) if self.section_number else "the beginning"
            self.doubt(
                line, f"Section {heading.written} comes after {before}; please see that none is missing."
            )

    def open_paragraph(self, line: SourceLine) -> None:
        """Begins running prose; before the first heading, in a section that has the policy's own number."""
        if not self.drafts:
            self.begin_section(self.number, self.title, line.number)
            self.doubt(line, f"This stands above the first section and was kept as {self.number}(para 1).")
        self.lists.close()
        section = self.drafts[-1].number
        self.paragraphs[section] += 1
        self.begin(
            line,
            Draft(f"{section}(para {self.paragraphs[section]})", "", "paragraph", 0, line.number),
            line.text,
        )

    def open_item(self, line: SourceLine, marker: Marker, after: Marker | None) -> None:
        """Begins the item of a list; `after` is the next marker there is."""
        if not self.drafts:
            self.begin_section(self.number, self.title, line.number)
            self.doubt(line, f"This stands above the first section and was kept under {self.number}.")
        introduced = self.current is not None and self.current.text.endswith(":")
        place = self.lists.place(marker, introduced, after)
        if place.unusual:
            self.doubt(line, place.unusual)
        kind = kind_of(place.list.style)
        draft = Draft(place.list.item_id(), marker.written, kind, place.depth, line.number, list=place.list)
        draft.sign = marker.sign
        self.begin(line, draft, marker.rest)

    def begin(self, line: SourceLine, draft: Draft, text: str) -> None:
        if self.current and self.current.list and self.current.ended:
            self.current.list.whole += 1
        draft.add(text)
        self.drafts[-1].clauses.append(draft)
        self.current = draft
        self.went_into[line.number] = draft

    def go_on(self, line: SourceLine) -> None:
        """Adds a line to the clause that is being read."""
        if self.current is None:
            raise ValueError("no clause to go on with")
        self.current.add(line.text)
        self.went_into[line.number] = self.current

    def sections(self) -> tuple[PolicySection, ...]:
        return tuple(
            PolicySection(each.number, each.title, tuple(draft.finish() for draft in each.clauses))
            for each in self.drafts
        )

    def all_doubts(self) -> list[Doubt]:
        """The doubts of reading, and those that show only when all is read."""
        return [*self.doubts, *self.without_text(), *self.without_stop()]

    def without_text(self) -> list[Doubt]:
        found = []
        for place, section in enumerate(self.drafts):
            after = self.drafts[place + 1].number if place + 1 < len(self.drafts) else ""
            if not section.clauses and not after.startswith(f"{section.number}."):
                found.append(Doubt(section.line, f"Section {section.number} has a heading and no text."))
        return found + [
            Doubt(draft.line, f"{draft.id} has a mark and no text.")
            for section in self.drafts
            for draft in section.clauses
            if not draft.text
        ]

    def without_stop(self) -> list[Doubt]:
        """Paragraphs that end without a stop, and names that stand alone: both may be something else."""
        found = []
        for section in self.drafts:
            for draft in section.clauses:
                if draft.kind != "paragraph" or draft.ended or not draft.text:
                    continue
                lone = is_label(draft.text)
                what = "looks like the head of a page or a heading" if lone else "ends without a full stop"
                found.append(Doubt(draft.line, f"{draft.id} {what} and was kept as a paragraph."))
        return found
