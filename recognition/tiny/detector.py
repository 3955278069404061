"""Finds plates with a small net that looks at the whole picture at once, and at large pictures more closely.

The net is fully convolutional: for each cell of eight by eight pixels it says how likely a plate has its centre
there, and where that plate's corners are (`recognition.training.network` describes its answer). It knows plates of
about 18 to 280 pixels, so one look with the longer side at 640 pixels finds those from a 36th to two fifths of the
picture's width. Where that look finds nothing convincing, a coarser one finds a plate that fills the picture and
closer ones find a small plate in a large picture.
"""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from recognition.tiny import weights
from recognition.tiny.close_up import with_whole
from recognition.values import Corners, FoundPlate, Picture

MODEL = "detector"
FIRST_LOOK = 640  # pixels of the longer side
COARSE_LOOK = 224
CLOSER_LOOKS = (1280, 2560)
MOST_ENLARGED = 2.0  # times: more only shows the steps between pixels
WORTH_A_CLOSER_LOOK = 1.25  # a look must shrink the picture this much for the next one to show more
TOO_LARGE = 2560  # pixels of the longer side from which one closer look is always taken
CONVINCING = 0.5  # score from which no other look is taken
FAINTEST = 0.15  # score below which nothing is a plate
STRIDE, MULTIPLE = 8, 32  # pixels to a cell of the answer, and of which the sides of its input are multiples
TILE, OVERLAP = (
    720,
    160,
)  # pixels: the side of what the net is shown at most, which bounds its memory, and what two share
LOOKED_AT_AGAIN = 3  # at most, of what was found, at the size the net is most exact at
WORTH_READING = 0.5  # of the best score: below it no labelled plate was ever found
RIVAL = 0.5  # of the best score: what may turn out the likeliest on another look
CLOSE_PLATE, CLOSE_WIDE, CLOSE_TALL = 112, 256, 160  # pixels: the plate in that look, and the look itself
RIM = 32  # pixels of plain grey around the coarse look, where a plate may reach the picture's edge
MOST_PEAKS = 50  # of one look
SAME_PLATE = 0.3  # shared area over joint area
INSIDE = 0.6  # share of one box in another that makes it a part of the same plate
LEAST_SPREAD = 8.0  # grey levels: a plain picture stays plain

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class _Peaks:
    """What looks found: scores (N), upright boxes (N x 4: left, top, right, bottom), corners (N x 4 x 2)."""

    scores: Floats
    boxes: Floats
    corners: Floats


@dataclass(frozen=True)
class _View:
    """A part of the picture as the net's input; `start` is its left and top, `ratio` the picture's pixels to one."""

    pixels: Floats
    start: tuple[float, float]
    ratio: tuple[float, float]


