"""Cuts a plate out of a picture as if it had been photographed straight from behind."""

import cv2
import numpy as np

from recognition.values import Corners, Picture

CROP_WIDTH, CROP_HEIGHT, RIM = 400, 200, 0.1
"""Every crop has this size in pixels, the proportions of a US plate (12 by 6 inches). A tenth of it on each side
is rim around the plate that was found, so that a character the detector missed at an end is still seen."""


def flatten(image: Picture, corners: Corners) -> Picture:
    """The plate inside `corners` and its rim, in grey; what lies outside the picture is repeated edge."""
    left, right = RIM * CROP_WIDTH, (1 - RIM) * CROP_WIDTH
    top, bottom = RIM * CROP_HEIGHT, (1 - RIM) * CROP_HEIGHT
    target = np.array(((left, top), (right, top), (right, bottom), (left, bottom)), np.float32)
    turn = cv2.getPerspectiveTransform(np.array(corners, np.float32), target)
    crop = cv2.warpPerspective(
        image, turn, (CROP_WIDTH, CROP_HEIGHT), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(crop if crop.ndim == 2 else cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY), np.uint8)
