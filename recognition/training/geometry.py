"""Flat things turned in space and pasted into a picture."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from recognition.training.clutter import Patch
from recognition.values import Picture

Quad = NDArray[np.float32]
"""Four points, 4 x 2: top left, top right, bottom right, bottom left, in pixels."""


@dataclass(frozen=True)
class Pose:
    """How something flat is seen: how wide it is in pixels, and its turns in degrees."""

    width: float
    yaw: float
    pitch: float
    roll: float


def any_pose(random: Generator, widths: tuple[float, float], yaw: float = 40) -> Pose:
    """Widths spread evenly over their logarithms; turns mostly small, up to `yaw` and 20 and 12 degrees."""
    width = float(np.exp(random.uniform(*np.log(widths))))
    turn = float(random.uniform(-1, 1) ** 3 if random.random() < 0.5 else random.uniform(-1, 1)) * yaw
    return Pose(width, turn, float(random.uniform(-20, 20)), float(np.clip(random.normal(0, 4), -12, 12)))


def seen(pose: Pose, centre: tuple[float, float], aspect: float = 2.0) -> Quad:
    """Where the corners of a rectangle of that width over height come to lie; `pose.width` is before turning."""
    yaw, pitch, roll = np.radians((pose.yaw, pose.pitch, pose.roll))
    corners = np.array([(-1, -1, 0), (1, -1, 0), (1, 1, 0), (-1, 1, 0)]) * (0.5, 0.5 / aspect, 1)
    corners = corners @ _turn(yaw, 0, 2).T @ _turn(pitch, 1, 2).T @ _turn(roll, 0, 1).T
    distance = 8.0  # of its own width: a plate that fills an eighth of the view
    flat = corners[:, :2] * (distance / (distance + corners[:, 2:])) * pose.width
    return np.asarray(flat + centre, np.float32)


def _turn(angle: float, one: int, other: int) -> NDArray[np.float64]:
    turn = np.eye(3)
    turn[one, one] = turn[other, other] = np.cos(angle)
    turn[one, other], turn[other, one] = -np.sin(angle), np.sin(angle)
    return turn


def rectangle(left: float, top: float, right: float, bottom: float) -> Quad:
    """The corners of an upright rectangle."""
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float32)


def pasted(picture: Picture, patch: Patch, source: Quad, target: Quad) -> None:
    """Puts the patch on the picture, in place, so that the points `source` of the patch come to lie on `target`."""
    scale = min(1.0, 1.3 * float(np.ptp(target[:, 0])) / max(float(np.ptp(source[:, 0])), 1.0))
    size = [max(2, round(side * scale)) for side in patch.mask.shape[::-1]]
    flat = cv2.resize(patch.picture, size, interpolation=cv2.INTER_AREA)
    mask = cv2.resize(patch.mask, size, interpolation=cv2.INTER_AREA)
    ratio = np.array(size, np.float32) / np.array(patch.mask.shape[::-1], np.float32)
    turn = cv2.getPerspectiveTransform(np.asarray(source * ratio, np.float32), target)
    outline = rectangle(0, 0, size[0], size[1])[None]
    rim = cv2.perspectiveTransform(outline, turn)[0]
    low = np.maximum(np.floor(rim.min(axis=0)).astype(int) - 1, 0)
    high = np.minimum(np.ceil(rim.max(axis=0)).astype(int) + 1, picture.shape[1::-1])
    if (high <= low).any():
        return
    shift = np.array([(1, 0, -low[0]), (0, 1, -low[1]), (0, 0, 1)], float) @ turn
    room = (int(high[0] - low[0]), int(high[1] - low[1]))
    warped = cv2.warpPerspective(flat, shift, room, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    share = cv2.warpPerspective(mask, shift, room, flags=cv2.INTER_LINEAR)[:, :, None] / np.float32(255)
    under = picture[low[1] : high[1], low[0] : high[0]]
    under[:] = (under * (1 - share) + warped * share).astype(np.uint8)
