"""Trains the plate detector. One thread, fixed seeds: the same command gives the same weights on the same machine.

    train_detector --steps 2200 --out drawn.pt
    train_detector --from drawn.pt --photographs FOLDER --steps 800 --rate 2e-3 --out detector.pt
    train_detector --from drawn.pt --photographs FOLDER --steps 400 --rate 2e-3 --fold 0 --out fold-0.pt

The first is drawn only: no photograph is looked at. Weights, their ONNX and the log go to `recognition/training/made`.
A step takes 0.3 s of one core.

The model that ships was made in more steps than these commands show: 1600 drawn steps with an earlier way up (plain
repetition, carried over exactly as a transposed convolution of four like taps), 550 more with this one (seed 2), 800
with photographs, and 500 more (`--rate 1.5e-3 --seed 3`) with the larger views `photographs.cut` gives since.
Its folds were judged on models of 350, 220 and 220 steps, which have seen less than it has.
"""

import argparse
import logging
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.random import Generator

from recognition.training import photographs
from recognition.training.backgrounds import drawn_background
from recognition.training.folds import FOLDS
from recognition.training.network import PlateNet, export
from recognition.training.plates import draw_plate
from recognition.training.scenes import PlateSource, Recipe, Scene, composed
from recognition.training.targets import loss, target
from recognition.values import Picture

MADE = Path(__file__).parent / "made"
SIDE = 320  # pixels of a training scene, which is a part of what the detector sees at once
BATCH = 16
POOL, FEWER = 240, 60  # drawn backgrounds, of which every scene takes its own part; fewer with photographs
KEPT = 4000  # scenes kept to be shown again, mirrored and in another light
FIRST, USED = 60, 1500  # drawn plates before any is used twice, and how many are kept for that
FRESH = 0.25  # share of a batch that was never shown
PHOTOGRAPHED = 0.5  # share of scenes on a photograph, where there are any
FROM_A_PHOTOGRAPH = 0.4  # share of pasted plates that were photographed, where there are any

MANY = (0.1, 0.25, 0.25, 0.2, 0.1, 0.1)  # chances of none, one, ... plates: many teach more for the same work
BUSY = Recipe(plates=MANY)
GENTLE = Recipe(clutter=2, plates=MANY, night=0.06, shadow=0.15, wet=0.05, blur=0.25)
"""For photographs, which have their own light and weather."""

log = logging.getLogger("detector")


def fresh_scenes(
    random: Generator, taken: list[photographs.Photograph], flat: PlateSource | None
) -> Iterator[Scene]:
    """Scenes without end, each new."""
    count = FEWER if taken else POOL
    pool = [drawn_background(random, 2 * SIDE, int(1.5 * SIDE)) for _ in range(count)]

    drawn = plates_from()

    def source(random: Generator) -> tuple[Picture, str]:
        return flat(random) if flat and random.random() < FROM_A_PHOTOGRAPH else drawn(random)

    while True:
        if taken and random.random() < PHOTOGRAPHED:
            part, plate = photographs.cut(random, taken[int(random.integers(len(taken)))], SIDE)
            yield composed(random, part, source, GENTLE, [plate])
        else:
            yield composed(random, _part(random, pool), source, BUSY)


def plates_from() -> PlateSource:
    """A source of drawn plates, three in four of which were used before: drawing is most of the work."""
    used: deque[tuple[Picture, str]] = deque(maxlen=USED)

    def source(random: Generator) -> tuple[Picture, str]:
        if len(used) < FIRST or random.random() < 0.25:
            plate = draw_plate(random)
            used.append((plate.picture, plate.text))
            return used[-1]
        return used[int(random.integers(len(used)))]

    return source


def _part(random: Generator, pool: list[Picture]) -> Picture:
    whole = pool[int(random.integers(len(pool)))]
    left, top = (int(random.integers(room - SIDE + 1)) for room in whole.shape[1::-1])
    part = whole[top : top + SIDE, left : left + SIDE]
    return np.ascontiguousarray(part[:, ::-1] if random.random() < 0.5 else part)


