"""The figures of the model cards, from answers to plates the nets were not trained on.

python -m recognition.training.figures     writes recognition/models/figures.md and reliability.svg
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from recognition.pipeline import DETECTOR_SAYS
from recognition.texts import edits
from recognition.tiny.weighing import Weights, weighed
from recognition.training.answers import SAME_PLACE, Answered
from recognition.training.calibrate import Reliability
from recognition.values import Candidate

FOLDED = str.maketrans("OQI", "001")
CALIFORNIA = "9AAA999"
COVERAGES = (0.5, 0.7, 0.75, 0.8, 0.9, 1.0)


@dataclass(frozen=True)
class Outcome:
    """What the engine makes of one labelled plate: its first answer, how sure, its ten, and whether it was found."""

    label: str
    first: str
    confidence: float
    ten: tuple[str, ...]
    found: bool
    raw: str
    state: str
    width: float


def outcome(picture: Answered, weights: Weights) -> Outcome:
    """The first answer is the surest of all places found, as the engine orders them."""
    candidates: list[tuple[float, tuple[Candidate, ...], str]] = [
        (best[0].confidence * answer.found.score**DETECTOR_SAYS, best, answer.reading.text)
        for answer in picture.answers
        if (best := weighed(answer.reading, 10, answer.found.score, weights))
    ]
    candidates.sort(key=lambda each: -each[0])
    found = any(answer.overlap > SAME_PLACE for answer in picture.answers)
    if not candidates:
        return Outcome(picture.plate, "", 0.0, (), found, "", picture.state, picture.width)
    ten = tuple(one.text for _, best, _ in candidates for one in best)
    first = candidates[0][1][0]
    return Outcome(
        picture.plate,
        first.text,
        first.confidence,
        ten,
        found,
        candidates[0][2],
        picture.state,
        picture.width,
    )


def row(name: str, outcomes: Sequence[Outcome]) -> str:
    """One line of a table: count, exact, folded, within ten, found, character error, raw."""
    count = len(outcomes)

    def share(right: Iterable[bool]) -> str:
        return f"{sum(right) / count:.3f}"

    wrong = sum(min(1.0, edits(each.first, each.label) / len(each.label)) for each in outcomes) / count
    cells = (
        name,
        str(count),
        share(each.first == each.label for each in outcomes),
        share(each.first.translate(FOLDED) == each.label.translate(FOLDED) for each in outcomes),
        share(each.label in each.ten for each in outcomes),
        share(each.found for each in outcomes),
        f"{wrong:.3f}",
        share(each.raw == each.label for each in outcomes),
    )
    return "| " + " | ".join(cells) + " |"


def grouped(outcomes: Sequence[Outcome], key: Callable[[Outcome], str]) -> dict[str, list[Outcome]]:
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for each in outcomes:
        groups[key(each)].append(each)
    return dict(sorted(groups.items()))


def lettering(text: str) -> str:
    return "".join("9" if char.isdigit() else "A" for char in text)


def by_width(each: Outcome) -> str:
    for limit in (60, 76, 100, 140):
        if each.width < limit:
            return f"under {limit:3} px"
    return "wider"


def precision(outcomes: Sequence[Outcome], coverage: float) -> float:
    """The share of right answers among the surest `coverage` of all."""
    ordered = sorted(outcomes, key=lambda each: -each.confidence)
    kept = ordered[: max(1, round(coverage * len(ordered)))]
    return sum(each.first == each.label for each in kept) / len(kept)


def curve(bands: Sequence[Reliability]) -> str:
    """What was said against what was right, as an SVG of 320 x 320 with the even line."""
    points = " ".join(f"{20 + 280 * each.said:.1f},{300 - 280 * each.right:.1f}" for each in bands)
    dots = "".join(
        f'<circle cx="{20 + 280 * each.said:.1f}" cy="{300 - 280 * each.right:.1f}" r="{2 + each.count**0.5 / 3:.1f}"/>'
        for each in bands
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 330" width="320" height="330" role="img">'
        "<title>Confidence against the share that is right</title>"
        '<rect x="20" y="20" width="280" height="280" fill="#fff" stroke="#71767a"/>'
        '<line x1="20" y1="300" x2="300" y2="20" stroke="#a9aeb1" stroke-dasharray="4"/>'
        f'<polyline points="{points}" fill="none" stroke="#005ea2" stroke-width="2"/><g fill="#005ea2">{dots}</g>'
        '<text x="160" y="320" font-size="12" text-anchor="middle">confidence</text>'
        '<text x="14" y="160" font-size="12" text-anchor="middle" transform="rotate(-90 14 160)">right</text></svg>\n'
    )
