"""From whole texts and their likelihoods to how likely each is right: what was seen, and how plates are lettered.

The numbers were fitted on answers the nets gave to photographs they had not been trained on
(`recognition.training.calibrate` prints them).
"""

import math
from dataclasses import dataclass

from recognition import syntax
from recognition.values import Candidate, Reading


@dataclass(frozen=True, slots=True)
class Weights:
    """How much lettering counts against sight, and how the share of a text becomes a probability.

    The logarithm of the odds that the best text is right is `constant`, plus `by_share` times that of its share of all
    texts considered, plus `by_sight` times the mean logarithm of the likelihood of its characters.
    """

    lettering: float
    by_share: float
    by_sight: float
    constant: float


FITTED = Weights(lettering=0.4, by_share=0.63, by_sight=2.5, constant=0.7)
LEAST = 1e-12


def weighed(reading: Reading, top_n: int, weights: Weights = FITTED) -> tuple[Candidate, ...]:
    """At most `top_n` of the reading's texts, best first; the raw reading is always one of two or more.

    The confidence of the first is the probability that it is right; the others share what it leaves, none above it.
    """
    if not reading.texts or top_n < 1:
        return ()
    logs = {
        text: math.log(max(seen, 1e-300)) + weights.lettering * syntax.prior(text)
        for text, seen in reading.texts
    }
    highest = max(logs.values())
    total = sum(math.exp(log - highest) for log in logs.values())
    shares = {text: math.exp(log - highest) / total for text, log in logs.items()}
    best = sorted(shares, key=lambda text: (-shares[text], text))[:top_n]
    if reading.text not in best and top_n > 1:
        best[-1] = reading.text
    first = shares.pop(best[0])
    sure = probability(first, _sight(reading, best[0]), weights)
    rest = min((1 - sure) / max(1 - first, LEAST), sure / max(max(shares.values(), default=0.0), LEAST))
    return (Candidate(best[0], sure), *(Candidate(text, shares[text] * rest) for text in best[1:]))


def probability(share: float, sight: float, weights: Weights = FITTED) -> float:
    """That a text with this share of all, seen so well, is right."""
    odds = math.log(max(share, LEAST) / max(1 - share, LEAST))
    sure = weights.constant + weights.by_share * odds + weights.by_sight * sight
    return 1 / (1 + math.exp(min(-sure, 700.0)))  # beyond that the exponential has no number


def _sight(reading: Reading, text: str) -> float:
    """The mean logarithm of the likelihood of a character; 0 when every view is certain."""
    seen = dict(reading.texts)[text]
    return math.log(max(seen, 1e-300)) / len(text)
