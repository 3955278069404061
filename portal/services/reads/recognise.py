"""From the bytes of a picture to what was read in it, by recognition's interface alone."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from math import isfinite

import recognition


@dataclass(frozen=True)
class Sighting:
    """One plate found in a picture; `text` is empty when the engine is unsure and has only candidates."""

    text: str = ""
    state: str = ""
    confidence: float = 0.0
    candidates: tuple[tuple[str, float], ...] = ()
    characters: tuple[tuple[str, float], ...] = ()
    regions: tuple[tuple[str, float, str], ...] = ()
    box: tuple[int, ...] = ()
    quality: Mapping[str, float | bool] = field(default_factory=dict)
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
    """What of a plate read is kept, in values that a database takes as JSON: an engine may count in NumPy's."""
    return Sighting(
        text=plate.text,
        state=state_of(plate.region or ""),
        confidence=float(plate.confidence),
        candidates=tuple((text, float(likely)) for text, likely in plate.candidates),
        characters=tuple((char, float(sure)) for char, sure in plate.characters),
        regions=tuple((region, float(likely), reason) for region, likely, reason in plate.regions),
        box=tuple(int(each) for each in plate.box),
        quality=measures(plate.quality),
        engine=f"{plate.engine.name} {plate.engine.version}",
        model_hash=plate.engine.model_sha256,
    )


def state_of(region: str) -> str:
    """The state of `us-ca`, CA. A plate of another country is of none."""
    country, _, state = region.partition("-")
    return state.upper() if country == "us" else ""


def measures(quality: recognition.Quality) -> dict[str, float | bool]:
    """Each measure by its name. One that is no finite number is left out: JSON has no word for it."""
    found = asdict(quality)
    clipped = bool(found.pop("clipped"))
    numbers = {name: float(value) for name, value in found.items() if isfinite(value)}
    return {**numbers, "clipped": clipped}
