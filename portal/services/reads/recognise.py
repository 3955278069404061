"""From the bytes of a picture to what was read in it, by recognition's interface alone."""

from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any

import recognition


@dataclass(frozen=True)
class Sighting:
    """One plate found in a picture; `text` is empty when the engine is unsure and has only candidates."""

    text: str = ""
    state: str = ""
    confidence: float = 0.0
    candidates: tuple[tuple[str, float], ...] = ()
    box: tuple[int, ...] = ()
    quality: dict[str, Any] = field(default_factory=dict)
    engine: str = ""
    model_hash: str = ""


NOTHING = Sighting()
"""A picture without a plate is kept as a read with empty text, so that purge covers it."""


@cache
def engine() -> recognition.Engine:
    return recognition.engine()


def sightings(data: bytes) -> list[Sighting]:
    """The plates in a picture, best first; `[NOTHING]` for none. Raises `recognition.UnreadableImage`."""
    found = engine().read(recognition.decode(data))
    return [sighting_of(plate) for plate in found] or [NOTHING]


def sighting_of(plate: recognition.PlateRead) -> Sighting:
    quality = asdict(plate.quality) if hasattr(plate.quality, "__dataclass_fields__") else plate.quality
    region = plate.region or ""
    return Sighting(
        text=plate.text,
        state=region.removeprefix("us-").upper(),
        confidence=plate.confidence,
        candidates=tuple((each[0], each[1]) for each in plate.candidates),
        box=tuple(int(each) for each in plate.box),
        quality=dict(quality) if isinstance(quality, dict) else {"overall": quality},
        engine=f"{plate.engine.name} {plate.engine.version}",
        model_hash=plate.engine.model_sha256,
    )
