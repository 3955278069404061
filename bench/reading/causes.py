"""A guess why a plate was not read, by simple rules; it sorts failures for a person, and proves nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from bench.reading.scores import Outcome, folded
from recognition import Picture
from recognition.texts import edits

NARROW = 76  # pixels of plate width below which characters have few to stand on
FAINT = 60  # grey levels between the darkest and the lightest twentieth of the plate
BLURRED = 100.0  # spread of the Laplacian over the plate, as `recognition.Quality` has it


@dataclass(frozen=True)
class Cause:
    """The kind of mistake, and what in the picture may have led to it."""

    kind: str
    conditions: tuple[str, ...]


def cause(outcome: Outcome, plate: Picture) -> Cause:
    """The cause, from what was read and the picture inside the labelled box."""
    return Cause(kind(outcome), tuple(_conditions(outcome, plate)))


def kind(outcome: Outcome) -> str:
    """What kind of mistake it is, from the texts alone."""
    if not outcome.found:
        return "not found"
    if not outcome.best:
        return "nothing read"
    if folded(outcome.best) == folded(outcome.plate):
        return "label does not keep 0/O/Q or 1/I apart"
    return _difference(outcome.best, outcome.plate)


def _difference(best: str, plate: str) -> str:
    if len(best) == len(plate):
        wrong = [(seen, there) for seen, there in zip(best, plate, strict=True) if seen != there]
        if len(wrong) == 1:
            seen, there = wrong[0]
            return f"one character: {there} read as {seen}"
    if plate.startswith(best) or plate.endswith(best):
        return "edge character lost"
    if best.startswith(plate) or best.endswith(plate):
        return "edge character added"
    if edits(best, plate) == 1:
        return "inner character lost or added"
    return "several characters" if edits(best, plate) <= len(plate) // 2 else "something else was read"


def _conditions(outcome: Outcome, plate: Picture) -> Iterator[str]:
    grey = plate if plate.ndim == 2 else cv2.cvtColor(plate, cv2.COLOR_BGR2GRAY)
    dark, light = np.percentile(grey, (5, 95))
    if grey.shape[1] < NARROW:
        yield "narrow"
    if light - dark < FAINT:
        yield "low contrast"
    if cv2.Laplacian(grey, cv2.CV_64F).var() < BLURRED:
        yield "blurred"
    if outcome.in_ten:
        yield "right text among the candidates"
