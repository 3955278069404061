"""What a camera makes of a flat plate: distance, angle, light, rain, movement, noise, compression.

The result is a reader's input as the detector would cut it, not quite straight and not quite in the middle.
"""

from typing import Any

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from recognition.tiny.crops import NET_TALL, NET_WIDE, RIM_ACROSS, RIM_DOWN
from recognition.training.flats import ABOVE, PLATE_TALL, PLATE_WIDE, SIDE, Grey

USUAL_WIDTH, SPREAD = 92, 0.42
"""Pixels of a plate's width: the median of the development photographs, and a spread of its logarithm."""
NARROWEST, BROADEST = 40, 260

Matrix = NDArray[np.float64]
Levels = NDArray[Any]
"""Grey levels as they are worked on: floating, below 0 and above 255 too."""


def seen(
    flat: Grey, centres: tuple[float, ...], random: Generator, *, hard: float = 1.0
) -> tuple[Grey, list[float]]:
    """The net's input, `NET_TALL` x `NET_WIDE`, and the x of the characters in it.

    `hard` scales how much goes wrong, from 0 (nothing) to 1. `flat` may be any picture of a flat's size.
    """
    width = float(np.clip(USUAL_WIDTH * np.exp(random.normal(0.0, SPREAD)), NARROWEST, BROADEST))
    width = width if random.random() < hard else BROADEST
    scale = min(1.0, width / PLATE_WIDE)
    small = cv2.resize(flat, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.float32)
    small = _light(small, random, hard)
    small = _lens(small, random, hard)
    picture = _sensor(small, random, hard)
    turn = _placed(random, hard)
    down = np.diag((scale, scale, 1.0))
    cut = cv2.warpPerspective(picture, turn @ np.linalg.inv(down), (NET_WIDE, NET_TALL), flags=cv2.INTER_CUBIC,
                              borderMode=cv2.BORDER_REPLICATE)  # fmt: skip
    return np.asarray(cut, np.uint8), [_moved(turn, x) for x in centres]


def _moved(turn: Matrix, x: float) -> float:
    point = turn @ (x, ABOVE + PLATE_TALL / 2, 1.0)
    return float(point[0] / point[2])


def _placed(random: Generator, hard: float) -> Matrix:
    """From a flat to the net's input: the box a detector would have given, somewhat off, of a plate at an angle."""
    left, right, top, bottom = SIDE, SIDE + PLATE_WIDE, ABOVE, ABOVE + PLATE_TALL
    plate = np.array(((left, top), (right, top), (right, bottom), (left, bottom)), np.float64)
    x, y = RIM_ACROSS * NET_WIDE, RIM_DOWN * NET_TALL
    place = np.array(((x, y), (NET_WIDE - x, y), (NET_WIDE - x, NET_TALL - y), (x, NET_TALL - y)), np.float64)
    size = np.array((NET_WIDE, NET_TALL))
    if hard:
        turned = (place - size / 2) @ _angle(random, hard).T + size / 2
        low, high = turned.min(axis=0), turned.max(axis=0)  # the upright box around it is what is cut
        fitted = (turned - low) / (high - low) * (place[2] - place[0]) + place[0]
        place = fitted if random.random() < 0.5 else (place + fitted) / 2
        place = (place - size / 2) * np.exp(random.normal(0.0, 0.035 * hard, 2)) + size / 2
        place = place + random.normal(0.0, (0.018 * NET_WIDE * hard, 0.035 * NET_TALL * hard))
        place = place + random.normal(0.0, (0.008 * NET_WIDE * hard, 0.02 * NET_TALL * hard), (4, 2))
    return np.asarray(
        cv2.getPerspectiveTransform(plate.astype(np.float32), place.astype(np.float32)), np.float64
    )


def _angle(random: Generator, hard: float) -> Matrix:
    """A turn of some degrees and a slant, in the net's input, which is squeezed to 3 : 1."""
    turn, slant = np.radians(random.normal(0.0, 3.0 * hard)), random.normal(0.0, 0.07 * hard)
    squeeze = (NET_TALL / NET_WIDE) * (PLATE_WIDE / PLATE_TALL)
    return np.array(((1.0, slant), (np.tan(turn) * squeeze, 1.0)))


