"""Batches for the reader: flats from several sources, each time seen by another camera, with what stands where."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from recognition.tiny.beam import BLANK
from recognition.tiny.crops import NET_WIDE, standardised
from recognition.training.camera import seen
from recognition.training.collage import Cutter
from recognition.training.flats import MOST_CHARACTERS, Flat
from recognition.training.reader_net import PLACES, encoded

UNKNOWN = -100  # a place that teaches nothing: nobody knows what stands there


@dataclass(frozen=True)
class Mixture:
    """Where plates come from and how often: drawn, real, and real ones whose characters changed places."""

    drawn: Sequence[Flat]
    real: Sequence[Flat]
    share_real: float
    share_collage: float


@dataclass(frozen=True)
class Batch:
    """Plates N x 1 x 40 x 128; what stands at each place N x 32 (`UNKNOWN` where nobody knows); texts as numbers."""

    plates: NDArray[np.float32]
    places: NDArray[np.int64]
    texts: NDArray[np.int64]
    lengths: NDArray[np.int64]


def batches(mixture: Mixture, size: int, random: Generator, hard: float = 1.0) -> Iterator[Batch]:
    """Batches without end."""
    cutter = Cutter(mixture.real)
    while True:
        yield batch([_one(mixture, cutter, random) for _ in range(size)], random, hard)


def _one(mixture: Mixture, cutter: Cutter, random: Generator) -> Flat:
    choice = random.random()
    if choice < mixture.share_real:
        return mixture.real[int(random.integers(len(mixture.real)))]
    if choice < mixture.share_real + mixture.share_collage:
        return cutter.collage(random)
    return mixture.drawn[int(random.integers(len(mixture.drawn)))]


def batch(flats: Sequence[Flat], random: Generator, hard: float) -> Batch:
    """What a camera makes of these flats; now and then in the negative, as infrared shows some plates."""
    plates, places = [], np.full((len(flats), PLACES), UNKNOWN, np.int64)
    texts = np.zeros((len(flats), MOST_CHARACTERS), np.int64)
    for number, flat in enumerate(flats):
        picture, centres = seen(flat.picture, flat.centres, random, hard=hard)
        plates.append(standardised(picture) * (-1 if random.random() < 0.04 else 1))
        texts[number, : len(flat.text)] = encoded(flat.text)
        if centres:
            places[number] = _what_stands_where(encoded(flat.text), centres)
    lengths = np.array([len(flat.text) for flat in flats], np.int64)
    return Batch(np.stack(plates)[:, None].astype(np.float32), places, texts, lengths)


def _what_stands_where(numbers: Sequence[int], centres: Sequence[float]) -> NDArray[np.int64]:
    """The character at the place of its middle, none half way between two; the places between teach nothing."""
    places = np.full(PLACES, UNKNOWN, np.int64)
    at = np.clip(np.array(centres) * PLACES / NET_WIDE - 0.5, 0, PLACES - 1)
    places[: max(0, int(at[0] - 2))] = BLANK
    places[int(at[-1] + 3) :] = BLANK
    for left, right in pairwise(at):
        if right - left >= 2:
            places[round((left + right) / 2)] = BLANK
    places[np.round(at).astype(int)] = numbers
    return places