class TinyDetector:
    """A `Detector`. Its net is loaded when it is first needed, once a thread."""

    def __init__(self, load: Callable[[], cv2.dnn.Net] = lambda: weights.load(MODEL)) -> None:
        self._load = load
        self._own = threading.local()

    def find(self, image: Picture, limit: int) -> list[FoundPlate]:
        """At most `limit` plates, the likeliest first; scores are 0 to 1 and do not depend on the number of threads.

        Raises `EngineUnavailable` when the model is missing or not the released one.
        """
        if limit < 1 or image.size == 0:
            return []
        grey = image if image.ndim == 2 else np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)
        found = self._look(grey, FIRST_LOOK)
        for side in _other_looks(max(grey.shape)):
            if (side in CLOSER_LOOKS[:1] and max(grey.shape) >= TOO_LARGE) or not _convincing(found):
                found = _joined([found, self._look(grey, side, RIM if side == COARSE_LOOK else 0)])
        found = self._again(grey, _some(found, _distinct(found, max(limit, LOOKED_AT_AGAIN))))
        plates = [
            FoundPlate(_corners(found.corners[each]), float(found.scores[each]))
            for each in _distinct(found, limit)
            if found.scores[each] >= WORTH_READING * found.scores.max()
        ]
        return with_whole(grey, plates, limit)

    def _look(self, grey: Picture, side: int, rim: int = 0) -> _Peaks:
        """What the net finds with the picture's longer side at `side` pixels, in pixels of the picture itself."""
        scale = min(side / max(grey.shape), MOST_ENLARGED)
        size = [max(1, round(length * scale)) for length in grey.shape[::-1]]
        kind = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        view = np.asarray(cv2.resize(grey, size, interpolation=kind), np.uint8)
        ratio = grey.shape[1] / size[0], grey.shape[0] / size[1]
        return _joined([_moved(self._peaks(part, rim), start, ratio) for part, start in _tiles(view)])

    def _again(self, grey: Picture, found: _Peaks) -> _Peaks:
        """The likeliest once more, each at the size the net is most exact at; its score is the mean of both looks.

        What is not seen again keeps its place and half its score; what cannot become the likeliest is left as it is.
        """
        count = int(np.sum(found.scores[:LOOKED_AT_AGAIN] >= RIVAL * found.scores.max(initial=0.0)))
        again = []
        for each in range(count):
            old = _some(found, [each])
            view = _close_view(grey, old.boxes[0])
            seen = _decoded(self._answer("close", view.pixels))
            seen = _moved(_moved(seen, (0, 0), view.ratio), view.start, (1.0, 1.0))
            same = [at for at in range(len(seen.scores)) if _same(seen.boxes[at], old.boxes[0])][:1]
            again.append(_scored(_some(seen, same) if same else old, old.scores, bool(same)))
        return _joined([*again, _some(found, list(range(count, len(found.scores))))])

    def _peaks(self, view: Picture, rim: int) -> _Peaks:
        return _moved(_decoded(self._answer("wide", _net_input(view, rim))), (-rim, -rim), (1.0, 1.0))

    def _answer(self, look: str, pixels: Floats) -> Floats:
        """What the net says. Each look has a net of its own: to change the size of its input costs milliseconds."""
        nets: dict[str, cv2.dnn.Net] = self._own.__dict__
        if look not in nets:
            nets[look] = self._load()
        nets[look].setInput(pixels)
        answer: Floats = np.asarray(nets[look].forward(), np.float32)
        return np.asarray(answer[0], np.float32)


def _other_looks(longest: int) -> Iterator[int]:
    """The looks after the first: the coarse one costs little, and each closer one must show more than the last."""
    yield COARSE_LOOK
    last = FIRST_LOOK
    for side in CLOSER_LOOKS:
        if longest >= WORTH_A_CLOSER_LOOK * last:
            yield min(side, longest)
            last = side


