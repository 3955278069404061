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
SCALED = 4  # places after which likelihoods are scaled, long before they could vanish

Shares = NDArray[np.float64]
"""N x classes x places; over the classes each place adds up to 1."""

Numbers = NDArray[np.int64]
BASE = len(ALPHABET) + 1
"""A text is a number whose digits to this base are those of its characters in `NUMBERS`; ten of them fit."""


@dataclass
class _Beam:
    """Texts so far, N x `WIDTH`: each as one number, its length, and its mass ending in a character or in none."""

    texts: Numbers
    lengths: Numbers
    ended: Shares
    open: Shares


def shares(scores: NDArray[np.float32]) -> Shares:
    """The net's weights as shares (softmax over the classes)."""
    raised = np.exp((scores - scores.max(axis=1, keepdims=True)).astype(np.float64))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float64)


def likeliest(seen: Shares, count: int) -> list[list[str]]:
    """For each of N plates at most `count` texts, likely ones first."""
    beam = _start(len(seen))
    tried = np.argsort(-seen[:, 1:], axis=1, kind="stable")[:, :TRIED] + 1
    share = np.take_along_axis(seen, tried, axis=1)
    empty = seen[:, BLANK].min(axis=0) >= CERTAIN
    for place in range(seen.shape[2]):
        at = np.s_[:, :, place]
        beam = _passed(beam) if empty[place] else _step(beam, seen[at], tried[at], share[at])
    total = beam.ended + beam.open
    order = np.argsort(-total, axis=1, kind="stable")[:, :count]
    return [
        [_spelled(int(beam.texts[plate, one])) for one in order[plate] if total[plate, one] > 0]
        for plate in range(len(seen))
    ]


def _spelled(text: int) -> str:
    chars = ""
    while text:
        text, number = divmod(text, BASE)
        chars = ALPHABET[number - 1] + chars
    return chars


def greedy(seen: Shares) -> str:
    """The text of the likeliest class at each place, of one view (classes x places); cut off at `LONGEST`."""
    way = [number for number, _ in groupby(seen.argmax(axis=0).tolist()) if number != BLANK]
    return "".join(ALPHABET[number - 1] for number in way[:LONGEST])


def _start(plates: int) -> _Beam:
    """Nothing yet. Texts of one character hold the other places; there is no way to any of them."""
    none = np.zeros((plates, WIDTH), np.float64)
    open_ = none.copy()
    open_[:, 0] = 1.0
    texts = np.tile(np.arange(WIDTH), (plates, 1))
    return _Beam(texts, np.minimum(texts, 1), none, open_)


def _passed(beam: _Beam) -> _Beam:
    """A place where no plate shows anything: every text ends in none."""
    return replace(beam, ended=np.zeros_like(beam.ended), open=beam.ended + beam.open)


def _step(beam: _Beam, here: Shares, tried: Numbers, share: Shares) -> _Beam:
    """One place further: each text stays as it is or takes one of the likeliest characters."""
    last = beam.texts % BASE
    total = beam.ended + beam.open
    stay_open = total * here[:, BLANK, None]
    stay_ended = beam.ended * np.take_along_axis(here, last, axis=1)  # the empty text has ended in nothing
    again = tried[:, None, :] == last[:, :, None]  # a doubled letter needs a place of none between
    longer = np.where(again, beam.open[..., None], total[..., None]) * share[:, None, :]
    longer *= (beam.lengths < LONGEST)[..., None]
    texts = beam.texts[..., None] * BASE + tried[:, None, :]
    same = texts[..., None] == beam.texts[:, None, None, :]
    stay_ended += np.einsum("pwt,pwtk->pk", longer, same)
    longer *= ~same.any(axis=3)
    return _kept(beam, texts, (stay_ended, stay_open, longer))


def _kept(beam: _Beam, texts: Numbers, mass: tuple[Shares, Shares, Shares]) -> _Beam:
    """The likeliest `WIDTH` of those that stayed and those that grew."""
    stay_ended, stay_open, longer = mass
    plates = len(texts)
    ended = np.concatenate((stay_ended, longer.reshape(plates, -1)), axis=1)
    open_ = np.concatenate((stay_open, np.zeros((plates, WIDTH * TRIED))), axis=1)
    pool = ended + open_
    best = np.argpartition(-pool, WIDTH - 1, axis=1)[:, :WIDTH]
    best += np.arange(plates)[:, None] * pool.shape[1]
    scale = 1.0 / np.maximum(pool.max(axis=1, keepdims=True), 1e-300)  # so that long ways do not vanish
    return _Beam(
        np.concatenate((beam.texts, texts.reshape(plates, -1)), axis=1).take(best),
        np.concatenate((beam.lengths, np.repeat(beam.lengths + 1, TRIED, axis=1)), axis=1).take(best),
        ended.take(best) * scale,
        open_.take(best) * scale,
    )


def likelihoods(seen: Shares, texts: Sequence[str]) -> Shares:
    """The natural logarithm of how likely each text is, M texts x N views of one plate, all its ways added up."""
    steps = 2 * max(map(len, texts), default=0) + 1
    labels = np.zeros((len(texts), steps), np.int64)
    for number, text in enumerate(texts):
        labels[number, 1 : 2 * len(text) : 2] = [NUMBERS[char] for char in text]
    # From one character to the next, unless both are alike.
    jumps = ((labels[:, 2:] != BLANK) & (labels[:, 2:] != labels[:, :-2])).astype(np.float64)
    emitted = np.moveaxis(seen[:, labels], -1, 0).copy()  # places x N x M x steps
    mass = np.zeros((len(seen), len(texts), steps))
    mass[..., :2] = emitted[0, ..., :2]
    logs = np.zeros(mass.shape[:2])
    for place in range(1, len(emitted)):
        moved = mass.copy()
        moved[..., 1:] += mass[..., :-1]
        moved[..., 2:] += mass[..., :-2] * jumps
        mass = np.multiply(moved, emitted[place], out=moved)
        if place % SCALED == 0:
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
    labels = np.zeros(2 * len(text) + 1, np.int64)
    labels[1::2] = [NUMBERS[char] for char in text]
    jumps = np.where((labels[2:] != BLANK) & (labels[2:] != labels[:-2]), 0.0, -np.inf)
    logs = np.log(np.maximum(seen[labels], 1e-30))
    ways = np.full((3, len(labels)), -np.inf)
    best = np.full(len(labels), -np.inf)
    best[:2] = logs[:2, 0]
    came = np.zeros(logs.T.shape, np.int64)
    for place in range(1, logs.shape[1]):
        ways[0], ways[1, 1:], ways[2, 2:] = best, best[:-1], best[:-2] + jumps
        came[place] = ways.argmax(axis=0)
        best = ways.max(axis=0) + logs[:, place]
    step = len(labels) - 1 if best[-1] >= best[-2] else len(labels) - 2
    seen_best = [(-1.0, 0)] * len(text)
    for place in range(logs.shape[1] - 1, -1, -1):
        if step % 2:
            here = float(seen[labels[step], place]), place
            seen_best[step // 2] = max(seen_best[step // 2], here, key=lambda one: one[0])
        step -= int(came[place, step])
    return [place for _, place in seen_best]
