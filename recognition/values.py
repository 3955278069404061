"""What recognition answers with: plain frozen values that know nothing of how they were made."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""An 8-bit picture, rows x columns (grey) or rows x columns x 3 (blue, green, red)."""

Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]
"""Top left, top right, bottom right, bottom left, in pixels of the picture as a person sees it."""


class UnreadableImage(Exception):
    """The bytes are no picture we can read; the message is one sentence that says what to do."""


class EngineUnavailable(Exception):
    """An engine lacks a program it needs; the message is one sentence that says which to install."""


class Character(NamedTuple):
    """One character as it was seen, and how sure the reader is of it, 0 to 1."""

    char: str
    confidence: float


class Candidate(NamedTuple):
    """One whole reading of a plate, and how likely it is, 0 to 1."""

    text: str
    confidence: float


class Region(NamedTuple):
    """A state the plate may be of, as `us-ca`, how likely, 0 to 1, and what says so: `syntax`, `header` or `model`."""

    region: str
    confidence: float
    reason: str


class EngineLabel(NamedTuple):
    """Who read the plate. `model_sha256` is empty for an engine that ships no model of its own."""

    name: str
    version: str
    model_sha256: str


@dataclass(frozen=True, slots=True)
class Quality:
    """What the picture gave the reader to work with.

    Widths and heights are pixels of the picture; `contrast` is 0 to 1; `sharpness` is the spread of the
    Laplacian over the flattened plate (below about 10 is blurred; narrow plates stay low); `tilt` is degrees
    from the level; `clipped` says that the plate runs out of the picture; `glare` is the share of the plate, 0 to 1,
    that is burnt out.
    """

    plate_width: float
    character_height: float
    contrast: float
    sharpness: float
    tilt: float
    clipped: bool
    glare: float = 0.0


@dataclass(frozen=True, slots=True)
class FoundPlate:
    """Where a detector thinks a plate is; `score` only orders the answers of one detector."""

    corners: Corners
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader saw in one flattened plate, before anything is ranked.

    `characters` is the raw reading, `alternatives` holds for each of its places every character that was
    considered with its weight (0 to 1, the seen one among them), `character_height` is in pixels of the crop.
    A reader that weighs whole texts (a beam) gives them in `texts`, each with its likelihood, the likeliest first;
    one that only weighs places leaves it empty.
    """

    characters: tuple[Character, ...]
    alternatives: tuple[tuple[Character, ...], ...]
    character_height: float
    texts: tuple[Candidate, ...] = ()

    @property
    def text(self) -> str:
        return "".join(character.char for character in self.characters)


@dataclass(frozen=True, slots=True)
class PlateRead:
    """One plate seen in a picture.

    `text` is empty when the reader is unsure; the string is then only the first of `candidates`.
    `characters` spells the raw reading, which ranking never changes and which is always among the candidates.
    `regions` says which states it may be of and why, the likeliest first; `region` is the first where it is sure.
    """

    text: str
    confidence: float
    box: tuple[int, int, int, int]
    corners: Corners
    characters: tuple[Character, ...]
    candidates: tuple[Candidate, ...]
    region: str | None
    quality: Quality
    engine: EngineLabel
    regions: tuple[Region, ...] = ()
