"""Trains the reader: first on drawn plates alone, then with real ones among them.

A plate whose characters' places are known teaches place by place; every plate teaches its text (CTC). The weights kept
are the running mean of those trained.
"""

import copy
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from recognition.tiny.beam import BLANK
from recognition.training.batches import UNKNOWN, Batch
from recognition.training.reader_net import ReaderNet

SIZE = 96  # plates in a batch
SPEED, WARM, DECAY = 2.5e-3, 0.03, 0.02  # highest step, share of the time to reach it, weight decay
SMOOTH = 0.998  # of the running mean
REPORT = 100  # steps between lines of the log

log = logging.getLogger("reader")


@dataclass
class Run:
    """One training: the net, its running mean, and how many steps it takes."""

    net: ReaderNet
    mean: ReaderNet
    steps: int
    speed: float = SPEED
    place_by_place: float = 1.0


def new_run(steps: int, start: Path | None = None, speed: float = SPEED, place_by_place: float = 1.0) -> Run:
    net = ReaderNet().to(memory_format=torch.channels_last)
    if start:
        net.load_state_dict(torch.load(start, weights_only=True))
    return Run(net, copy.deepcopy(net).eval(), steps, speed, place_by_place)


def train(run: Run, source: Iterator[Batch], keep: Path) -> None:
    """Trains so many steps, their length going up and down again once; keeps the mean in `keep` as it goes."""
    optimiser = torch.optim.AdamW(run.net.parameters(), lr=run.speed, weight_decay=DECAY)
    losses: list[float] = []
    for number in range(1, run.steps + 1):
        part = number / run.steps
        for group in optimiser.param_groups:
            group["lr"] = run.speed * _height(part)
        loss = loss_of(run.net, next(source), run.place_by_place * (1 - 0.7 * part))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(run.net.parameters(), 2.0)
        optimiser.step()
        _average(run, number)
        losses.append(float(loss.detach()))
        if number % REPORT == 0 or number == run.steps:
            log.info("step %6d of %d  loss %.4f", number, run.steps, np.mean(losses[-REPORT:]))
            torch.save(run.mean.state_dict(), keep)


def loss_of(net: ReaderNet, batch: Batch, place_by_place: float) -> Tensor:
    """What the net gets wrong: of the texts, and of the places where they are known."""
    plates = torch.from_numpy(batch.plates).to(memory_format=torch.channels_last)
    scores = functional.log_softmax(net(plates), dim=1)
    lengths = torch.from_numpy(batch.lengths)
    whole = torch.full_like(lengths, scores.shape[2])
    text = functional.ctc_loss(
        scores.permute(2, 0, 1), torch.from_numpy(batch.texts), whole, lengths, BLANK, zero_infinity=True
    )
    places = torch.from_numpy(batch.places)
    if not bool((places != UNKNOWN).any()):
        return text
    return text + place_by_place * functional.nll_loss(scores, places, ignore_index=UNKNOWN)


def _height(part: float) -> float:
    """Up to 1 at once, then down to nothing along half a cosine."""
    if part < WARM:
        return part / WARM + 0.01
    return float(0.5 * (1 + np.cos(np.pi * (part - WARM) / (1 - WARM)))) + 0.001


def _average(run: Run, number: int) -> None:
    share = min(SMOOTH, 1 - 10 / (number + 10))
    with torch.no_grad():
        for kept, now in zip(run.mean.state_dict().values(), run.net.state_dict().values(), strict=True):
            if kept.dtype.is_floating_point:
                kept.lerp_(now, 1 - share)
            else:
                kept.copy_(now)
