"""From whole texts and their likelihoods to how likely each is right: what was seen, and how plates are lettered.

The numbers were fitted on answers the nets gave to photographs they had not been trained on
(`recognition.training.card` prints them).
"""

import math
from dataclasses import dataclass

from recognition import syntax
from recognition.values import Candidate, Reading


@dataclass(frozen=True, slots=True)
class Weights:
    """How much lettering counts against sight when texts are ranked, and what makes the best text a probability.

    The logarithm of the odds that it is right is `constant` and the sum of all signs, each times its own weight.
    """

    lettering: float
    by_share: float
    by_sight: float
    by_found: float
    by_serial: float
    by_shortness: float
    constant: float


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells whether the best text of a place is right.

    The logarithms of the odds of its share of all texts and of the detector's score, neither beyond what says more;
    the mean logarithm of the likelihood of a character; how likely it is of a state's series rather than chosen by
    somebody, as the words on signs and walls are too (0 to 1); and whether it is as short as a house number.
    """

    share: float
    sight: float
    found: float
    serial: float
    short: float

    def odds(self, weights: Weights) -> float:
        """The natural logarithm of the odds."""
        return (
            weights.constant
            + weights.by_share * self.share
            + weights.by_sight * self.sight
            + weights.by_found * self.found
            + weights.by_serial * self.serial
            + weights.by_shortness * self.short
        )


FITTED = Weights(
    lettering=0.4,
    by_share=1.009,
    by_sight=0.657,
    by_found=3.075,
    by_serial=2.193,
    by_shortness=-0.847,
    constant=-5.764,
)
SURE = 0.85
"""Confidence from which a text is given as read. None of the 2000 drawn pictures full of other lettering and without a
plate that were fitted on gave a text as sure; of the development photographs, answered by nets that had not seen them,
84 % did, 98 % of them right."""
LEAST = 1e-12
SUREST_SHARE = 0.95
"""The share of all texts beyond which more of it says no more: a word on a sign is read as clearly as a plate."""
SUREST_FOUND = 0.85
"""The detector's score beyond which more of it says no more: three plates in four photographed score less."""
SHORT = 4  # characters


def weighed(
    reading: Reading, top_n: int, found: float = 1.0, weights: Weights = FITTED
) -> tuple[Candidate, ...]:
    """At most `top_n` of the reading's texts, best first; the raw reading is always one of two or more.

    `found` is the detector's score. The confidence of the first is the probability that it is right; the others share
    what it leaves, none above it.
    """
    if not reading.texts or top_n < 1:
        return ()
    shares = shares_of(reading, weights.lettering)
    best = sorted(shares, key=lambda text: (-shares[text], text))[:top_n]
    if reading.text not in best and top_n > 1:
        best[-1] = reading.text
    sure = probability(signs(reading, best[0], shares[best[0]], found), weights)
    first = shares.pop(best[0])
    rest = min((1 - sure) / max(1 - first, LEAST), sure / max(max(shares.values(), default=0.0), LEAST))
    return (Candidate(best[0], sure), *(Candidate(text, shares[text] * rest) for text in best[1:]))


def shares_of(reading: Reading, lettering: float) -> dict[str, float]:
    """Of each text its share of all: sight times lettering to a power."""
    logs = {
        text: math.log(max(seen, 1e-300)) + lettering * syntax.prior(text) for text, seen in reading.texts
    }
    highest = max(logs.values())
    total = sum(math.exp(log - highest) for log in logs.values())
    return {text: math.exp(log - highest) / total for text, log in logs.items()}


def signs(reading: Reading, text: str, share: float, found: float) -> Signs:
    """What there is to say about one of the reading's texts; `found` is the detector's score."""
    seen = dict(reading.texts)[text]
    return Signs(
        share=_odds(min(share, SUREST_SHARE), LEAST),
        sight=math.log(max(seen, 1e-300)) / len(text),
        found=_odds(min(found, SUREST_FOUND), 0.01),
        serial=sum(chance for _, chance in syntax.series_of(text)),
        short=float(len(text) <= SHORT),
    )


def probability(seen: Signs, weights: Weights = FITTED) -> float:
    """That a text with these signs is right."""
    return 1 / (1 + math.exp(min(-seen.odds(weights), 700.0)))  # beyond that the exponential has no number


def _odds(share: float, least: float) -> float:
    return math.log(max(share, least) / max(1 - share, least))