def _net_input(view: Picture, rim: int) -> Floats:
    """Mean 0 and spread 1, with plain grey to the next multiple of 32."""
    level = _levels(view)
    height, width = (-(-(length + 2 * rim) // MULTIPLE) * MULTIPLE for length in view.shape)
    room = np.zeros((1, 1, height, width), np.float32)
    room[0, 0, rim : rim + view.shape[0], rim : rim + view.shape[1]] = level
    return room


def _close_view(grey: Picture, box: Floats) -> _View:
    """What lies around a box, so large that the box becomes `CLOSE_PLATE` pixels wide."""
    scale = min(CLOSE_PLATE / max(float(box[2] - box[0]), 1.0), MOST_ENLARGED)
    reach = np.array((CLOSE_WIDE, CLOSE_TALL)) / scale / 2
    middle = (box[:2] + box[2:]) / 2
    size = np.array(grey.shape[::-1])
    left, top = (int(at) for at in np.clip(np.floor(middle - reach), 0, size - 1))
    right, bottom = (int(at) for at in np.clip(np.ceil(middle + reach), (left + 1, top + 1), size))
    part = grey[top:bottom, left:right]
    wide = min(CLOSE_WIDE, max(1, round(part.shape[1] * scale)))
    tall = min(CLOSE_TALL, max(1, round(part.shape[0] * scale)))
    kind = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = np.asarray(cv2.resize(part, (wide, tall), interpolation=kind), np.uint8)
    room = np.zeros((1, 1, CLOSE_TALL, CLOSE_WIDE), np.float32)
    room[0, 0, :tall, :wide] = _levels(small)
    return _View(room, (left, top), (part.shape[1] / wide, part.shape[0] / tall))


def _levels(view: Picture) -> Floats:
    """Grey levels with mean 0 and spread 1."""
    mean, spread = cv2.meanStdDev(view)
    return (view.astype(np.float32) - np.float32(mean[0, 0])) / np.float32(max(spread[0, 0], LEAST_SPREAD))


def _decoded(answer: Floats) -> _Peaks:
    """The peaks of one answer of the net (13 x rows x columns), in pixels of its input."""
    score = 1 / (1 + np.exp(-np.clip(answer[0], -30, 30)))
    highest = np.asarray(cv2.dilate(score, np.ones((3, 3), np.uint8)), np.float32)
    rows, columns = np.nonzero((score >= FAINTEST) & (score >= highest))
    order = np.argsort(-score[rows, columns], kind="stable")[:MOST_PEAKS]
    rows, columns = rows[order], columns[order]
    values = answer[:, rows, columns]
    centre = (np.stack((columns, rows)) + 0.5 + values[1:3]) * STRIDE
    half = np.exp(np.clip(values[3:5], -4, 4)) * ((16,), (8,))
    boxes = np.concatenate((centre - half, centre + half)).T
    turned = values[5:].reshape(4, 2, -1) * half + centre
    corners = turned.transpose(2, 0, 1)
    return _Peaks(score[rows, columns], boxes.astype(np.float32), corners.astype(np.float32))


def _tiles(view: Picture) -> Iterator[tuple[Picture, tuple[int, int]]]:
    """Overlapping parts no larger than the net's largest input, each with its left and top."""
    height, width = view.shape
    for top in _starts(height, TILE):
        for left in _starts(width, TILE):
            yield view[top : top + TILE, left : left + TILE], (left, top)


def _starts(length: int, part: int) -> list[int]:
    count = 1 if length <= part else -(-(length - OVERLAP) // (part - OVERLAP))
    return [round(at) for at in np.linspace(0, max(0, length - part), count)]


def _moved(peaks: _Peaks, start: tuple[float, float], ratio: tuple[float, float]) -> _Peaks:
    boxes = (peaks.boxes + np.array(start * 2, np.float32)) * np.array(ratio * 2, np.float32)
    corners = (peaks.corners + np.array(start, np.float32)) * np.array(ratio, np.float32)
    return _Peaks(peaks.scores, boxes, corners)


def _some(peaks: _Peaks, which: list[int]) -> _Peaks:
    return _Peaks(peaks.scores[which], peaks.boxes[which], peaks.corners[which])


def _scored(peaks: _Peaks, before: Floats, seen_again: bool) -> _Peaks:
    scores = (peaks.scores + before) / 2 if seen_again else before / 2
    return _Peaks(scores.astype(np.float32), peaks.boxes, peaks.corners)


def _joined(parts: list[_Peaks]) -> _Peaks:
    fields = ([getattr(part, name) for part in parts] for name in ("scores", "boxes", "corners"))
    return _Peaks(*(np.concatenate(field) for field in fields))


def _convincing(found: _Peaks) -> bool:
    return bool(found.scores.size) and float(found.scores.max()) >= CONVINCING


def _distinct(found: _Peaks, limit: int) -> list[int]:
    """The likeliest of those that lie in the same place, at most `limit`, best first."""
    kept: list[int] = []
    for each in np.argsort(-found.scores, kind="stable"):
        if len(kept) == limit:
            break
        if not any(_same(found.boxes[each], found.boxes[other]) for other in kept):
            kept.append(int(each))
    return kept


def _same(one: Floats, other: Floats) -> bool:
    shared = np.prod(np.maximum(np.minimum(one[2:], other[2:]) - np.maximum(one[:2], other[:2]), 0))
    areas = [np.prod(box[2:] - box[:2]) for box in (one, other)]
    return bool(shared > SAME_PLATE * (sum(areas) - shared) or shared > INSIDE * min(areas))


def _corners(points: Floats) -> Corners:
    first, second, third, fourth = ((float(x), float(y)) for x, y in points)
    return first, second, third, fourth
