"""Adds to a read which state issued the plate, by what is written on it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from recognition import syntax
from recognition.pipeline import in_grey
from recognition.protocols import Engine, States
from recognition.rectify import flatten
from recognition.values import Picture, PlateRead, Region


class WithStates:
    """An `Engine` whose reads also tell the state by the words on the plate."""

    def __init__(self, engine: Engine, states: States) -> None:
        self.engine = engine
        self.states = states

    def read(self, image: Picture, max_plates: int = 4, top_n: int = 10) -> list[PlateRead]:
        """The reads of the engine, in its order."""
        reads = self.engine.read(image, max_plates, top_n)
        grey = in_grey(image)
        named = self.states.states([flatten(grey, read.corners) for read in reads])
        return [with_states(read, states) for read, states in zip(reads, named, strict=True)]

    def read_batch(self, images: Iterable[Picture]) -> list[list[PlateRead]]:
        """The same as `read` of each picture, in their order."""
        return [self.read(image) for image in images]


def with_states(read: PlateRead, named: Sequence[Region]) -> PlateRead:
    """The read with the states its lettering and its words suggest together. Without words it stays as it is.

    `region` is the likeliest where it is at least as sure as the lettering must be to tell one alone.
    """
    if not named:
        return read
    lettering = syntax.regions(read.candidates[0].text, len(syntax.book().states))
    regions = tuple(syntax.combine(lettering, named))
    sure = regions and regions[0].confidence >= syntax.SURE
    return replace(read, regions=regions, region=regions[0].region if sure else None)
