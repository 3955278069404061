"""From what was seen at each place to whole texts: the likelihood of the characters times that of the lettering."""

import math
from collections.abc import Iterable, Iterator, Sequence

from recognition import syntax
from recognition.tiny.weighing import weighed
from recognition.values import Candidate, Character, Reading

# Characters that dies, dirt and few pixels make alike: seen -> may have been, with its share of the vote.
ALIKE = {
    "0": {"O": 0.5, "D": 0.2, "Q": 0.2},
    "O": {"0": 0.8, "D": 0.2, "Q": 0.2},
    "Q": {"0": 0.5, "O": 0.3},
    "D": {"0": 0.3, "O": 0.2},
    "1": {"I": 0.3, "L": 0.1, "T": 0.1},
    "I": {"1": 0.8, "T": 0.2},
    "2": {"Z": 0.15},
    "Z": {"2": 0.5, "7": 0.2},
    "5": {"S": 0.15, "9": 0.1},
    "S": {"5": 0.5, "9": 0.2},
    "8": {"B": 0.15},
    "B": {"8": 0.5},
    "6": {"G": 0.15},
    "G": {"6": 0.5},
    "7": {"T": 0.15, "Z": 0.1},
    "T": {"7": 0.3, "1": 0.1},
    "4": {"A": 0.15, "L": 0.05},
    "L": {"4": 0.4},
    "A": {"4": 0.3},
    "H": {"M": 0.4, "W": 0.4, "N": 0.2},
    "N": {"M": 0.4, "W": 0.4, "H": 0.2},
    "W": {"M": 0.2, "V": 0.1},
    "V": {"Y": 0.2, "W": 0.1},
    "K": {"X": 0.3},
    "F": {"E": 0.2, "P": 0.1},
}
UNSEEN = 0.002  # share of a character nobody saw
PER_PLACE, PER_SERIES = 5, 10  # characters tried at one place, texts kept of one series
MOST_STRAYS = 2  # pieces at one end that may be no characters
STRAY = 0.02  # likelihood that a piece at an end of the row is no character (a bolt, the frame)
HEADER = 0.05  # likelihood that what reads as a state's name is the number of a plate
NO_PLATE = 0.05  # weight, on the scale of the series, of a row of characters that is no plate
TRUST = (
    3  # power of the likelihoods with which confidences came out as the share of right answers on photographs
)

Place = dict[str, float]


def ranked(reading: Reading, top_n: int, found: float = 1.0) -> tuple[Candidate, ...]:
    """At most `top_n` texts, best first; the raw reading is always one of them. `found` is the detector's score.

    A reader that weighs whole texts is believed as `recognition.tiny.weighing` says, another place by place.
    """
    return weighed(reading, top_n, found) if reading.texts else by_places(reading, top_n)


def by_places(reading: Reading, top_n: int) -> tuple[Candidate, ...]:
    """At most `top_n` texts put together from what was seen at each place, best first.

    The confidence of a text is its share of all texts weighed, times how strongly its places were seen, times how
    likely a thing lettered so is a plate at all.
    """
    if not reading.text or top_n < 1:
        return ()
    weighed = {text: weight**TRUST for text, weight in _weighed(reading).items()}
    total = sum(weighed.values())
    sight = _sight(reading) * (HEADER if syntax.is_name_of_state(reading.text) else 1.0)
    scores = {text: sight * _plate_like(text) * weight / total for text, weight in weighed.items()}
    best = sorted(scores, key=lambda text: (-scores[text], text))[:top_n]
    if reading.text not in best:
        best[-1] = reading.text
    return tuple(Candidate(text, scores[text]) for text in best)


def _weighed(reading: Reading) -> dict[str, float]:
    """Every text worth considering with the likelihood that it was seen times that of its lettering."""
    places = [_shares(place) for place in reading.alternatives]
    weighed = {reading.text: _likelihood(places, reading.text) * syntax.weight(reading.text)}
    for text, likelihood in _texts(places):
        weighed[text] = max(weighed.get(text, 0.0), likelihood)
    return weighed


def _plate_like(text: str) -> float:
    """How likely a row of characters that reads `text` is a plate and no sign, slogan or time stamp."""
    weight = syntax.weight(text)
    return weight / (weight + NO_PLATE)


def _sight(reading: Reading) -> float:
    """How strongly the characters were seen as a whole, 0 to 1: the geometric mean of the best at each place."""
    logs = [math.log(max(character.confidence, 0.01)) for character in reading.characters]
    return math.exp(sum(logs) / len(logs))


def _shares(place: Sequence[Character]) -> Place:
    """What was seen and what is often mistaken for it, adding up to 1."""
    votes = dict(place)
    for char, share in place:
        for other, part in ALIKE.get(char, {}).items():
            votes[other] = votes.get(other, 0.0) + part * share
    total = sum(votes.values())
    return {char: share / total for char, share in votes.items()}


def _likelihood(places: Sequence[Place], text: str) -> float:
    return math.prod(place.get(char, UNSEEN) for place, char in zip(places, text, strict=True))


def _texts(places: Sequence[Place]) -> Iterator[tuple[str, float]]:
    """The likeliest texts of every series, with strays at the ends left out where that makes one fit."""
    for first in range(MOST_STRAYS + 1):
        for last in range(MOST_STRAYS + 1):
            inner = places[first : len(places) - last]
            for series in syntax.SERIES:
                if len(series.pattern) == len(inner):
                    for text, likelihood in _spelled(inner, series):
                        yield text, likelihood * series.likelihood(text) * STRAY ** (first + last)


def _spelled(places: Iterable[Place], series: syntax.Shape) -> list[tuple[str, float]]:
    """The likeliest texts of one series: a beam from left to right."""
    texts = [("", 1.0)]
    for number, place in enumerate(places):
        fitting = sorted(
            ((share, char) for char, share in place.items() if series.allows(number, char)), reverse=True
        )
        longer = [
            (text + char, score * share) for text, score in texts for share, char in fitting[:PER_PLACE]
        ]
        texts = sorted(longer, key=lambda item: -item[1])[:PER_SERIES]
    return texts
