"""Real plates whose characters changed places: the dies, the dirt and the light of the street, other texts.

A few hundred plates hold a few thousand characters of real dies. Strips cut between them, put in another order or
taken over from another plate of the same state, give texts no net can learn by heart.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.random import Generator

from recognition.training.flats import ABOVE, PLATE_TALL, Flat, Grey

FROM_ANOTHER = 0.3  # share of strips taken from another plate
WIDEST = 0.62  # half a strip to the usual step between characters, at most: an emblem stays where it is


@dataclass(frozen=True)
class Strip:
    """One character, as high as a plate and its surroundings."""

    picture: Grey
    char: str


class Cutter:
    """Makes collages of flats whose characters' places are known."""

    def __init__(self, flats: Sequence[Flat]) -> None:
        self.flats = [flat for flat in flats if len(flat.centres) == len(flat.text) > 2]
        self.by_state: dict[str, list[Strip]] = defaultdict(list)
        for flat in self.flats:
            if flat.state:
                self.by_state[flat.state] += strips(flat)

    def collage(self, random: Generator) -> Flat:
        """One plate with its strips in another order, some of them another plate's. Raises ValueError without flats."""
        flat = self.flats[random.integers(len(self.flats))]
        own = strips(flat)
        chosen = [own[place] for place in random.permutation(len(own))]
        others = self.by_state.get(flat.state, [])
        if others:
            chosen = [
                others[random.integers(len(others))] if random.random() < FROM_ANOTHER else strip
                for strip in chosen
            ]
        picture = flat.picture.copy()
        for (left, right), strip in zip(_edges(flat), chosen, strict=True):
            picture[:, left:right] = _fitted(strip.picture, picture[:, left:right])
        return replace(flat, picture=picture, text="".join(strip.char for strip in chosen))


def strips(flat: Flat) -> list[Strip]:
    return [
        Strip(flat.picture[:, left:right], char)
        for (left, right), char in zip(_edges(flat), flat.text, strict=True)
    ]


def _edges(flat: Flat) -> list[tuple[int, int]]:
    """Left and right of each character: half way to its neighbours, but no farther than a character is wide."""
    centres = np.array(flat.centres)
    steps = np.diff(centres)
    most = WIDEST * float(np.median(steps))
    before = np.minimum(np.concatenate(([most], steps / 2)), most)
    after = np.minimum(np.concatenate((steps / 2, [most])), most)
    return [
        (max(0, round(left)), max(round(left) + 2, round(right)))
        for left, right in zip(centres - before, centres + after, strict=True)
    ]


def _fitted(strip: Grey, place: Grey) -> Grey:
    """The strip in the size of a place, as light and as contrasted as what stood there."""
    scaled = cv2.resize(strip, (place.shape[1], place.shape[0]), interpolation=cv2.INTER_AREA).astype(
        np.float32
    )
    rows = slice(ABOVE, ABOVE + PLATE_TALL)
    here, there = place[rows].astype(np.float32), scaled[rows]
    scaled = (scaled - there.mean()) * (here.std() + 1) / (there.std() + 1) + here.mean()
    return np.asarray(np.clip(scaled, 0, 255), np.uint8)
