"""Asks a second reader where the first is in doubt, and weighs what the two say."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from recognition import syntax
from recognition.pipeline import SURE, in_grey
from recognition.protocols import Engine, Reader, States
from recognition.ranking import ranked
from recognition.rectify import flatten
from recognition.stating import with_states
from recognition.values import Candidate, EngineLabel, Picture, PlateRead, Region

CLOSE = 0.3  # a best candidate less than this ahead of the second is in doubt
SECOND_SAYS = 0.3  # power of what the second reader says against the first; `bench/ensemble.py` tries others
UNSEEN = 0.01  # likelihood that the text is one the second reader did not think of
NEW = 0.1  # of what the first reader left open: the share of each text that only the second saw
CONSIDERED = 10  # texts of each reader


class Ensemble:
    """An `Engine` that gives the sure reads of another as they are, and looks at the doubtful ones once more."""

    def __init__(
        self,
        first: Engine,
        second: Reader,
        states: States,
        label: Callable[[], EngineLabel],
        sure: float = SURE,
    ) -> None:
        self.first = first
        self.second = second
        self.states = states
        self.label = label
        self.sure = sure

    def read(self, image: Picture, max_plates: int = 4, top_n: int = 10) -> list[PlateRead]:
        """The plates the first engine found, in its order, each with at most `top_n` candidates."""
        reads = self.first.read(image, max_plates, max(top_n, CONSIDERED))
        again = [number for number, read in enumerate(reads) if in_doubt(read.candidates, self.sure)]
        for number, read in zip(again, self._again(image, [reads[number] for number in again]), strict=True):
            reads[number] = read
        return [self._given(read, top_n) for read in reads]

    def read_batch(self, images: Iterable[Picture]) -> list[list[PlateRead]]:
        """The same as `read` of each picture, in their order."""
        return [self.read(image) for image in images]

    def _again(self, image: Picture, reads: Sequence[PlateRead]) -> list[PlateRead]:
        grey = in_grey(image)
        crops = [flatten(grey, read.corners) for read in reads]
        readings, named = self.second.read_crops(crops), self.states.states(crops)
        return [
            _weighed_again(read, ranked(reading, CONSIDERED), states, self.sure)
            for read, reading, states in zip(reads, readings, named, strict=True)
        ]

    def _given(self, read: PlateRead, top_n: int) -> PlateRead:
        """The read as this engine gives it. The raw reading stays among its candidates."""
        kept = list(read.candidates[:top_n])
        raw = "".join(character.char for character in read.characters)
        if kept and raw not in (text for text, _ in kept):
            kept[-1] = next((each for each in read.candidates if each.text == raw), kept[-1])
        return replace(read, candidates=tuple(kept), engine=self.label())


def in_doubt(candidates: Sequence[Candidate], sure: float = SURE) -> bool:
    """Whether the best text, of which there is one, is less than `sure`, or the second is nearly as likely."""
    second = candidates[1].confidence if len(candidates) > 1 else 0.0
    return candidates[0].confidence < sure or candidates[0].confidence - second < CLOSE


def pooled(
    first: Sequence[Candidate], second: Sequence[Candidate], power: float = SECOND_SAYS
) -> tuple[Candidate, ...]:
    """What two readers say together, best first: the product of both likelihoods, the second to a power.

    Each reader leaves open that it is none of its texts; so does the answer, whose confidences add up to less than 1.
    A reader that saw nothing changes nothing.
    """
    if not second:
        return tuple(first)
    ours, theirs = dict(first), dict(second)
    left = max(1.0 - sum(ours.values()), UNSEEN)
    likelihoods = {
        text: ours.get(text, left * NEW) * max(theirs.get(text, 0.0), UNSEEN) ** power
        for text in (*ours, *theirs)
    }
    total = sum(likelihoods.values()) + left * UNSEEN**power
    best = sorted(likelihoods, key=lambda text: (-likelihoods[text], text))
    return tuple(Candidate(text, likelihoods[text] / total) for text in best)


def of_states(candidates: Sequence[Candidate], named: Sequence[Region]) -> tuple[Candidate, ...]:
    """The candidates weighed again by the state named on the plate, if one is: a text counts as much as its lettering
    agrees. What they had together they keep.
    """
    if not named:
        return tuple(candidates)
    state, right, _ = named[0]
    weights = [share * _agreement(text, state, right) for text, share in candidates]
    whole = sum(share for _, share in candidates) / sum(weights)
    again = [Candidate(each.text, weight * whole) for each, weight in zip(candidates, weights, strict=True)]
    return tuple(sorted(again, key=lambda each: (-each.confidence, each.text)))


def _agreement(text: str, state: str, right: float) -> float:
    """How likely the plate names that state if it reads `text`, where what was read of the state is `right` so often.

    As in `syntax.combine`, a mistake may name any state as well as any other.
    """
    states = len(syntax.book().states)
    chance = next((each.confidence for each in syntax.regions(text, states) if each.region == state), 0.0)
    return right * chance + (1 - right) / (states - 1) * (1 - chance)


def _weighed_again(
    read: PlateRead, second: Sequence[Candidate], named: Sequence[Region], from_here: float
) -> PlateRead:
    candidates = of_states(pooled(read.candidates, second), named)
    text, confidence = candidates[0]
    sure = confidence >= from_here
    again = replace(
        read,
        text=text if sure else "",
        confidence=confidence,
        candidates=candidates,
        region=syntax.region(text) if sure else None,
    )
    return with_states(again, named)
