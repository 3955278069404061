"""The few shapes over which a search for characters runs, and how each ranks: a coarse stand-in for the mixture."""

import math
from dataclasses import dataclass
from functools import cache

from recognition.syntax.series import UNKNOWN, Places, signs, variants
from recognition.syntax.states import book

RARE = {"I": 0.3, "O": 0.3, "Q": 0.2}
"""What a letter that looks like a digit costs at a place of which it is not known whether such letters are used."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Series with digits and letters at the same places, as a pattern of `9` for a digit and `A` for a letter.

    `weight` is on a scale of its own on which California's passenger cars have 1. `region` is empty where several
    states use the shape. `places` says what each place may be, `unknown` where it is not known which letters are used.
    """

    pattern: str
    weight: float
    region: str | None
    places: Places
    unknown: tuple[bool, ...]

    def spells(self, text: str) -> bool:
        """Whether `text` has the shape."""
        return len(text) == len(self.pattern) and all(map(self.allows, range(len(text)), text))

    def allows(self, place: int, char: str) -> bool:
        """Whether a text of the shape may have `char` at `place`."""
        return char in self.places[place]

    def likelihood(self, text: str) -> float:
        """The weight of the shape for one of its texts."""
        doubted = (char for char, unknown in zip(text, self.unknown, strict=True) if unknown)
        return self.weight * math.prod(RARE.get(char, 1.0) for char in doubted)


@cache
def shapes() -> tuple[Shape, ...]:
    """The shapes of the data files, in their order."""
    return tuple(_shape(row["pattern"], row["weight"], row.get("region")) for row in book().ranking["shapes"])


def weight(text: str) -> float:
    """How likely a plate is lettered like `text`, against other ways to letter one, on the scale of the shapes."""
    spelling = (shape.likelihood(text) for shape in shapes() if shape.spells(text))
    return max(spelling, default=float(book().ranking["unusual"]))


def _shape(notation: str, weight: float, region: str | None) -> Shape:
    places = variants(notation, unknown_letters=1.0)[0].places
    return Shape(
        pattern="".join("9" if place[0].isdigit() else "A" for place in places),
        weight=weight,
        region=region,
        places=places,
        unknown=tuple(sign == UNKNOWN for sign in signs(notation)),
    )
