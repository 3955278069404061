"""From the weights of a net along a plate to whole texts: a prefix beam search over many plates at once.

The net says at each place how likely each character is, or none (CTC: Graves et al., 2006). One text has many
ways along the places; the beam finds texts worth asking about, `likelihoods` adds up all ways of each.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
BLANK = 0
NUMBERS = {char: number for number, char in enumerate(ALPHABET, 1)}
WIDTH = 20  # texts kept at each place
TRIED = 6  # characters tried at each place
CERTAIN = 0.9995  # share of none from which a place is passed over
LONGEST = 10  # characters of a text

Shares = NDArray[np.float64]
"""N x classes x places; over the classes each place adds up to 1."""


@dataclass
class _Beam:
    """Texts so far, N x `WIDTH`: their characters, lengths, last character, and mass ending in it or in none."""

    texts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    keys: NDArray[np.int64]
    ended: Shares
    open: Shares


def shares(scores: NDArray[np.float32]) -> Shares:
    """The net's weights as shares (softmax over the classes)."""
    raised = np.exp((scores - scores.max(axis=1, keepdims=True)).astype(np.float64))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float64)


def likeliest(seen: Shares, count: int) -> list[list[str]]:
    """For each of N plates at most `count` texts, likely ones first."""
    beam = _start(len(seen))
    for place in range(seen.shape[2]):
        here = seen[:, :, place]
        beam = _passed(beam) if here[:, BLANK].min() >= CERTAIN else _step(beam, here)
    total = beam.ended + beam.open
    order = np.argsort(-total, axis=1, kind="stable")[:, :count]
    return [
        [
            "".join(ALPHABET[number - 1] for number in beam.texts[plate, one, : beam.lengths[plate, one]])
            for one in order[plate]
            if total[plate, one] > 0
        ]
        for plate in range(len(seen))
    ]


def greedy(seen: Shares) -> str:
    """The text of the likeliest class at each place, of one view (classes x places); cut off at `LONGEST`."""
    way = [number for number, _ in groupby(seen.argmax(axis=0).tolist()) if number != BLANK]
    return "".join(ALPHABET[number - 1] for number in way[:LONGEST])


def _start(plates: int) -> _Beam:
    none = np.zeros((plates, WIDTH), np.float64)
    open_ = none.copy()
    open_[:, 0] = 1.0
    keys = np.zeros((plates, WIDTH), np.int64)
    keys[:, 1:] = -1 - np.arange(WIDTH - 1)  # no two alike, none like a text's
    texts = np.zeros((plates, WIDTH, LONGEST), np.int64)
    return _Beam(texts, np.zeros((plates, WIDTH), np.int64), keys, none, open_)


def _passed(beam: _Beam) -> _Beam:
    """A place where no plate shows anything: every text ends in none."""
    return replace(beam, ended=np.zeros_like(beam.ended), open=beam.ended + beam.open)


def _step(beam: _Beam, here: Shares) -> _Beam:
    """One place further: each text stays as it is or takes one of the likeliest characters."""
    plates = np.arange(len(here))[:, None]
    tried = np.argsort(-here[:, 1:], axis=1, kind="stable")[:, :TRIED] + 1
    share = here[plates, tried]
    last = np.where(
        beam.lengths > 0,
        np.take_along_axis(beam.texts, np.maximum(beam.lengths - 1, 0)[..., None], 2)[..., 0],
        0,
    )
    total = beam.ended + beam.open
    stay_open = total * here[:, BLANK, None]
    stay_ended = beam.ended * np.where(last > 0, here[plates, last], 0.0)
    again = tried[:, None, :] == last[:, :, None]  # a doubled letter needs a place of none between
    longer = np.where(again, beam.open[..., None], total[..., None]) * share[:, None, :]
    longer[beam.lengths >= LONGEST] = 0.0
    keys = beam.keys[..., None] * len(ALPHABET) * 2 + tried[:, None, :]
    same = keys[..., None] == beam.keys[:, None, None, :]
    stay_ended = stay_ended + (longer[..., None] * same).sum(axis=(1, 2))
    longer[same.any(axis=3)] = 0.0
    return _kept(beam, tried, keys, (stay_ended, stay_open, longer))


