"""What the public pages of the policy tell, as plain values: the same for the page, its PDF and its JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from portal.agencies.citation import Modality

ANCHOR = str.maketrans({"/": "_", "(": "-", " ": "-", ")": ""})


@dataclass(frozen=True)
class Carried:
    """A control, and what the newest check found of it: counts and dates, never a record."""

    control: str
    kind: str
    """`enforced`, `duty` or `statement`; `unknown` for a control this programme does not have."""
    does: str
    status: str
    """`pass`, `fail`, `off`, `unanswered`, or `unchecked` before the first check."""
    evidence: str = ""
    count: int = 0
    checked_at: datetime | None = None


@dataclass(frozen=True)
class ShownClause:
    """A clause, and what carries it out. Without a published text its words are not given."""

    id: str
    text: str
    depth: int
    modality: Modality | None
    carried: tuple[Carried, ...]

    @property
    def anchor(self) -> str:
        return anchor(self.id)


@dataclass(frozen=True)
class ShownSection:
    """A section of the adopted text."""

    number: str
    title: str
    clauses: tuple[ShownClause, ...]

    @property
    def anchor(self) -> str:
        return anchor(self.number)


@dataclass(frozen=True)
class ShownVersion:
    """A published version: when it was adopted, since when it is in force, and the meeting that was held on it."""

    number: int
    title: str
    adopted_on: date
    effective_on: date
    meeting_body: str
    meeting_held_on: date
    meeting_link: str
    """An address of the web; empty where none was given."""


@dataclass(frozen=True)
class ShownProcedure:
    """A procedure or training outline published beside the policy."""

    title: str
    section: str
    body: str
    link: str
    published_on: date


@dataclass(frozen=True)
class ShownPurge:
    """The last purge, counted."""

    finished_at: datetime
    reads: int
    pictures: int
    held: int


@dataclass(frozen=True)
class ShownElement:
    """One thing the law asks a policy to say: `covered`, `thin` or `missing`, and by which clauses."""

    key: str
    title: str
    asks: str
    law: str
    status: str
    clauses: tuple[str, ...]
    settled_on: date | None
    note: str


@dataclass(frozen=True)
class Shown:
    """Everything the public page tells beyond the profile."""

    version: ShownVersion | None
    """The version in force; None before one is."""
    sections: tuple[ShownSection, ...]
    """The text in force with what carries it out; without a text, the clauses the profile binds."""
    versions: tuple[ShownVersion, ...]
    custodian: tuple[str, ...]
    """Titles of who oversees the programme."""
    designee: tuple[str, ...]
    """Their names, where the policy publishes them."""
    purge: ShownPurge | None
    checked_at: datetime | None
    procedures: tuple[ShownProcedure, ...]
    elements: tuple[ShownElement, ...]
    day: date
    """The agency's day on which this was so."""

    @property
    def anchors(self) -> Mapping[str, str]:
        """Where each section and clause stands on the page, by its number or id."""
        own = {section.number: section.anchor for section in self.sections}
        return own | {clause.id: clause.anchor for section in self.sections for clause in section.clauses}

    @property
    def counts(self) -> Mapping[str, int]:
        """How many controls stand how, each control counted once."""
        found = {each.control: each.status for each in carried_of(self.sections)}
        return {status: list(found.values()).count(status) for status in STATUSES}


STATUSES = ("pass", "fail", "unanswered", "off", "unchecked", "unknown")


def carried_of(sections: Iterable[ShownSection]) -> Iterable[Carried]:
    return (each for section in sections for clause in section.clauses for each in clause.carried)


def anchor(citation: str) -> str:
    """Where a section or clause is found on every page of the text, the same in every version: `466.6(c)` is
    `s466.6-c`, `466.7(a)(1)` is `s466.7-a-1`, `438.7(bullet 2)` is `s438.7-bullet-2`, `466.10/2(a)` is `s466.10_2-a`.
    """
    return f"s{citation.translate(ANCHOR)}"


def web_address(link: str) -> str:
    """The link where it is an address of the web; else empty, so that nothing else is ever made a link."""
    return link if link.startswith(("https://", "http://")) else ""
