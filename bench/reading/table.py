"""The figures of several runs side by side, as text and as values of JSON."""

import math
from collections.abc import Sequence
from typing import Any

from bench.reading.measuring import Run
from bench.reading.scores import (
    COVERAGES,
    WIDTHS,
    Outcome,
    character_errors,
    interval,
    mean,
    of_california,
    precision_at,
    within,
)

Figures = dict[str, Any]


def figures(run: Run, first: Run) -> Figures:
    """Everything the table tells of a run; the ratios are to the first run of the table."""
    outcomes = run.outcomes
    return {
        "engine": run.engine,
        "pictures": len(outcomes),
        **_accuracy(outcomes),
        "images_per_second": run.speed,
        "megabytes": run.megabytes,
        "cold_start_seconds": run.cold,
        "speed_ratio": run.speed / first.speed,
        "memory_ratio": run.megabytes / first.megabytes,
        "precision_at_coverage": {f"{share:.2f}": precision_at(outcomes, share) for share in COVERAGES},
        "california": _part(of_california(outcomes)),
        "widths": {_width(low, high): _part(within(outcomes, low, high)) for low, high in WIDTHS},
        "states": _states(outcomes),
    }


def _accuracy(outcomes: Sequence[Outcome]) -> Figures:
    sure = [each for each in outcomes if each.sure]
    return {
        "top_1": mean([each.right for each in outcomes]),
        "top_1_interval": interval(sum(each.right for each in outcomes), len(outcomes)),
        "folded": mean([each.right_if_folded for each in outcomes]),
        "top_10": mean([each.in_ten for each in outcomes]),
        "found": mean([each.found for each in outcomes]),
        "character_errors": character_errors(outcomes),
        "sure": len(sure) / len(outcomes),
        "right_of_sure": mean([each.right for each in sure]),
    }


def _part(outcomes: Sequence[Outcome]) -> Figures:
    return {"pictures": len(outcomes), "top_1": mean([each.right for each in outcomes])}


def _width(low: float, high: float) -> str:
    return f"{low}+" if high == math.inf else f"{low}-{high}"


def _states(outcomes: Sequence[Outcome]) -> Figures:
    """Of the pictures whose state is labelled: how often one was told, and how often the told one was right."""
    labelled = [each for each in outcomes if each.state]
    told = [each for each in labelled if each.region]
    return {
        "pictures": len(labelled),
        "told": len(told) / len(labelled) if labelled else 0.0,
        "right_of_told": mean([each.region == each.state for each in told]),
    }


def table(rows: Sequence[Figures]) -> str:
    """The rows in three blocks: what was read, at what cost, and how it holds for parts of the pictures."""
    return "\n".join([*_accuracy_block(rows), "", *_cost_block(rows), "", *_parts_block(rows)])


def _accuracy_block(rows: Sequence[Figures]) -> list[str]:
    titles = ("top-1", "95 % interval", "fold", "top-10", "det", "CER", "sure", "right")
    lines = [
        (
            row["engine"],
            _share(row["top_1"]),
            "-".join(map(_share, row["top_1_interval"])),
            *(_share(row[key]) for key in ("folded", "top_10", "found", "character_errors", "sure")),
            _share(row["right_of_sure"]),
        )
        for row in rows
    ]
    return _lined(titles, lines)


def _cost_block(rows: Sequence[Figures]) -> list[str]:
    titles = ("img/s", "x first", "RSS MB", "x first", "cold s")
    lines = [
        (
            row["engine"],
            f"{row['images_per_second']:.1f}",
            f"{row['speed_ratio']:.2f}",
            f"{row['megabytes']:.0f}",
            f"{row['memory_ratio']:.2f}",
            f"{row['cold_start_seconds']:.2f}",
        )
        for row in rows
    ]
    return _lined(titles, lines)


def _parts_block(rows: Sequence[Figures]) -> list[str]:
    """Precision among the surest, California's format, widths of the plate in pixels, and states where labelled."""
    first = rows[0]
    titles = [f"P@{float(share) * 100:.0f}%" for share in first["precision_at_coverage"]]
    titles += [f"1AAA111 n={first['california']['pictures']}"]
    titles += [f"{name}px n={part['pictures']}" for name, part in first["widths"].items() if part["pictures"]]
    titles += [f"state told n={first['states']['pictures']}", "right"] if first["states"]["pictures"] else []
    return _lined(titles, [_parts_line(row) for row in rows])


def _parts_line(row: Figures) -> tuple[str, ...]:
    shares = [*row["precision_at_coverage"].values(), row["california"]["top_1"]]
    shares += [part["top_1"] for part in row["widths"].values() if part["pictures"]]
    shares += [row["states"]["told"], row["states"]["right_of_told"]] if row["states"]["pictures"] else []
    return row["engine"], *map(_share, shares)


def _lined(titles: Sequence[str], lines: Sequence[Sequence[str]]) -> list[str]:
    """The titles over the columns, each as wide as its widest entry."""
    whole = [("engine", *titles), *lines]
    widths = [max(map(len, column)) for column in zip(*whole, strict=True)]
    return ["  ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])]) for line in whole]


def _share(value: float) -> str:
    return f"{value:.3f}"
