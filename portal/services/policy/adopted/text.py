"""What an import gives: the adopted text as sections and clauses, each line's fate, and what remains in doubt."""

from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["paragraph", "letter", "number", "bullet"]
Role = Literal["blank", "furniture", "title", "heading", "clause"]


class UnreadableText(Exception):
    """A file or text that cannot be imported. The message is one sentence that says what to do."""


@dataclass(frozen=True)
class Clause:
    """What can be cited by itself. `marker` as it is written, a bullet as `•`, empty for prose.

    `depth` is 0 for prose and for the items of a list, 1 for an item under another, and so on.
    """

    id: str
    marker: str
    kind: Kind
    text: str
    depth: int


@dataclass(frozen=True)
class PolicySection:
    """A section with a number of its own; `466.3.1` is one beside `466.3`, not within it."""

    number: str
    title: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class Line:
    """One line of the source, counted from 1, and what became of it; `clause` is the id of the clause it went into."""

    number: int
    text: str
    role: Role
    clause: str = ""


@dataclass(frozen=True)
class Doubt:
    """What the parser is unsure of at a line, and how it decided, as a plain sentence."""

    line: int
    what: str


@dataclass(frozen=True)
class AdoptedText:
    """A policy as it was read. Ids of clauses are unique; the clauses hold the words in their order."""

    number: str
    title: str
    sections: tuple[PolicySection, ...]
    lines: tuple[Line, ...]
    doubts: tuple[Doubt, ...]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return tuple(clause for section in self.sections for clause in section.clauses)

    def as_json(self) -> dict[str, Any]:
        """The form `flask policy import --json` prints."""
        return {
            "number": self.number,
            "title": self.title,
            "sections": [
                {
                    "number": section.number,
                    "title": section.title,
                    "clauses": [{"id": clause.id, "text": clause.text} for clause in section.clauses],
                }
                for section in self.sections
            ],
        }
