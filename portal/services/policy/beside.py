"""The clauses beside the lines they were read from, for whoever imports the text."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from portal.models import PolicyVersion
from portal.services.policy.adopted import AdoptedText, Clause, Line, PolicySection, parse
from portal.services.policy.adopted.text import Role
from portal.services.policy.importing import OpenDoubt, doubts


@dataclass(frozen=True)
class Row:
    """Lines of the source that became one thing: a clause, a heading, the title, or furniture that was left out.

    A clause's lines include the furniture that interrupts them. `section` is the one a heading opens.
    """

    kind: Role
    lines: tuple[Line, ...]
    clause: Clause | None
    section: PolicySection | None
    doubts: tuple[OpenDoubt, ...]


@dataclass(frozen=True)
class Draft:
    """A draft as the importer reads it: every line of its text, how much was found, and what is still doubted."""

    rows: tuple[Row, ...]
    doubts: tuple[OpenDoubt, ...]
    sections: int
    counts: dict[str, int]
    """Clauses by kind: `paragraph`, `letter`, `number`, `bullet`."""


def read_draft(version: PolicyVersion) -> Draft:
    """The text as it is parsed now, beside its source."""
    adopted = parse(version.text)
    unsettled = tuple(each for each in doubts(adopted) if each.name not in version.settled)
    counts: Counter[str] = Counter(clause.kind for clause in adopted.clauses)
    return Draft(tuple(rows(adopted, unsettled)), unsettled, len(adopted.sections), dict(counts))


def rows(adopted: AdoptedText, unsettled: Sequence[OpenDoubt]) -> Iterator[Row]:
    """Every line that is not blank, once and in order; every doubt beside its line, or the one that follows."""
    clauses = {clause.id: clause for clause in adopted.clauses}
    opened = openings(adopted)
    found = list(runs([line for line in adopted.lines if line.role != "blank"], opened))
    waiting = sorted(unsettled, key=lambda doubt: doubt.line)
    for run in found:
        first = run[0]
        ends = len(adopted.lines) if run is found[-1] else run[-1].number
        asked = tuple(doubt for doubt in waiting if doubt.line <= ends)
        waiting = waiting[len(asked) :]
        yield Row(first.role, tuple(run), clauses.get(first.clause), opened.get(first.number), asked)


def openings(adopted: AdoptedText) -> dict[int, PolicySection]:
    """At which line each section begins."""
    found: dict[int, PolicySection] = {}
    sections = list(adopted.sections)
    for line in adopted.lines:
        if line.role == "heading" and sections and sections[0].number in line.text:
            found[line.number] = sections.pop(0)
    return found


def runs(lines: Sequence[Line], opened: Mapping[int, PolicySection]) -> Iterator[list[Line]]:
    """Lines that belong together; furniture between two lines of one clause belongs to it."""
    run: list[Line] = []
    aside: list[Line] = []
    for line in lines:
        if run and run[0].clause and line.role == "furniture":
            aside.append(line)
            continue
        goes_on = run and (line.role, line.clause) == (run[0].role, run[0].clause)
        if goes_on and line.number not in opened:
            run += [*aside, line]
        else:
            yield from filter(None, (run, aside))
            run = [line]
        aside = []
    yield from filter(None, (run, aside))