def _kept(
    beam: _Beam, tried: NDArray[np.int64], keys: NDArray[np.int64], mass: tuple[Shares, Shares, Shares]
) -> _Beam:
    """The likeliest `WIDTH` of those that stayed and those that grew."""
    stay_ended, stay_open, longer = mass
    plates = np.arange(len(tried))[:, None]
    grown = longer.reshape(len(tried), -1)
    pool = np.concatenate((stay_ended + stay_open, grown), axis=1)
    best = np.argpartition(-pool, WIDTH - 1, axis=1)[:, :WIDTH]
    stays = best < WIDTH
    parent = np.where(stays, best, (best - WIDTH) // TRIED)
    extra = np.where(stays, 0, best - WIDTH)
    texts = beam.texts[plates, parent]
    lengths = beam.lengths[plates, parent]
    char = tried[plates, extra % TRIED]
    rows, columns = np.nonzero(~stays)
    texts[rows, columns, lengths[rows, columns]] = char[rows, columns]
    scale = 1.0 / np.maximum(pool.max(axis=1, keepdims=True), 1e-300)  # so that long ways do not vanish
    return _Beam(
        texts,
        np.where(stays, lengths, lengths + 1),
        np.where(stays, beam.keys[plates, parent], keys.reshape(len(tried), -1)[plates, extra]),
        np.where(stays, stay_ended[plates, np.minimum(best, WIDTH - 1)], grown[plates, extra]) * scale,
        np.where(stays, stay_open[plates, np.minimum(best, WIDTH - 1)], 0.0) * scale,
    )


def likelihoods(seen: Shares, texts: Sequence[str]) -> Shares:
    """The natural logarithm of how likely each text is, M texts x N views of one plate, all its ways added up."""
    steps = 2 * max(map(len, texts), default=0) + 1
    labels = np.zeros((len(texts), steps), np.int64)
    for number, text in enumerate(texts):
        labels[number, 1 : 2 * len(text) : 2] = [NUMBERS[char] for char in text]
    jump = np.zeros(labels.shape, bool)  # from one character to the next, unless both are alike
    jump[:, 2:] = (labels[:, 2:] != BLANK) & (labels[:, 2:] != labels[:, :-2])
    emitted = seen[:, labels]  # N x M x steps x places
    mass = np.zeros((len(seen), len(texts), steps))
    mass[..., :2] = emitted[..., :2, 0]
    logs = np.zeros(mass.shape[:2])
    for place in range(1, seen.shape[2]):
        moved = mass.copy()
        moved[..., 1:] += mass[..., :-1]
        moved[..., 2:] += mass[..., :-2] * jump[None, :, 2:]
        mass = moved * emitted[..., place]
        scale = np.maximum(mass.max(axis=2), 1e-300)
        mass /= scale[..., None]
        logs += np.log(scale)
    ends = np.array([2 * len(text) for text in texts])
    across = np.arange(len(texts))
    total = mass[:, across, ends] + np.where(ends > 0, mass[:, across, np.maximum(ends - 1, 0)], 0.0)
    return (logs + np.log(np.maximum(total, 1e-300))).T


def alignment(seen: Shares, text: str) -> list[int]:
    """For each character of the text the place where it is seen best, on the text's likeliest way (Viterbi).

    `seen` is of one view, classes x places.
    """
    labels = [BLANK]
    for char in text:
        labels += [NUMBERS[char], BLANK]
    logs = np.log(np.maximum(seen[labels], 1e-30))
    best = np.full(len(labels), -np.inf)
    best[:2] = logs[:2, 0]
    came = np.zeros(logs.shape, np.int64)
    for place in range(1, logs.shape[1]):
        ways = np.stack(
            [best, np.concatenate(([-np.inf], best[:-1])), np.concatenate(([-np.inf] * 2, best[:-2]))]
        )
        for step in range(2, len(labels)):
            if labels[step] == BLANK or labels[step] == labels[step - 2]:
                ways[2, step] = -np.inf
        came[:, place] = ways.argmax(axis=0)
        best = ways.max(axis=0) + logs[:, place]
    step = len(labels) - 1 if best[-1] >= best[-2] else len(labels) - 2
    way = []
    for place in range(logs.shape[1] - 1, -1, -1):
        way.append((step, place))
        step -= came[step, place]
    return [
        max(
            (place for at, place in way if at == 2 * number + 1),
            key=lambda place: seen[labels[2 * number + 1], place],
        )
        for number in range(len(text))
    ]
