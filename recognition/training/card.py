"""Writes the model card's figures: what the folds' nets say of plates they have not seen.

python -m recognition.training.folded      asks the nets
python -m recognition.training.card        fits, prints the weights, writes recognition/models/figures.md and a curve
"""

import logging
import pickle
from collections.abc import Iterable, Sequence
from typing import cast

from recognition.tiny.weighing import FITTED
from recognition.tiny.weights import MODELS
from recognition.training.answers import Answered
from recognition.training.calibrate import fitted, reliability
from recognition.training.figures import (
    CALIFORNIA,
    COVERAGES,
    Outcome,
    by_width,
    curve,
    grouped,
    lettering,
    outcome,
    precision,
    row,
)
from recognition.training.folds import camera_of
from recognition.training.run_reader import MADE

HEAD = "| | plates | exact | folded | within ten | found | character error | raw |\n|---|---|---|---|---|---|---|---|"
FEWEST = 8  # plates of a group that is worth a line of its own

log = logging.getLogger("card")


def kept(name: str) -> tuple[list[Answered], list[Answered]]:
    """Photographs and cut-out plates, answered. Raises FileNotFoundError before `folded` has run."""
    return cast("tuple[list[Answered], list[Answered]]", pickle.loads((MADE / name).read_bytes()))  # noqa: S301  # our own file


def main() -> None:
    """The weights to the log, the figures and the curve beside the models."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    photographs, crops = kept("answers.pickle")
    drawn_photographs, drawn_crops = kept("answers-drawn.pickle")
    nothing = cast("list[Answered]", pickle.loads((MADE / "answers-nothing.pickle").read_bytes()))  # noqa: S301
    log.info("fitted: %s\nin use: %s", fitted([*photographs, *crops, *nothing]), FITTED)
    seen = [outcome(each, FITTED) for each in photographs]
    cut = [outcome(each, FITTED) for each in crops]
    parts = [
        "# Figures of the nets that ship\n\nWritten by `python -m recognition.training.card`.\n",
        _table(
            "All", [("photographs", seen), ("cut-out plates", cut), *_drawn(drawn_photographs, drawn_crops)]
        ),
        _table("Photographs by camera", _by(grouped_by_camera(photographs, seen))),
        _table("Photographs by width of the plate", _by(grouped(seen, by_width))),
        _table("California's passenger series (9AAA999)", _californian(seen, cut)),
        _table("Cut-out plates by state", _by(grouped(cut, lambda each: each.state))),
        _coverage(seen, cut),
    ]
    (MODELS / "figures.md").write_text("\n".join(parts), encoding="utf-8")
    both = [*seen, *cut]
    bands = reliability([each.confidence for each in both], [each.first == each.label for each in both])
    (MODELS / "reliability.svg").write_text(curve(bands), encoding="utf-8")
    log.info("%s", parts[1])


def _drawn(photographs: Sequence[Answered], crops: Sequence[Answered]) -> list[tuple[str, list[Outcome]]]:
    """The nets that saw drawings alone: what is missing to the others is what the drawings lack."""
    return [
        ("photographs, nets of drawings alone", [outcome(each, FITTED) for each in photographs]),
        ("cut-out plates, nets of drawings alone", [outcome(each, FITTED) for each in crops]),
    ]


def grouped_by_camera(pictures: Sequence[Answered], seen: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    groups: dict[str, list[Outcome]] = {}
    for picture, one in zip(pictures, seen, strict=True):
        groups.setdefault(camera_of(picture.file) or "others", []).append(one)
    return groups


def _by(groups: dict[str, list[Outcome]]) -> list[tuple[str, list[Outcome]]]:
    """Groups large enough to say something, and the rest together."""
    large = [(name, group) for name, group in groups.items() if len(group) >= FEWEST]
    rest = [one for group in groups.values() if len(group) < FEWEST for one in group]
    return [*large, *([("the rest", rest)] if rest else [])]


def _californian(seen: Sequence[Outcome], cut: Sequence[Outcome]) -> list[tuple[str, list[Outcome]]]:
    def of_series(outcomes: Iterable[Outcome]) -> list[Outcome]:
        return [each for each in outcomes if lettering(each.label) == CALIFORNIA]

    return [("photographs", of_series(seen)), ("cut-out plates", of_series(cut))]


def _table(title: str, groups: Sequence[tuple[str, list[Outcome]]]) -> str:
    return "\n".join([f"## {title}\n", HEAD, *(row(name, group) for name, group in groups if group), ""])


def _coverage(seen: Sequence[Outcome], cut: Sequence[Outcome]) -> str:
    lines = [
        "## Right among the surest\n",
        "| share of plates kept | photographs | cut-out plates |",
        "|---|---|---|",
    ]
    lines += [
        f"| {share:.0%} | {precision(seen, share):.3f} | {precision(cut, share):.3f} |" for share in COVERAGES
    ]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
