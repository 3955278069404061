"""What the detector's net should answer to a scene, and how far its answer is from that."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from recognition.training.network import STRIDE
from recognition.training.scenes import ScenePlate

Maps = NDArray[np.float32]
NEAR = 0.4  # of the hump's height: cells from which the box and the corners are learnt
HUMP = 0.13  # spread of the hump over the centre to the side of the plate's box
SEEN = 0.7  # share of a box that must lie within the scene to count as a plate
SHAPE_COUNTS, CORNERS_COUNT = 1.0, 1.0


@dataclass(frozen=True)
class Target:
    """`hump`: 1 at each centre, falling off; `counts`: 0 where no answer is wrong; `values`: channels 1-12 of the
    net; `near`, `cornered`: how much a cell's box and its corners count."""

    hump: Maps
    counts: Maps
    values: Maps
    near: Maps
    cornered: Maps


def target(plates: Sequence[ScenePlate], height: int, width: int) -> Target:
    """The right answer to a scene of that size, in pixels."""
    rows, columns = height // STRIDE, width // STRIDE
    flat = [np.zeros((rows, columns), np.float32) for _ in range(4)]
    made = Target(flat[0], flat[1] + 1, np.zeros((12, rows, columns), np.float32), flat[2], flat[3])
    for plate in plates:
        _add(made, plate, width, height)
    return made


def _add(made: Target, plate: ScenePlate, width: int, height: int) -> None:
    left, top, wide, tall = plate.box
    inside = max(0.0, min(left + wide, width) - max(left, 0)) * max(
        0.0, min(top + tall, height) - max(top, 0)
    )
    if inside < SEEN * wide * tall:
        low, high = (max(0, int(at // STRIDE)) for at in (top, top + tall + STRIDE))
        made.counts[low:high, max(0, int(left // STRIDE)) : max(0, int((left + wide) // STRIDE + 1))] = 0
        return
    rows, columns = made.hump.shape
    x, y = plate.corners.mean(axis=0)
    across = (x - (np.arange(columns, dtype=np.float32) + 0.5) * STRIDE) / STRIDE
    down = (y - (np.arange(rows, dtype=np.float32) + 0.5) * STRIDE) / STRIDE
    spread = [max(0.6, HUMP * side / STRIDE) for side in (wide, tall)]
    hump = np.exp(-(((down / spread[1])[:, None] ** 2) + (across / spread[0])[None] ** 2) / 2)
    peak = np.unravel_index(int(hump.argmax()), hump.shape)
    hump[peak] = 1.0
    np.maximum(made.hump, hump, out=made.hump)
    near = hump > NEAR
    made.near[near] = hump[near]
    made.cornered[near] = hump[near] * plate.cornered
    made.values[0], made.values[1] = (np.where(near, field, old) for field, old in (
        (across[None], made.values[0]), (down[:, None], made.values[1])))  # fmt: skip
    turned = (plate.corners - (x, y)) / (wide / 2, tall / 2)
    shape = np.array([np.log(wide / 32), np.log(tall / 16), *turned.ravel()], np.float32)
    made.values[2:, near] = shape[:, None]


def loss(answer: Tensor, wanted: Sequence[Target]) -> Tensor:
    """Focal loss on the centres, smooth distances on box and corners, each to the number of plates."""
    hump, counts, values, near, cornered = (
        torch.from_numpy(np.stack([getattr(one, name) for one in wanted]))
        for name in ("hump", "counts", "values", "near", "cornered")
    )
    logit = answer[:, 0]
    chance, plates = torch.sigmoid(logit), hump.eq(1)
    missed = -functional.logsigmoid(logit) * (1 - chance) ** 2 * plates
    invented = -functional.logsigmoid(-logit) * chance**2 * (1 - hump) ** 4 * ~plates
    many = plates.sum().clamp(min=1)
    off = functional.smooth_l1_loss(answer[:, 1:], values, reduction="none", beta=0.1)
    shape = (off[:, :4].sum(1) * near).sum() / near.sum().clamp(min=1)
    corners = (off[:, 4:].sum(1) * cornered).sum() / cornered.sum().clamp(min=1)
    return ((missed + invented) * counts).sum() / many + SHAPE_COUNTS * shape + CORNERS_COUNT * corners
