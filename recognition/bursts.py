"""One vehicle, several pictures: what they say together.

Pictures of one vehicle follow each other and read alike. What each of them holds possible is added up as
log-probabilities, so that the one text all of them allow wins over a text that only one of them prefers.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recognition.texts import edits
from recognition.tiny.weighing import SURE
from recognition.values import Candidate, Quality

WITHIN = 10.0
"""Seconds between two pictures of one vehicle, at most: a car at 5 miles an hour passes 22 metres in them."""

NEIGHBOURS = 2  # how far apart in their order, where the pictures have no time
LOOKED_BACK = 5  # pictures of a vehicle that the next one is compared with
CHARACTERS_A_SLIP = 3  # two texts of seven characters may be one plate with two of them misread
POSSIBLE = 0.02  # share from which a picture holds a text possible

UNSAID = 0.02
"""What a picture gives a text it does not list: this share of all it leaves open, as if there were fifty of them. An
estimate: a text that is not among the first ten candidates is rarely right."""

LEAST_OPEN = 0.001  # every picture leaves so much open, however sure it is


@dataclass(frozen=True, slots=True)
class Seen:
    """One plate in one picture.

    `number` is the place of the picture in its order, the same for all plates of one picture. `at` is in seconds on the
    clock called `clock`, or None: frames of one film share a clock, and so do all still pictures. `frame` is the second
    of the film that the picture is.
    """

    file: str
    number: int
    text: str
    confidence: float
    candidates: tuple[Candidate, ...]
    quality: Quality
    at: float | None = None
    clock: str = ""
    frame: float | None = None

    @property
    def guess(self) -> str:
        """What it most likely says, sure or not."""
        return self.candidates[0].text

    def likelihood(self, text: str) -> float:
        return max((share for each, share in self.candidates if each == text), default=0.0)


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One vehicle: what its pictures say together, and each of them as evidence.

    `text` is empty when they are unsure even together. `best` is the picture that shows the plate best.
    """

    text: str
    confidence: float
    candidates: tuple[Candidate, ...]
    best: Seen
    evidence: tuple[Seen, ...]


def grouped(
    reads: Sequence[Seen], within: float = WITHIN, top_n: int = 10, sure: float = SURE
) -> list[Vehicle]:
    """The vehicles in the order in which they came, each with at most `top_n` candidates.

    Two plates in one picture are two vehicles, and so are two plates that are read surely and differ. A plate without
    any candidate is of none. Together they are read from the confidence `sure` on, as the engine reads each.
    """
    groups: list[list[Seen]] = []
    for seen in _in_time(reads):
        fitting = [group for group in groups if _may_be_of(seen, group, within)]
        if fitting:
            min(fitting, key=lambda group: edits(seen.guess, group[-1].guess)).append(seen)
        else:
            groups.append([seen])
    return [_vehicle(group, top_n, sure) for group in groups]


def _in_time(reads: Sequence[Seen]) -> list[Seen]:
    reads = [seen for seen in reads if seen.candidates]
    timed = {seen.clock: True for seen in reads} | {seen.clock: False for seen in reads if seen.at is None}
    return sorted(
        reads, key=lambda seen: (seen.clock, seen.at if timed[seen.clock] and seen.at else 0.0, seen.number)
    )


def _may_be_of(seen: Seen, group: Sequence[Seen], within: float) -> bool:
    latest = group[-LOOKED_BACK:]
    if not _near(seen, latest[-1], within) or any(other.number == seen.number for other in latest):
        return False
    return any(_alike(seen, other) for other in latest)


def _near(seen: Seen, other: Seen, within: float) -> bool:
    if seen.clock != other.clock:
        return False
    if seen.at is None or other.at is None:
        return abs(seen.number - other.number) <= NEIGHBOURS
    return abs(seen.at - other.at) <= within


def _alike(one: Seen, other: Seen) -> bool:
    """Whether both can be the same plate misread at few places."""
    shorter = min(len(one.guess), len(other.guess))
    if edits(one.guess, other.guess) > max(1, shorter // CHARACTERS_A_SLIP):
        return False
    both_sure = bool(one.text and other.text and one.text != other.text)
    possible = max(one.likelihood(other.text), other.likelihood(one.text)) >= POSSIBLE
    return possible or not both_sure


def _vehicle(group: Sequence[Seen], top_n: int, sure: float) -> Vehicle:
    candidates = group[0].candidates if len(group) == 1 else tuple(_agreed(group))
    text, confidence = candidates[0]
    best = max(group, key=lambda seen: (seen.likelihood(text), seen.quality.plate_width))
    return Vehicle(text if confidence >= sure else "", confidence, candidates[:top_n], best, tuple(group))


def _agreed(group: Sequence[Seen]) -> Iterator[Candidate]:
    """What the pictures hold possible together, the likeliest first.

    The sum is divided by the root of their number: pictures of one vehicle share light, angle and dirt, so that ten
    that agree are not ten witnesses.
    """
    left_open = [max(1 - sum(share for _, share in seen.candidates), LEAST_OPEN) for seen in group]
    unsaid = (len(group) - 1) * math.log(UNSAID)  # all of them would have to mean the same one
    sums = {"": sum(map(math.log, left_open)) + unsaid}
    for text in {each.text for seen in group for each in seen.candidates}:
        shares = (max(s.likelihood(text), UNSAID * rest) for s, rest in zip(group, left_open, strict=True))
        sums[text] = sum(map(math.log, shares))
    highest, root = max(sums.values()), math.sqrt(len(group))
    weights = {text: math.exp((total - highest) / root) for text, total in sums.items()}
    whole = sum(weights.values())
    ranked = sorted((text for text in weights if text), key=lambda text: (-weights[text], text))
    return (Candidate(text, weights[text] / whole) for text in ranked)
