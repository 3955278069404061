"""Our own engines, as the benchmark runs them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2

import recognition
from bench.reading.answers import Answer
from recognition import engines


class OurEngine:
    """One engine of `recognition`; for `crops` without its detector."""

    def __init__(self, name: str, crops: bool, threads: int) -> None:
        cv2.setNumThreads(threads)
        self.engine = engines.reading_alone(name) if crops else recognition.engine(name)

    def answers(self, paths: Sequence[Path]) -> Iterator[list[Answer]]:
        """The plates of each picture, from its file on: decoding is part of the work."""
        for path in paths:
            yield [_answer(read) for read in self.engine.read(recognition.decode(path.read_bytes()))]


def _answer(read: recognition.PlateRead) -> Answer:
    x, y, width, height = read.box
    texts = tuple((candidate.text, candidate.confidence) for candidate in read.candidates)
    region = read.regions[0].region if read.regions else read.region
    return Answer(texts, (x, y, width, height), read.text, region or "")
