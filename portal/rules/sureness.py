"""How sure a read is, and what else the plate may say: in words, and when somebody is told to look closely.

A confidence is 0 to 1 and fitted to plates that are known (`recognition.tiny.weighing`; `TRUST` for Tesseract), so
that of a hundred plates read at 0.9 about ninety are right. Below the engine's own limit nothing is read: the plate
stays empty, and what there is are candidates, which no search for a plate and no entry matches.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from portal.rules import picture_quality

COMPARE_BELOW = 0.9
"""A read less sure than this is shown on a hit with the words that it be compared: one in ten such is wrong."""
MOST_DOUBTS = 3
MOST_OTHERS = 3
LEAST_LIKELY = 0.01
"""Other readings less likely than this are left out of a hit: they would only take time."""

Pairs = Sequence[Sequence[Any]]
"""Pairs of a text and how likely it is, as a read stores them."""

SAID_BY = {
    "syntax": "by how its letters and digits are set out",
    "header": "by the name written on the plate",
    "model": "by the look of the plate",
}


def percent(share: float) -> str:
    """Never 0 % or 100 %, which no reading deserves."""
    if share < 0.01:
        return "under 1 %"
    return "over 99 %" if share > 0.99 else f"{share * 100:.0f} %"


def doubts(confidence: float, quality: Mapping[str, object]) -> tuple[str, ...]:
    """Why somebody should compare this read with its picture character by character, `MOST_DOUBTS` reasons
    at most; empty for a plain one."""
    doubtful = (f"Read with {percent(confidence)} certainty only.",) if confidence < COMPARE_BELOW else ()
    return (*doubtful, *picture_quality.cautions(quality))[:MOST_DOUBTS]


def others(plate: str, candidates: Pairs) -> list[tuple[str, float]]:
    """The likeliest other readings of a plate that was read, at most `MOST_OTHERS`."""
    found = [(text, likely) for text, likely in candidates if text != plate and likely >= LEAST_LIKELY]
    return found[:MOST_OTHERS]


def states(regions: Sequence[Sequence[Any]]) -> list[tuple[str, str, str]]:
    """(state, how likely, what says so) of the states a plate may be of, as a read stores them."""
    return [
        (region.removeprefix("us-").upper(), percent(likely), SAID_BY.get(reason, reason))
        for region, likely, reason in regions
    ]
