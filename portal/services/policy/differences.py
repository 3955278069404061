"""What changed between two versions of the text, clause by clause, with the words marked."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from portal.models import PolicyVersion
from portal.services.policy.versions import Clause, clauses

Kind = Literal["same", "added", "removed", "moved", "changed"]
ALIKE = 0.4
"""From this share of common words on two clauses count as one that was changed; below, as one gone and one new."""
SAME_ID = 0.1
"""What bearing the same id adds to that share."""
WORTH_COMPARING = 10_000
"""Pairs of clauses. A text rewritten beyond that is compared by the ids alone."""


@dataclass(frozen=True)
class Words:
    """A run of words that both versions have, or only one of them."""

    kind: Literal["same", "added", "removed"]
    text: str


@dataclass(frozen=True)
class Difference:
    """One clause in both versions, or in one. `moved`: the same words under another id or in another place."""

    kind: Kind
    old: Clause | None
    new: Clause | None
    words: tuple[Words, ...]

    @property
    def clause(self) -> Clause:
        """The clause where it stands now; one that was removed, where it stood."""
        found = self.new or self.old
        if found is None:
            raise ValueError("a difference without a clause")
        return found


@dataclass(frozen=True)
class Retitled:
    """A section whose heading changed; empty where one of the versions has no such section."""

    number: str
    old: str
    new: str


def compare(old: PolicyVersion, new: PolicyVersion) -> list[Difference]:
    """Every clause of both versions, in the order of the new text; what is gone, where it stood."""
    return compare_clauses(list(clauses(old)), list(clauses(new)))


def compare_titles(old: PolicyVersion, new: PolicyVersion) -> list[Retitled]:
    """The sections that are called otherwise, came or went, in the order of the new text, then of the old."""
    before = {section["number"]: section["title"] for section in old.sections}
    after = {section["number"]: section["title"] for section in new.sections}
    numbers = [*after, *(number for number in before if number not in after)]
    found = (Retitled(number, before.get(number, ""), after.get(number, "")) for number in numbers)
    return [each for each in found if each.old != each.new]


def compare_clauses(old: Sequence[Clause], new: Sequence[Clause]) -> list[Difference]:
    """The clauses side by side: first those that kept their words in the same order, then what lies between them."""
    matcher = SequenceMatcher(
        None, [flat(each) for each in old], [flat(each) for each in new], autojunk=False
    )
    found: list[Difference] = []
    for kind, low, high, start, end in matcher.get_opcodes():
        before, after = old[low:high], new[start:end]
        found += map(kept, before, after) if kind == "equal" else between(before, after)
    return moves_found(found)


def flat(clause: Clause) -> str:
    """The words alone: where a line was broken is no change."""
    return " ".join(clause.text.split())


def kept(old: Clause, new: Clause) -> Difference:
    return Difference("same" if old.id == new.id else "moved", old, new, (Words("same", flat(new)),))


def added(new: Clause) -> Difference:
    return Difference("added", None, new, (Words("added", flat(new)),))


def removed(old: Clause) -> Difference:
    return Difference("removed", old, None, (Words("removed", flat(old)),))


def changed(old: Clause, new: Clause) -> Difference:
    return Difference("changed", old, new, tuple(marked(flat(old), flat(new))))


def between(old: Sequence[Clause], new: Sequence[Clause]) -> Iterator[Difference]:
    """Clauses none of which kept its words: those alike are one that was changed, the others went or came."""
    done_old = done_new = 0
    for left, right in [*pairs(old, new), (len(old), len(new))]:
        yield from map(removed, old[done_old:left])
        yield from map(added, new[done_new:right])
        if left < len(old):
            yield changed(old[left], new[right])
        done_old, done_new = left + 1, right + 1


def pairs(old: Sequence[Clause], new: Sequence[Clause]) -> list[tuple[int, int]]:
    """Which clauses became which, in order: of all ways to pair them the one with most words in common."""
    if len(old) * len(new) > WORTH_COMPARING:
        blocks = SequenceMatcher(None, [each.id for each in old], [each.id for each in new], autojunk=False)
        return [(b.a + step, b.b + step) for b in blocks.get_matching_blocks() for step in range(b.size)]
    likeness = [[alike(left, right) for right in new] for left in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            best[i][j] = max(
                best[i + 1][j], best[i][j + 1], likeness[i][j] and likeness[i][j] + best[i + 1][j + 1]
            )
    return list(traced(likeness, best))


def traced(likeness: list[list[float]], best: list[list[float]]) -> Iterator[tuple[int, int]]:
    """The pairs that made the best sum."""
    i = j = 0
    while i < len(likeness) and j < len(likeness[i]):
        if likeness[i][j] and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def alike(old: Clause, new: Clause) -> float:
    """The share of words in common, whatever their order; 0 where it is too small to be the same clause."""
    before, after = Counter(old.text.casefold().split()), Counter(new.text.casefold().split())
    words = before.total() + after.total()
    share = 2 * (before & after).total() / words if words else 0.0
    share += SAME_ID if old.id == new.id else 0.0
    return share if share >= ALIKE else 0.0


def moves_found(found: Sequence[Difference]) -> list[Difference]:
    """What went in one place and came in another with the same words was moved."""
    gone = {flat(each.old): each.old for each in found if each.old and each.kind == "removed"}
    moved: set[str] = set()
    told = []
    for each in found:
        old = gone.pop(flat(each.new), None) if each.new and each.kind == "added" else None
        if old and each.new:
            moved.add(old.id)
        told.append(kept(old, each.new) if old and each.new else each)
    return [each for each in told if not (each.old and each.kind == "removed" and each.old.id in moved)]


def marked(old: str, new: str) -> Iterator[Words]:
    """The words of both texts in one line, each run marked."""
    before, after = old.split(), new.split()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, low, high, start, end in matcher.get_opcodes():
        if kind == "equal":
            yield Words("same", " ".join(before[low:high]))
            continue
        if high > low:
            yield Words("removed", " ".join(before[low:high]))
        if end > start:
            yield Words("added", " ".join(after[start:end]))
