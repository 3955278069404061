"""The net that reads, as a `Reader`: several views of each plate, one beam, and what all views make of each text."""

import threading
from collections.abc import Callable, Sequence
from functools import cache

import cv2
import numpy as np

from recognition.rectify import CROP_HEIGHT
from recognition.tiny import beam, weights
from recognition.tiny.crops import Tensor, net_input
from recognition.values import Candidate, Character, EngineLabel, Picture, Reading

MODEL = "reader"
VIEWS = (1.0, 0.93, 0.88, 1.06, 1.12)
"""How much of the surroundings each view shows, see `net_input`; only plates in doubt at the first are seen in all."""
CERTAIN = 0.9  # likelihood of the first view's best text from which no other is asked
HOPELESS = 0.01
"""Likelihood of the first view's best text below which no other is asked either. Of 474 labelled plates, read by nets
that had not seen them, the least had .02; two in three of the other places found on the photographs have less."""
TEXTS = 20  # texts weighed a plate
ALTERNATIVES = 4  # characters tried at a place, the seen one among them
USUAL_HEIGHT = 0.36
"""Height of the characters to that of a crop: the net does not say, and plates hardly differ."""


class TinyReader:
    """A `Reader`. Its net is loaded when it is first needed, once a thread; answers do not depend on their number."""

    def __init__(self, load: Callable[[], cv2.dnn.Net] = lambda: weights.load(MODEL)) -> None:
        self._load = load
        self._own = threading.local()

    def read_crops(self, crops: Sequence[Picture]) -> list[Reading]:
        """One reading a crop. Raises `EngineUnavailable` when the net is missing or is not the one we shipped."""
        if not crops:
            return []
        first = beam.shares(self.scores(net_input(crops, VIEWS[0])))
        readings = {number: _at_first_sight(first[number]) for number in range(len(crops))}
        doubtful = [number for number, reading in readings.items() if _doubtful(reading)]
        again = self._in_all_views([crops[number] for number in doubtful], first[doubtful])
        return list((readings | dict(zip(doubtful, again, strict=True))).values())

    def _in_all_views(self, crops: Sequence[Picture], first: beam.Shares) -> list[Reading]:
        """One reading a crop, from every view of it; `first` is what the first one showed."""
        if not crops:
            return []
        others = [beam.shares(self.scores(net_input(crops, grow))) for grow in VIEWS[1:]]
        seen = np.stack([first, *others], axis=1)
        found = beam.likeliest(seen.reshape(-1, *seen.shape[2:]), TEXTS)
        return [
            _reading(each, found[number * len(VIEWS) : (number + 1) * len(VIEWS)])
            for number, each in enumerate(seen)
        ]

    def scores(self, plates: Tensor) -> Tensor:
        """The net's weights, N x 37 x 32, for N plates of `net_input`."""
        if not hasattr(self._own, "net"):
            self._own.net = self._load()
        self._own.net.setInput(plates)
        return np.asarray(self._own.net.forward(), np.float32)[:, :, 0]


def _doubtful(reading: Reading) -> bool:
    """Whether other views may tell more."""
    return bool(reading.texts) and HOPELESS <= reading.texts[0].confidence < CERTAIN


def _at_first_sight(view: beam.Shares) -> Reading:
    """What stands at each place, and the texts that differ from it by one character; no search is made."""
    text = beam.greedy(view)
    if not text:
        return Reading((), (), 0.0)
    others = [
        text[:number] + beam.ALPHABET[other] + text[number + 1 :]
        for number, place in enumerate(beam.alignment(view, text))
        for other in np.argsort(-view[1:, place], kind="stable")[:ALTERNATIVES].tolist()
    ]
    return _reading(view[None], [[text, *others, text[1:], text[:-1]]])


def _reading(views: beam.Shares, found: Sequence[Sequence[str]]) -> Reading:
    """The raw reading is the likeliest text of all views together; no prior has touched it."""
    texts = list(dict.fromkeys(text for each in found for text in each if text))
    if not texts:
        return Reading((), (), 0.0)
    likelihoods = beam.likelihoods(views, texts).mean(axis=1)
    order = np.argsort(-likelihoods, kind="stable")
    ranked = tuple(Candidate(texts[one], float(np.exp(likelihoods[one]))) for one in order)
    places = _places(views[0], ranked[0].text)
    return Reading(tuple(place[0] for place in places), places, USUAL_HEIGHT * CROP_HEIGHT, ranked)


def _places(shares: beam.Shares, text: str) -> tuple[tuple[Character, ...], ...]:
    """For each character of the text, what else stood where it was seen best: itself first."""
    at = beam.alignment(shares, text)
    places = []
    for char, place in zip(text, at, strict=True):
        here = shares[1:, place]
        rest = [
            Character(beam.ALPHABET[number], float(here[number]))
            for number in np.argsort(-here, kind="stable")[:5]
            if beam.ALPHABET[number] != char and here[number] > 0.001
        ]
        places.append((Character(char, float(here[beam.NUMBERS[char] - 1])), *rest))
    return tuple(places)


@cache
def label() -> EngineLabel:
    """The net that reads, by its sum; the version names the net that finds and what runs both."""
    finder = weights.digest("detector")[:12]
    return EngineLabel("tiny", f"1 (detector {finder}, OpenCV {cv2.__version__})", weights.digest(MODEL))
