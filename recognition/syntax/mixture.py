"""Every text's probability of being what is on a plate: an exact mixture of all series, chosen texts and a rest."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from recognition.syntax.series import ALPHABET, Series, Variant
from recognition.syntax.states import EVERYWHERE, Book, State, book
from recognition.syntax.vanity import Chosen
from recognition.values import Region

LONGER = 6 / 7
"""Probability that a text on no list has a further character: six on the average."""

FOREIGN = 1e-6
"""What a character that is no capital letter and no digit costs: it keeps every text possible."""

PREPARED = 10
"""Lengths that are compiled; longer texts are on no list."""

Member = tuple[Series, float]
"""A series and the probability it gives each text of one of its variants."""


@dataclass(frozen=True, slots=True)
class Length:
    """All variants of one length. Bit `i` of a mask stands for `members[i]`; `masks` says who allows a character.

    `sums` keeps what the members of a mask add up to, `chosen` is the part of all plates with a chosen text of this
    length, `rest` what is left for each of its texts that is on no list.
    """

    members: tuple[Member, ...]
    masks: tuple[dict[str, int], ...]
    sums: dict[int, float]
    chosen: float
    rest: float

    def spelling(self, text: str) -> Iterator[Member]:
        """The members that spell the text."""
        mask = -1
        for allowing, char in zip(self.masks, text, strict=True):
            mask &= allowing.get(char, 0)
        return self.of(mask)

    def of(self, mask: int) -> Iterator[Member]:
        """The members of a mask."""
        return (member for place, member in enumerate(self.members) if mask >> place & 1)

    def chance(self, mask: int) -> float:
        """The probability of a text that the members of a mask spell, whichever of them it is of."""
        if mask not in self.sums:
            self.sums[mask] = sum(chance for _, chance in self.of(mask))
        return self.sums[mask]


class Mixture:
    """The probability of all texts, compiled from the data. They add up to 1 over all texts of the alphabet."""

    def __init__(self, data: Book) -> None:
        self._states = data.states
        self._chosen = Chosen(data.vanity)
        self._unlisted = data.unlisted * (1 - LONGER)
        members: dict[int, list[tuple[Series, Variant]]] = {length: [] for length in range(PREPARED)}
        for series in data.series:
            for variant in series.variants:
                members[len(variant.places)].append((series, variant))
        self._lengths = {length: self._length(length, listed) for length, listed in members.items()}

    def prior(self, text: str) -> float:
        """The natural logarithm of the probability of `text`; finite for every text."""
        length = self._lengths.get(len(text))
        mask, chosen, after = -1, 1.0, self._chosen.first
        if not length:
            return self._of_no_list(text)
        try:
            for allowing, char in zip(length.masks, text):  # noqa: B905 - as long as each other, and it is hot
                mask &= allowing[char]
                chosen *= after[char]
                after = self._chosen.after[char]
        except KeyError:
            return self._of_no_list(text)
        listed = length.sums[mask] if mask in length.sums else length.chance(mask)
        return math.log(listed + length.chosen * chosen + length.rest)

    def series_of(self, text: str) -> tuple[tuple[Series, float], ...]:
        """The series that spell the text with the probability of each given the text, the likeliest first."""
        length = self._lengths.get(len(text))
        chances: dict[Series, float] = {}
        for series, chance in length.spelling(text) if length else ():
            chances[series] = chances.get(series, 0.0) + chance
        total = math.exp(self.prior(text))
        posterior = ((series, chance / total) for series, chance in chances.items())
        return tuple(sorted(posterior, key=lambda pair: (-pair[1], pair[0].region, pair[0].notation)))

    def regions(self, text: str, limit: int) -> list[Region]:
        """The likeliest states of the text. Their probabilities leave to 1 what is of no state on the list."""
        if len(text) not in self._lengths:
            return []
        chances = dict.fromkeys((EVERYWHERE, *self._states), 0.0)
        for series, chance in self.series_of(text):
            chances[series.region] += chance
        anywhere = chances.pop(EVERYWHERE) / sum(state.weight for state in self._states.values())
        spelled = self._chosen.spelled(text) / math.exp(self.prior(text))
        for region, state in self._states.items():
            chances[region] += anywhere * state.weight + spelled * self._choice(state, len(text))
        likeliest = sorted(chances.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
        return [Region(region, chance, "syntax") for region, chance in likeliest if chance]

    def _of_no_list(self, text: str) -> float:
        foreign = sum(char not in ALPHABET for char in text)
        return self._rest(len(text)) + foreign * math.log(FOREIGN)

    def _rest(self, length: int) -> float:
        """The logarithm, so that no text is too long for it."""
        return math.log(self._unlisted) + length * math.log(LONGER / len(ALPHABET))

    def _choice(self, state: State, length: int) -> float:
        """The part of all plates that are of the state and have a chosen text of that length."""
        return state.weight * state.vanity * self._chosen.length(length, state.vanity_longest)

    def _length(self, length: int, listed: list[tuple[Series, Variant]]) -> Length:
        members = tuple((series, series.weight * each.part / each.size) for series, each in listed)
        masks = tuple(_masks([variant.places[place] for _, variant in listed]) for place in range(length))
        chosen = sum(self._choice(state, length) for state in self._states.values())
        return Length(members, masks, {}, chosen, math.exp(self._rest(length)))


@cache
def mixture() -> Mixture:
    """The mixture of the data files, compiled at the first call."""
    return Mixture(book())


def _masks(allowed: list[str]) -> dict[str, int]:
    """For every character, bit `i` where the `i`th of the allowed sets has it."""
    masks = dict.fromkeys(ALPHABET, 0)
    numbers: dict[str, int] = {}
    for number, characters in enumerate(allowed):
        numbers[characters] = numbers.get(characters, 0) | 1 << number
    for characters, mask in numbers.items():
        for char in characters:
            masks[char] |= mask
    return masks
