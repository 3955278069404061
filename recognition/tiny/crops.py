"""What the reader's net is shown of a flattened plate."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from recognition.rectify import CROP_HEIGHT, CROP_WIDTH, RIM
from recognition.values import Picture

NET_WIDE, NET_TALL = 128, 40  # pixels of the net's input
RIM_ACROSS, RIM_DOWN = 0.04, 0.06  # of the input: what is left around the plate that was found

Tensor = NDArray[np.float32]


def net_input(crops: Sequence[Picture], grow: float = 1.0) -> Tensor:
    """Flattened plates as one batch, N x 1 x `NET_TALL` x `NET_WIDE`, each of mean 0 and spread 1.

    `grow` above 1 shows more of the surroundings, below 1 less: another view of the same plate.
    """
    return np.stack([standardised(_cut(crop, grow)) for crop in crops])[:, None]


def standardised(picture: Picture) -> Tensor:
    """Grey levels less their mean, over their spread: exposure and contrast do not count."""
    levels = picture.astype(np.float32)
    # 4: a plain surface stays plain
    return np.asarray((levels - levels.mean()) / (levels.std() + 4.0), np.float32)


def _cut(crop: Picture, grow: float) -> Picture:
    half_wide = grow * (0.5 - RIM) / (1 - 2 * RIM_ACROSS) * CROP_WIDTH
    half_tall = grow * (0.5 - RIM) / (1 - 2 * RIM_DOWN) * CROP_HEIGHT
    x, y = CROP_WIDTH / 2, CROP_HEIGHT / 2
    left, right = (round(np.clip(edge, 0, CROP_WIDTH)) for edge in (x - half_wide, x + half_wide))
    top, bottom = (round(np.clip(edge, 0, CROP_HEIGHT)) for edge in (y - half_tall, y + half_tall))
    return np.asarray(
        cv2.resize(crop[top:bottom, left:right], (NET_WIDE, NET_TALL), interpolation=cv2.INTER_AREA), np.uint8
    )
