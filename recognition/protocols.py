"""The three parts that can be exchanged: what finds a plate, what reads one, and the two together."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from recognition.values import FoundPlate, Picture, PlateRead, Reading, Region


class Detector(Protocol):
    """Finds plates in a picture."""

    def find(self, image: Picture, limit: int) -> list[FoundPlate]:
        """At most `limit` plates, the likeliest first."""
        ...


class Reader(Protocol):
    """Reads plates that were cut out and flattened."""

    def read_crops(self, crops: Sequence[Picture]) -> list[Reading]:
        """One reading a crop, in their order; a crop without characters has an empty one."""
        ...


class States(Protocol):
    """Reads which state issued a plate that was cut out and flattened."""

    def states(self, crops: Sequence[Picture]) -> list[list[Region]]:
        """The states each crop names, the likeliest first and often none; in the order of the crops."""
        ...


class Engine(Protocol):
    """Reads whole pictures. Answers do not depend on the number of threads."""

    def read(self, image: Picture, max_plates: int = 4, top_n: int = 10) -> list[PlateRead]:
        """At most `max_plates` plates, best first, each with at most `top_n` candidates."""
        ...

    def read_batch(self, images: Iterable[Picture]) -> list[list[PlateRead]]:
        """The same as `read` of each picture, in their order."""
        ...
