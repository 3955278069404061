"""The labelled plates as training material: which fold may see which, and where their characters stand."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.random import Generator

from recognition.tiny import beam
from recognition.tiny.crops import NET_WIDE, RIM_ACROSS, standardised
from recognition.training.camera import seen
from recognition.training.flats import PLATE_WIDE, SIDE, Flat, cut_out, photographed
from recognition.training.folds import FOLDS, fold_of
from recognition.training.reader_net import PLACES, ReaderNet

PHOTOGRAPHS = Path(__file__).resolve().parents[3] / "shared" / "plates"
TIMES_A_PHOTOGRAPH = 3  # what cameras saw on the road counts more than what collectors photographed
LEAST_SEEN = -12.0
"""Logarithm of a label's likelihood below which the net does not know where its characters are."""


def real_flats(random: Generator, fold: int | None, folder: Path = PHOTOGRAPHS) -> list[Flat]:
    """The plates that may be learnt from: all, or those of other folds than `fold`."""
    flats = cut_out(folder / "crops", random) + photographed(folder) * TIMES_A_PHOTOGRAPH
    return [flat for flat in flats if fold is None or fold_of(flat.file, flat.text, FOLDS) != fold]


def placed(flats: Sequence[Flat], net: ReaderNet) -> list[Flat]:
    """The flats with the places of their characters, where the net sees them."""
    return [replace(flat, centres=_centres(flat, net)) for flat in flats]


def _centres(flat: Flat, net: ReaderNet) -> tuple[float, ...]:
    straight, _ = seen(flat.picture, (), np.random.default_rng(0), hard=0.0)
    with torch.no_grad():
        scores = net(torch.from_numpy(standardised(straight))[None, None]).numpy()
    shares = beam.shares(scores)
    if beam.likelihoods(shares, [flat.text])[0, 0] < LEAST_SEEN:
        return ()
    in_net = (np.array(beam.alignment(shares[0], flat.text)) + 0.5) * NET_WIDE / PLACES
    in_flat = SIDE + (in_net / NET_WIDE - RIM_ACROSS) / (1 - 2 * RIM_ACROSS) * PLATE_WIDE
    return tuple(in_flat.tolist()) if np.all(np.diff(in_flat) > 0) else ()
