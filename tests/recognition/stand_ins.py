"""Detectors and readers for tests that say what they are told to, by the protocols alone."""

from collections.abc import Iterable, Sequence

from recognition import (
    Candidate,
    Character,
    EngineLabel,
    FoundPlate,
    Picture,
    PlateRead,
    Quality,
    Reading,
    Region,
)

SQUARE = ((10.0, 10.0), (110.0, 10.0), (110.0, 60.0), (10.0, 60.0))


class OnePlate:
    """Finds one plate in the same place of every picture."""

    def find(self, image: Picture, limit: int) -> list[FoundPlate]:
        return [FoundPlate(SQUARE, 1.0)][:limit]


class Says:
    """Reads the same characters on every plate, each as sure as told, and counts the plates it was shown."""

    def __init__(self, text: str, confidence: float = 0.9) -> None:
        self.seen = 0
        places = tuple(Character(char, confidence) for char in text)
        self.reading = Reading(places, tuple((place,) for place in places), 74.0)

    def read_crops(self, crops: Sequence[Picture]) -> list[Reading]:
        self.seen += len(crops)
        return [self.reading for _ in crops]


class Gives:
    """An engine that gives the same reads for every picture."""

    def __init__(self, *reads: PlateRead) -> None:
        self.reads = list(reads)

    def read(self, image: Picture, max_plates: int = 4, top_n: int = 10) -> list[PlateRead]:
        return self.reads[:max_plates]

    def read_batch(self, images: Iterable[Picture]) -> list[list[PlateRead]]:
        return [self.read(image) for image in images]


class Names:
    """Reads the same states on every plate."""

    def __init__(self, *named: Region) -> None:
        self.named = list(named)

    def states(self, crops: Sequence[Picture]) -> list[list[Region]]:
        return [self.named for _ in crops]


def label() -> EngineLabel:
    return EngineLabel("stand-in", "1", "")


def plate_read(*candidates: tuple[str, float], text: str = "", regions: tuple[Region, ...] = ()) -> PlateRead:
    """A read with these candidates, whose raw reading is the first of them."""
    texts = tuple(Candidate(*each) for each in candidates)
    return PlateRead(
        text=text,
        confidence=texts[0].confidence,
        box=(10, 10, 100, 50),
        corners=SQUARE,
        characters=tuple(Character(char, 0.5) for char in texts[0].text),
        candidates=texts,
        region=None,
        quality=Quality(100.0, 25.0, 0.5, 300.0, 0.0, clipped=False),
        engine=label(),
        regions=regions,
    )
