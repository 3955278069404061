"""A folder of what was read wrongly, to be looked at: plates enlarged, labels, answers, and a guess at the cause."""

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

import cv2
import numpy as np

import recognition
from bench.reading.causes import Cause, cause
from bench.reading.labels import Photograph
from bench.reading.measuring import Run
from bench.reading.scores import Outcome
from recognition import Picture

ENLARGED = 480  # pixels of width
AROUND = 0.25  # of the plate's width and height shown on each side
STYLE = "body{font:14px sans-serif}td{padding:4px 12px;vertical-align:top}img{display:block}"


def write(runs: Sequence[Run], labelled: Sequence[Photograph], folder: Path) -> None:
    """One page for each run, `ENGINE.html`, with its pictures, and `index.html` that leads to them."""
    folder.mkdir(parents=True, exist_ok=True)
    for run in runs:
        pictures = folder / run.engine
        pictures.mkdir(exist_ok=True)
        missed = [
            (photograph, outcome)
            for photograph, outcome in zip(labelled, run.outcomes, strict=True)
            if not outcome.right
        ]
        rows = [(outcome, *_looked_at(photograph, outcome, pictures)) for photograph, outcome in missed]
        (folder / f"{run.engine}.html").write_text(_page(run, rows), encoding="utf-8")
    links = "".join(f'<li><a href="{escape(run.engine)}.html">{escape(run.engine)}</a>' for run in runs)
    (folder / "index.html").write_text(
        _document("What was read wrongly", f"<ul>{links}</ul>"), encoding="utf-8"
    )


def _looked_at(photograph: Photograph, outcome: Outcome, pictures: Path) -> tuple[str, Cause]:
    """Where the enlarged plate was written, from the page, and why it may have been missed."""
    picture = recognition.decode(photograph.path.read_bytes())
    name = f"{photograph.path.stem}.jpg"
    cv2.imwrite(str(pictures / name), _enlarged(_around(picture, photograph, AROUND)))
    return f"{pictures.name}/{name}", cause(outcome, _around(picture, photograph, 0.0))


def _around(picture: Picture, photograph: Photograph, margin: float) -> Picture:
    if photograph.box is None:
        return picture
    x, y, width, height = photograph.box
    left, top = max(0, int(x - margin * width)), max(0, int(y - margin * height))
    return picture[top : int(y + (1 + margin) * height), left : int(x + (1 + margin) * width)]


def _enlarged(plate: Picture) -> Picture:
    scale = ENLARGED / plate.shape[1]
    return np.asarray(cv2.resize(plate, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), np.uint8)


def _page(run: Run, rows: Sequence[tuple[Outcome, str, Cause]]) -> str:
    kinds = Counter(why.kind.partition(":")[0] for _, _, why in rows)
    counted = "".join(f"<li>{count} {escape(kind)}" for kind, count in kinds.most_common())
    body = f"<ul>{counted}</ul><table>{''.join(map(_row, rows))}</table>"
    return _document(f"{run.engine}: {len(rows)} of {len(run.outcomes)} read wrongly", body)


def _row(row: tuple[Outcome, str, Cause]) -> str:
    outcome, picture, why = row
    told = "<br>".join(map(escape, _told(outcome, why)))
    return f'<tr><td><img src="{escape(picture)}" alt="" width="{ENLARGED}"><td>{told}'


def _told(outcome: Outcome, why: Cause) -> Iterator[str]:
    yield f"{outcome.file}, {outcome.width:.0f} pixels wide"
    yield f"label {outcome.plate}"
    yield f"read {outcome.best or 'nothing'} ({outcome.confidence:.2f}{', sure' if outcome.sure else ''})"
    yield f"cause: {', '.join((why.kind, *why.conditions))}"
    yield from (f"{text} {confidence:.3f}" for text, confidence in outcome.texts)


def _document(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style><h1>{escape(title)}</h1>{body}</html>"
    )
