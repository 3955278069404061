"""Trains the reader from the command line; what it makes is kept in `recognition/training/made`.

    python -m recognition.training.run_reader draw --seed 1 --count 12000
    python -m recognition.training.run_reader pretrain --steps 5000
    python -m recognition.training.run_reader tune --steps 800 [--fold 0]

One process draws batches while another learns from them, each on one thread.
"""

import argparse
import logging
import multiprocessing
from collections.abc import Iterator, Sequence
from multiprocessing.queues import Queue
from pathlib import Path

import cv2
import numpy as np
import torch

from recognition.training import real
from recognition.training.batches import Batch, Mixture, batches
from recognition.training.flats import Flat, drawn, load, save
from recognition.training.folds import FOLDS
from recognition.training.train_reader import SIZE, Run, new_run, train

MADE = Path(__file__).parent / "made"
PRETRAINED = MADE / "reader-pretrained.pt"
SEED, WAITING = 7, 6  # batches that may wait
TUNING_SPEED, TUNING_PLACES = 1.5e-3, 0.5
REAL, COLLAGE = 0.3, 0.3  # shares of a batch when tuning


def tuned(fold: int | None) -> Path:
    """Where the reader is kept that has not seen a fold, or the one that has seen all."""
    return MADE / ("reader.pt" if fold is None else f"reader-without-{fold}.pt")


def draw(seed: int, count: int) -> None:
    random = np.random.default_rng(seed)
    save([drawn(random) for _ in range(count)], MADE / f"drawn-{seed}.npz")


def pretrain(steps: int) -> None:
    _learn(new_run(steps), Mixture([], [], 0.0, 0.0), PRETRAINED, SEED)


def tune(steps: int, fold: int | None, keep: Path | None = None, seed: int = SEED) -> None:
    run = new_run(steps, PRETRAINED, TUNING_SPEED, TUNING_PLACES)
    flats = real.placed(real.real_flats(np.random.default_rng(seed), fold), run.mean)
    _learn(run, Mixture([], flats, REAL, COLLAGE), keep or tuned(fold), seed + 1)


def _learn(run: Run, mixture: Mixture, keep: Path, seed: int) -> None:
    """`mixture` without its drawn plates, which only the drawing process loads."""
    waiting: Queue[Batch] = multiprocessing.Queue(WAITING)
    painter = multiprocessing.Process(target=_paint, args=(waiting, mixture, seed), daemon=True)
    painter.start()
    try:
        train(run, iter(waiting.get, None), keep)
    finally:
        painter.terminate()


def _paint(waiting: "Queue[Batch]", mixture: Mixture, seed: int) -> None:
    cv2.setNumThreads(1)
    whole = Mixture(drawn_flats(), mixture.real, mixture.share_real, mixture.share_collage)
    source: Iterator[Batch] = batches(whole, SIZE, np.random.default_rng(seed))
    for batch in source:
        waiting.put(batch)


def drawn_flats() -> list[Flat]:
    """Those of every file `draw` made. Raises FileNotFoundError when there is none."""
    files = sorted(MADE.glob("drawn-*.npz"))
    if not files:
        raise FileNotFoundError("There are no drawn plates; run `draw` first.")
    return [flat for file in files for flat in load(file)]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Trains the reader.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("draw", "pretrain", "tune"):
        command = commands.add_parser(name)
        command.add_argument("--seed", type=int, default=SEED)
        command.add_argument("--count" if name == "draw" else "--steps", type=int, required=True)
        if name == "tune":
            command.add_argument("--fold", type=int, choices=range(FOLDS), help="left out; default: none")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    MADE.mkdir(exist_ok=True)
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    if options.command == "draw":
        draw(options.seed, options.count)
    elif options.command == "pretrain":
        pretrain(options.steps)
    else:
        tune(options.steps, options.fold, seed=options.seed)


if __name__ == "__main__":
    main()
