"""How likely a person chooses a text: a rough chain of vowels, consonants and digits."""

from collections.abc import Mapping
from typing import Any, TypeVar

Chances = dict[str, float]
Key = TypeVar("Key", int, str)
KINDS = ("V", "K", "D")


class Chosen:
    """The texts people choose, as a chain over the kinds of characters, from the `[vanity]` table of the data."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.lengths = _ratios({int(length): share for length, share in table["lengths"].items()})
        of_kind = {kind: _ratios(table[kind]) for kind in KINDS}
        self.first = _characters(table["first"], of_kind)
        after = {kind: _characters(table[f"after_{kind}"], of_kind) for kind in KINDS}
        self.after = {char: after[kind] for kind in KINDS for char in of_kind[kind]}

    def spelled(self, text: str) -> float:
        """The probability of the text among the chosen ones of its length; 0 if it has other characters."""
        after, chance = self.first, 1.0
        try:
            for char in text:
                chance *= after[char]
                after = self.after[char]
        except KeyError:
            return 0.0
        return chance

    def length(self, length: int, longest: int) -> float:
        """The probability that a chosen text has that many characters where `longest` are allowed."""
        if length > longest:
            return 0.0
        allowed = sum(share for each, share in self.lengths.items() if each <= longest)
        return self.lengths.get(length, 0.0) / allowed


def _characters(kinds: Chances, of_kind: Mapping[str, Chances]) -> Chances:
    chances = _ratios(kinds)
    return {char: chances[kind] * share for kind in KINDS for char, share in of_kind[kind].items()}


def _ratios(shares: Mapping[Key, float]) -> dict[Key, float]:
    total = sum(shares.values())
    return {key: share / total for key, share in shares.items()}
