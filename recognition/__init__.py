"""Reads licence plates from pictures: a function from bytes to values that knows nothing of the portal.

    reads = recognition.read_plates(data)            # best first; `text` is empty where the engine is unsure

Finding and reading are separate `Detector` and `Reader` protocols; an `Engine` puts two together. Every failure to
read bytes as a picture is `UnreadableImage`, whose message can be shown to a person.
"""

from recognition.engines import ALIASES, DEFAULT, ENGINES, engine
from recognition.picture import COMMON, EVERY, LARGEST_FILE, MOST_PIXELS, decode
from recognition.protocols import Detector, Engine, Reader
from recognition.tiny.weighing import SURE
from recognition.values import (
    Candidate,
    Character,
    Corners,
    EngineLabel,
    EngineUnavailable,
    FoundPlate,
    Picture,
    PlateRead,
    Quality,
    Reading,
    Region,
    UnreadableImage,
)

__all__ = [
    "ALIASES",
    "COMMON",
    "DEFAULT",
    "ENGINES",
    "EVERY",
    "LARGEST_FILE",
    "MOST_PIXELS",
    "SURE",
    "Candidate",
    "Character",
    "Corners",
    "Detector",
    "Engine",
    "EngineLabel",
    "EngineUnavailable",
    "FoundPlate",
    "Picture",
    "PlateRead",
    "Quality",
    "Reader",
    "Reading",
    "Region",
    "UnreadableImage",
    "decode",
    "engine",
    "read_plates",
]


def read_plates(
    data: bytes, max_plates: int = 4, top_n: int = 10, engine_name: str = DEFAULT
) -> list[PlateRead]:
    """The plates in a picture of any format read, best first; an empty list when there is none.

    Raises `UnreadableImage` for bytes that are no picture, `EngineUnavailable` when a program is missing.
    """
    return engine(engine_name).read(decode(data, EVERY), max_plates, top_n)
