"""Light, weather and the camera: what happens to a scene between the street and the file."""

from functools import cache

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from recognition.training.backgrounds import clipped, cloud
from recognition.values import Picture

Field = NDArray[np.float32]
TILE = 1024  # pixels across the noise that every picture takes its own part of


def shadowed(random: Generator, picture: Picture) -> Picture:
    """A straight shadow edge or soft patches of shade, a half to four fifths as light."""
    height, width = picture.shape[:2]
    if random.random() < 0.6:
        angle, at = random.uniform(0, 2 * np.pi), random.uniform(0.2, 0.8, 2) * (width, height)
        across = np.arange(width, dtype=np.float32) - np.float32(at[0])
        down = np.arange(height, dtype=np.float32) - np.float32(at[1])
        side = across[None] * np.float32(np.cos(angle)) + down[:, None] * np.float32(np.sin(angle))
        share = np.clip(side / np.float32(random.uniform(1, 20)) + 0.5, 0, 1)
    else:
        share = np.clip(cloud(random, width, height, int(random.integers(3, 25))) + 0.5, 0, 1)
    return _times(picture, np.asarray(1 - share * random.uniform(0.2, 0.6), np.float32))


def night(random: Generator, picture: Picture, lit: Field) -> Picture:
    """Little light but where `lit` is 1: plates throw the headlights or the infrared lamp back."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)[:, :, None].repeat(3, 2)
    infrared = random.random() < 0.5
    level = random.uniform(0.08, 0.4)
    gain = level + lit * np.float32(random.uniform(0.3, 1.2) - level * random.uniform(0, 1))
    return _times(np.asarray(grey, np.uint8) if infrared else picture, gain)


def glaring(random: Generator, picture: Picture, centre: tuple[float, float], reach: float) -> Picture:
    """One to three lamps within about `reach` pixels of a point, with halos."""
    height, width = picture.shape[:2]
    light = np.zeros((height, width), np.float32)
    for _ in range(int(random.integers(1, 4))):
        x, y = random.normal(centre, reach)
        size = reach * random.uniform(0.1, 0.5)
        across = np.exp(-(((np.arange(width) - x) / size) ** 2)).astype(np.float32)
        down = np.exp(-(((np.arange(height) - y) / size) ** 2)).astype(np.float32)
        light += down[:, None] * across[None] * np.float32(random.uniform(80, 350))
    return clipped(picture + light[:, :, None])


def wet(random: Generator, picture: Picture, share: float) -> Picture:
    """Drops over `share` of the picture: what is behind them is smeared, lighter at the top, darker below."""
    height, width = picture.shape[:2]
    cells = int(random.integers(14, 50)) * max(1, width // 320)
    field = cloud(random, width, height, cells)
    drops = np.clip((field - np.float32(np.quantile(field, 1 - share))) * 6, 0, 1)[:, :, None]
    smear = float(random.uniform(1.2, 3.5)) * max(1, width / 640)
    behind = cv2.GaussianBlur(picture, (0, 0), smear)
    edge = cv2.Sobel(field, cv2.CV_32F, 0, 1)[:, :, None] * np.float32(random.uniform(10, 60))
    return clipped(picture * (1 - drops) + (behind + edge) * drops)


def blurred(random: Generator, picture: Picture, most: float) -> Picture:
    """Out of focus, or moved by up to `most` pixels."""
    if random.random() < 0.6:
        return np.asarray(
            cv2.GaussianBlur(picture, (0, 0), max(0.2, random.uniform(0.1, 0.6) * most)), np.uint8
        )
    length = max(3, int(most * random.uniform(0.6, 1.8)) | 1)
    kernel = np.zeros((length, length), np.float32)
    slope = random.uniform(-0.5, 0.5) * length / 2
    middle = length // 2
    cv2.line(kernel, (0, round(middle - slope)), (length - 1, round(middle + slope)), 1.0)
    return np.asarray(cv2.filter2D(picture, -1, kernel / kernel.sum()), np.uint8)


def noisy(random: Generator, picture: Picture, sigma: float) -> Picture:
    """Sensor noise of `sigma` grey levels."""
    height, width = picture.shape[:2]
    top, left = (int(random.integers(TILE)) for _ in range(2))
    tile = np.roll(_tile(), (top, left), (0, 1))
    grain = np.tile(tile, (height // TILE + 1, width // TILE + 1))[:height, :width, None]
    return clipped(picture + grain * np.float32(sigma))


def exposed(random: Generator, picture: Picture) -> Picture:
    """Another exposure, contrast and gamma."""
    steps = np.arange(256) / 255
    curve = steps ** random.uniform(0.65, 1.5) * random.uniform(0.6, 1.3)
    curve = (curve - 0.5) * random.uniform(0.6, 1.15) + 0.5 + random.uniform(-0.08, 0.08)
    return np.asarray(cv2.LUT(picture, np.clip(curve * 255, 0, 255).astype(np.uint8)), np.uint8)


def sharpened(random: Generator, picture: Picture) -> Picture:
    """The edges a camera's own sharpening leaves."""
    amount = random.uniform(0.3, 1.5)
    soft = cv2.GaussianBlur(picture, (0, 0), random.uniform(0.8, 2))
    return np.asarray(cv2.addWeighted(picture, 1 + amount, soft, -amount, 0), np.uint8)


def compressed(picture: Picture, quality: int) -> Picture:
    """As JPEG leaves it."""
    data = cv2.imencode(".jpg", picture, (cv2.IMWRITE_JPEG_QUALITY, quality))[1]
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)


def _times(picture: Picture, gain: Field) -> Picture:
    return clipped(picture * gain[:, :, None])


@cache
def _tile() -> Field:
    return np.random.default_rng(5).standard_normal((TILE, TILE), np.float32)
