"""Reads the state from the words above and below a plate's characters."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from recognition import syntax
from recognition.ocr import pages
from recognition.ocr.program import Mode
from recognition.protocols import Engine
from recognition.rectify import flatten
from recognition.values import Picture, PlateRead, Region

MODE = Mode(())
ABOVE, BELOW = slice(20, 60), slice(140, 180)  # rows of a crop over and under the characters of a US plate
BETWEEN = slice(30, 370)  # columns of a crop without the rim
WORD = re.compile(r"class='ocrx_word'[^>]*>([^<]+)<")
OTHER_THAN_LETTERS = re.compile(r"[^A-Z]+")


class StateReader:
    """Reads which state issued a flattened plate from its own words, all plates in one call of Tesseract."""

    def states(self, crops: Sequence[Picture]) -> list[Region | None]:
        """For each crop the state its words name, with reason `header`, or None; in the order of the crops."""
        strips = [_strips(crop) for crop in crops]
        read = iter(pages.hocr_pages([strip for group in strips for strip in group], MODE))
        words = [[word for _ in group for word in _words(next(read))] for group in strips]
        return [syntax.state_named(each) for each in words]  # type: ignore[attr-defined]


class WithStates:
    """An `Engine` whose reads also tell the state by the words on the plate."""

    def __init__(self, engine: Engine, states: StateReader) -> None:
        self.engine = engine
        self.states = states

    def read(self, image: Picture, max_plates: int = 4, top_n: int = 10) -> list[PlateRead]:
        """The reads of the engine, in its order."""
        reads = self.engine.read(image, max_plates, top_n)
        named = self.states.states([flatten(image, read.corners) for read in reads])
        return [with_state(read, state) for read, state in zip(reads, named, strict=True)]

    def read_batch(self, images: Iterable[Picture]) -> list[list[PlateRead]]:
        """The same as `read` of each picture, in their order."""
        return [self.read(image) for image in images]


def with_state(read: PlateRead, state: Region | None) -> PlateRead:
    """The read with one more state it may be of: what is written goes before what the lettering suggests."""
    if state is None:
        return read
    regions = sorted((state, *read.regions), key=lambda region: -region.confidence)
    return replace(read, regions=tuple(regions), region=state.region)


def _strips(crop: Picture) -> tuple[Picture, Picture]:
    """What stands above the row of characters, and what below it."""
    return np.ascontiguousarray(crop[ABOVE, BETWEEN]), np.ascontiguousarray(crop[BELOW, BETWEEN])


def _words(page: str) -> Iterator[str]:
    """The words of a page in capitals, without what is no letter."""
    for word in WORD.findall(page):
        if letters := OTHER_THAN_LETTERS.sub("", word.upper()):
            yield letters