def normalised(grey: Picture) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Mean 0 and spread 1, as `recognition.tiny.detector` hands pictures to the net."""
    mean, spread = cv2.meanStdDev(grey)
    return (grey.astype(np.float32) - np.float32(mean[0, 0])) / np.float32(max(spread[0, 0], 8.0))


def batches(random: Generator, scenes: Iterator[Scene]) -> Iterator[tuple[torch.Tensor, list[Scene]]]:
    """Inputs of the net and the scenes they are of; three in four were shown before, now mirrored or not."""
    kept: deque[Scene] = deque(maxlen=KEPT)
    while True:
        new = BATCH if len(kept) < BATCH else round(FRESH * BATCH)
        shown = [_grey(next(scenes)) for _ in range(new)]
        again = [kept[int(random.integers(len(kept)))] for _ in range(BATCH - new)]
        kept.extend(shown)
        group = [_mirrored(scene) if random.random() < 0.5 else scene for scene in shown + again]
        yield torch.from_numpy(np.stack([normalised(scene.picture)[None] for scene in group])), group


def _grey(scene: Scene) -> Scene:
    return Scene(np.asarray(cv2.cvtColor(scene.picture, cv2.COLOR_BGR2GRAY), np.uint8), scene.plates)


def _mirrored(scene: Scene) -> Scene:
    width = scene.picture.shape[1]
    plates = []
    for plate in scene.plates:
        corners = plate.corners[[1, 0, 3, 2]].copy()
        corners[:, 0] = width - corners[:, 0]
        plates.append(type(plate)(corners, plate.text, plate.cornered))
    return Scene(np.ascontiguousarray(scene.picture[:, ::-1]), tuple(plates))


def train(
    net: PlateNet, scenes: Iterator[Scene], random: Generator, steps: int, rate: float, out: Path
) -> None:
    """`steps` batches with a rate that rises over the first twentieth and falls to nothing."""
    grouped = torch.optim.AdamW(net.parameters(), rate, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(grouped, rate, steps, pct_start=0.05)
    net.to(memory_format=torch.channels_last).train()
    mean, start = 0.0, time.monotonic()
    for step, (pictures, group) in enumerate(batches(random, scenes), 1):
        wanted = [target(scene.plates, SIDE, SIDE) for scene in group]
        lost = loss(net(pictures.to(memory_format=torch.channels_last)), wanted)
        grouped.zero_grad()
        lost.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        grouped.step()
        schedule.step()
        mean = float(lost.detach()) if step == 1 else 0.98 * mean + 0.02 * float(lost.detach())
        if step % 50 == 0 or step == steps:
            log.info("step %d of %d: loss %.4f, %.0f s", step, steps, mean, time.monotonic() - start)
        if step % 400 == 0 or step == steps:
            _save(net, out)
        if step == steps:
            return


def _save(net: PlateNet, out: Path) -> None:
    torch.save(net.state_dict(), out)
    export(net, out.with_suffix(".onnx"))
    net.train()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--out", required=True, help="a file's name in recognition/training/made")
    parser.add_argument("--from", dest="start", help="weights to go on from")
    parser.add_argument("--photographs", type=Path, help="the folder of labelled photographs")
    parser.add_argument("--fold", type=int, help=f"of {FOLDS}, the one not to look at")
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    MADE.mkdir(exist_ok=True)
    logging.basicConfig(
        level=logging.INFO,
        format="%(message)s",
        handlers=[
            logging.StreamHandler(),
            logging.FileHandler((MADE / options.out).with_suffix(".log"), "w"),
        ],
    )
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    torch.manual_seed(options.seed)
    random = np.random.default_rng(options.seed)
    net = PlateNet()
    if options.start:
        net.load_state_dict(torch.load(MADE / options.start, weights_only=True))
    wanted = photographs.outside(options.fold, FOLDS)
    taken = photographs.photographs(options.photographs, wanted) if options.photographs else []
    flat = photographs.flat_plates(options.photographs, wanted) if options.photographs else None
    log.info("%d parameters, %d photographs", sum(each.numel() for each in net.parameters()), len(taken))
    train(net, fresh_scenes(random, taken, flat), random, options.steps, options.rate, MADE / options.out)


if __name__ == "__main__":
    main()
