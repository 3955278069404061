"""The promise of the import, checked without the parser's own means: which words went where."""

import re

from portal.services.policy.adopted import AdoptedText, parse

WORD = re.compile(r"[^\W_]+|§")


def words(text: str) -> list[str]:
    return WORD.findall(text)


def words_of_lines(policy: AdoptedText) -> list[str]:
    """The words of all lines that went into clauses, the mark of each clause taken off its first line."""
    begun: set[str] = set()
    found: list[str] = []
    marks = {clause.id: clause.marker for clause in policy.clauses}
    for line in policy.lines:
        if line.role != "clause":
            continue
        told = words(line.text)
        if line.clause not in begun:
            begun.add(line.clause)
            mark = words(marks[line.clause])
            if marks[line.clause] and line.text.split()[0] == "o":
                mark = ["o", *mark]  # a bullet that is a letter
            assert told[: len(mark)] == mark
            told = told[len(mark) :]
        found += told
    return found


def words_of_headings(policy: AdoptedText) -> list[str]:
    """The words of all headings but the word “Section” before a number."""
    told = [words(line.text) for line in policy.lines if line.role == "heading"]
    return [
        word for line in told for word in (line[1:] if line[0].lower() in ("section", "sec", "§") else line)
    ]


def check_promise(text: str) -> AdoptedText:
    """Parses a text and asserts what must hold for any: no word lost, invented or moved; ids unique; lines complete."""
    policy = parse(text)
    ids = [clause.id for clause in policy.clauses]
    assert len(ids) == len(set(ids))
    assert [line.number for line in policy.lines] == list(range(1, len(text.splitlines()) + 1))
    assert words(" ".join(line.text for line in policy.lines)) == words(text)
    assert [word for clause in policy.clauses for word in words(clause.text)] == words_of_lines(policy)
    titled = [
        f"{section.number} {section.title}" for section in policy.sections if section.number != policy.number
    ]
    assert words(" ".join(titled)) == words_of_headings(policy)
    assert {line.clause for line in policy.lines if line.role == "clause"} == set(ids)
    assert all(bool(line.clause) == (line.role == "clause") for line in policy.lines)
    assert not any(words(line.text) for line in policy.lines if line.role == "blank")
    assert {doubt.line for doubt in policy.doubts} <= {line.number for line in policy.lines}
    return policy


def signature(policy: AdoptedText) -> list[tuple[str, ...]]:
    """What a policy says, by which two readings of it are compared."""
    sections = [(section.number, section.title) for section in policy.sections]
    return [
        (policy.number, policy.title),
        *sections,
        *((each.id, each.kind, each.text) for each in policy.clauses),
    ]


def counts(policy: AdoptedText) -> tuple[int, int, int, int]:
    """(sections, lettered, numbered, bullets)"""
    kinds = [clause.kind for clause in policy.clauses]
    return len(policy.sections), kinds.count("letter"), kinds.count("number"), kinds.count("bullet")
