"""The state from what is written above and below the number: its name or its slogan, as a reader spelled it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from recognition.syntax.states import book
from recognition.values import Region

LOOKS_LIKE = str.maketrans("01254678", "OIZSAGTB")
"""Names have letters only: what a reader took for a digit was the letter like it."""

SHORT = 5
"""Letters up to which a phrase must stand alone and without an error: in longer writing it turns up by chance."""

ALIKE_ENOUGH = 0.75
"""Part of a phrase that must have been read right: Fremont, with its dealers, is no Vermont."""

MOST_SURE = 0.98


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name or a slogan in bare letters, and the one state it speaks for."""

    letters: str
    region: str


def state_named(words: str) -> tuple[str, float] | None:
    """The state whose name or slogan the words are, as `us-ca`, and how sure that is, 0 to 1; None where none is.

    Errors of the reader are forgiven as long as most of the phrase is there and no other state's is as near. A slogan
    of several states names none.
    """
    written, alone = _letters(words), {_letters(word) for word in re.split(r"[^A-Za-z0-9]+", words)}
    explained = {
        phrase: score for phrase in _phrases() if (score := _explained(phrase.letters, written, alone)) > 0
    }
    best = max(explained, key=lambda phrase: (explained[phrase], phrase.letters), default=None)
    if not best:
        return None
    others = (
        score
        for phrase, score in explained.items()
        if phrase.region != best.region and phrase.letters not in best.letters
    )
    ahead = explained[best] - max(others, default=0)
    right = (1 + explained[best] / len(best.letters)) / 2
    sure = MOST_SURE * right * (1 - 0.5**ahead)
    return (best.region, sure) if right >= ALIKE_ENOUGH and ahead > 0 else None


def regions_named(words: str) -> list[Region]:
    """What the words say about the state, for `combine`: one region with the reason `header`, or none."""
    named = state_named(words)
    return [Region(*named, "header")] if named else []


def is_name_of_state(text: str) -> bool:
    """Whether the text is what a reader makes of a state's name: five letters of it or more, in their order.

    The District is left out: its long name has the letters of too much else.
    """
    names = (_letters(state.name) for state in book().states.values() if state.region != "us-dc")
    return len(text) >= SHORT and any(_in_order(text, name) for name in names)


def _in_order(text: str, name: str) -> bool:
    rest = iter(name)
    return all(char in rest for char in text)


@cache
def _phrases() -> tuple[Phrase, ...]:
    """Every name and every slogan that is of one state only."""
    speaks_for: dict[str, set[str]] = {}
    for letters, region in _written():
        speaks_for.setdefault(letters, set()).add(region)
    return tuple(Phrase(letters, *regions) for letters, regions in speaks_for.items() if len(regions) == 1)


def _written() -> Iterator[tuple[str, str]]:
    for state in book().states.values():
        for words in (*state.names, *state.slogans):
            yield _letters(words), state.region


def _letters(words: str) -> str:
    return "".join(filter(str.isalpha, words.upper().translate(LOOKS_LIKE)))


def _explained(phrase: str, written: str, alone: Iterable[str]) -> int:
    """Letters of the phrase that were read, less the errors; 0 or less where it is not there."""
    if len(phrase) <= SHORT:
        return len(phrase) if phrase == written or phrase in alone else 0
    return len(phrase) - 2 * _errors(phrase, written)


def _errors(phrase: str, written: str) -> int:
    """The fewest edits between the phrase and any stretch of what is written (Sellers' algorithm)."""
    row = [0] * (len(written) + 1)
    for count, char in enumerate(phrase, 1):
        before, row[0] = row[0], count
        for place, other in enumerate(written, 1):
            exchanged = before + (char != other)
            before = row[place]
            row[place] = min(before + 1, row[place - 1] + 1, exchanged)
    return min(row)