def _light(picture: Levels, random: Generator, hard: float) -> Levels:
    """Exposure, contrast, a gradient, the edge of a shadow, a lamp's glare, drops of water, dirt."""
    tall, wide = picture.shape
    across, down = np.meshgrid(
        np.linspace(0, 1, wide, dtype=np.float32), np.linspace(0, 1, tall, dtype=np.float32)
    )
    if random.random() < 0.35 * hard:
        slope = random.normal(0, 0.5, 2)
        picture = picture * np.clip(1 + slope[0] * (across - 0.5) + slope[1] * (down - 0.5), 0.2, 2)
    if random.random() < 0.2 * hard:
        edge = across * random.normal() + down * random.normal() > random.uniform(-0.5, 1.0)
        soft = cv2.GaussianBlur(edge.astype(np.float32), (0, 0), random.uniform(0.4, 3))
        picture = picture * (1 - random.uniform(0.2, 0.7) * soft)
    if random.random() < 0.08 * hard:
        far = (across - random.random()) ** 2 + (down - random.random()) ** 2 / 4
        picture = picture + 255 * random.uniform(0.3, 1.2) * np.exp(-far / random.uniform(0.005, 0.06))
    if random.random() < 0.1 * hard:
        picture = _spotted(picture, random)
    return _exposed(picture, random, hard)


def _exposed(picture: Levels, random: Generator, hard: float) -> Levels:
    """As bright as the hour has it; at night, or in haze, little is left of the contrast."""
    if hard == 0:
        return picture
    middle = float(np.clip(picture.mean() * np.exp(random.normal(0.0, 0.3)) + random.normal(0, 20), 25, 225))
    gain = np.exp(random.normal(-0.1, 0.25))
    if random.random() < 0.2 * hard:
        gain *= random.uniform(0.15, 0.5)
    return np.asarray((picture - picture.mean()) * gain + middle, np.float32)


def _spotted(picture: Levels, random: Generator) -> Levels:
    spots = np.zeros_like(picture)
    for _ in range(random.integers(2, 14)):
        middle = (int(random.integers(picture.shape[1])), int(random.integers(picture.shape[0])))
        cv2.circle(spots, middle, int(random.integers(1, max(2, picture.shape[0] // 12))), 1.0, -1)
    soft = cv2.GaussianBlur(spots, (0, 0), 0.8)
    blurred = cv2.GaussianBlur(picture, (0, 0), 2.5) + random.normal(0, 40)
    return np.asarray(picture * (1 - soft) + blurred * soft, np.float32)


def _lens(picture: Levels, random: Generator, hard: float) -> Levels:
    """Out of focus, moved, and sharpened again by the camera."""
    if random.random() < 0.75 * hard:
        picture = cv2.GaussianBlur(picture, (0, 0), random.uniform(0.3, 1.1))
    if random.random() < 0.15 * hard:
        picture = cv2.filter2D(picture, -1, _smear(random))
    if random.random() < 0.4 * hard:
        soft = cv2.GaussianBlur(picture, (0, 0), random.uniform(0.8, 1.8))
        picture = picture + random.uniform(0.3, 2.0) * (picture - soft)
    return np.asarray(picture, np.float32)


def _smear(random: Generator) -> Levels:
    kernel = np.zeros((9, 9), np.float32)
    length, direction = random.uniform(0.8, 2.6), random.uniform(0, np.pi)
    x, y = length * np.cos(direction), length * np.sin(direction)
    cv2.line(kernel, (int(4 - x), int(4 - y)), (int(4 + x), int(4 + y)), 1.0, 1, cv2.LINE_AA)
    return kernel / max(float(kernel.sum()), 1e-6)


def _sensor(picture: Levels, random: Generator, hard: float) -> Grey:
    """Noise, the eight bits, and a JPEG."""
    if random.random() < 0.7 * hard:
        most = 0.16 * float(picture.std())  # a camera turns up the light before the noise drowns the plate
        picture = picture + random.normal(0, random.uniform(0.5, max(0.6, most)), picture.shape)
    eight = np.clip(picture, 0, 255).astype(np.uint8)
    if random.random() < 0.6 * hard:
        quality = int(random.integers(25, 92))
        eight = np.asarray(
            cv2.imdecode(cv2.imencode(".jpg", eight, (cv2.IMWRITE_JPEG_QUALITY, quality))[1], 0), np.uint8
        )
    return eight
