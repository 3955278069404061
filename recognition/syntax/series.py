"""One way a state letters its plates, read from the notation of the data files."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"
ALPHABET = LETTERS + DIGITS
LIKE_DIGITS = "IOQ"
"""The letters that look like digits, which most states keep out of their series."""

SIGNS = {
    "9": DIGITS,
    "N": DIGITS[1:],
    "A": LETTERS,
    "B": "".join(letter for letter in LETTERS if letter not in LIKE_DIGITS),
    "C": "BCDFGHJKLMNPRSTVWXYZ",
    "X": ALPHABET,
}
UNKNOWN = "L"
"""A letter of which we do not know whether `LIKE_DIGITS` are used."""

_PLACE = re.compile(r"(\[[A-Z0-9-]+\]|[9NABCLX])(?:\{(\d)(?:,(\d))?\})?")
_RANGE = re.compile(r"(\w)-(\w)|(\w)")

Places = tuple[str, ...]
"""For each place of a text the characters it may have there."""


class Variant(NamedTuple):
    """One length and one use of letters of a series: every text of it is as likely as the next."""

    places: Places
    part: float

    @property
    def size(self) -> int:
        """How many texts it spells."""
        return math.prod(map(len, self.places))


@dataclass(frozen=True, slots=True)
class Series:
    """A series of one state, as `us-ca`, for one kind of vehicle.

    `notation` is the pattern as the data files write it, `weight` the part of all plates that are of the series
    (0 to 1, our estimate), `variants` what it spells; their parts add up to 1.
    """

    region: str
    kind: str
    notation: str
    without: str
    weight: float
    source: str
    note: str
    variants: tuple[Variant, ...]

    def spells(self, text: str) -> bool:
        """Whether `text` is one of the series."""
        return any(_spells(variant.places, text) for variant in self.variants)

    def likelihood(self, text: str) -> float:
        """The probability that a plate is of this series and reads `text`."""
        parts = (each.part / each.size for each in self.variants if _spells(each.places, text))
        return self.weight * sum(parts)


def variants(notation: str, without: str = "", unknown_letters: float = 0.2) -> tuple[Variant, ...]:
    """What a pattern of the data files spells; raises ValueError if it is none.

    Lengths share in proportion to how many texts each has, as numbers given out in order do. Of a pattern with a
    place of unknown letters `unknown_letters` is the part that uses all of them.
    """
    parts = {SIGNS["A"]: unknown_letters, SIGNS["B"]: 1 - unknown_letters}
    return tuple(
        Variant(places, part * share)
        for letters, part in (parts if UNKNOWN in signs(notation) else {LETTERS: 1.0}).items()
        for places, share in _shared(list(_spelled(notation, without, letters)))
    )


def signs(notation: str) -> list[str]:
    """The signs of a pattern, one a place or a repeated place."""
    return [sign for sign, _, _ in _PLACE.findall(notation)]


def _shared(lengths: list[Places]) -> Iterator[tuple[Places, float]]:
    sizes = [math.prod(map(len, places)) for places in lengths]
    for places, size in zip(lengths, sizes, strict=True):
        yield places, size / sum(sizes)


def _spelled(notation: str, without: str, unknown: str) -> Iterator[Places]:
    """The places of every length of the pattern, where a letter we know nothing of is one of `unknown`."""
    found = _PLACE.match(notation)
    if not found:
        raise ValueError(f"No pattern of plates: {notation!r}.")
    place = "".join(char for char in _characters(found[1], unknown) if char not in without)
    least = int(found[2] or 1)
    most = int(found[3] or least)
    if not place or least > most:
        raise ValueError(f"No pattern of plates: {notation!r}.")
    rest = notation[found.end() :]
    for times in range(least, most + 1):
        for more in _spelled(rest, without, unknown) if rest else [()]:
            yield (place,) * times + more


def _characters(sign: str, unknown: str) -> str:
    if not sign.startswith("["):
        return SIGNS.get(sign, unknown)
    listed = (
        ALPHABET[ALPHABET.index(first) : ALPHABET.index(last) + 1] if first else alone
        for first, last, alone in _RANGE.findall(sign[1:-1])
    )
    return "".join(listed)


def _spells(places: Places, text: str) -> bool:
    return len(places) == len(text) and all(char in place for char, place in zip(text, places, strict=True))
