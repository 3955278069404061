"""Pictures for the demo: a plain street, the back of a car, one legible plate. Drawn, so nobody's plate is shown."""

import math
import random
from datetime import datetime

import cv2
import numpy as np
from PIL import Image as PillowImage
from PIL import ImageDraw

from portal.demo.canvas import Canvas, Image, Points
from portal.demo.car import PAINTS, Car, draw_car, light_lamps
from portal.demo.plate import CHARACTERS, california_plate, draw_plate, font_of_the_demo, weathered
from portal.demo.street import draw_street

__all__ = ["california_plate", "draw_empty_street", "draw_scene"]

WIDTH, HEIGHT = 1280, 720
_STRIP = 26  # height of the line of text a reader prints below the picture
_JPEG_QUALITY = 82
_NARROWEST, _WIDEST = 210, 320  # pixels across the plate
_DAYLIGHT = range(7, 18)  # hours of the day drawn in full light
_DUSK = (0.62, 0.46, 0.42)  # what is left of blue, green and red outside these hours


def draw_scene(
    plate: str, *, seed: int, moment: datetime | None = None, device: str = "", captioned: bool = True
) -> bytes:
    """A JPEG of 1280 x 720 (below 120 kB) showing `plate`; the same arguments give the same picture.

    The seed decides paint, place, size, angle and light. With a `moment` (in the agency's zone) its hour decides
    day or dusk; moment and device are printed below the picture, as readers do, unless `captioned` is false. Raises
    FontMissing.
    """
    rng = random.Random(seed)  # noqa: S311 - chooses a look, guards nothing
    dusk = rng.random() < 0.3
    if moment:
        dusk = moment.hour not in _DAYLIGHT
    plate_width = rng.uniform(_NARROWEST, _WIDEST)
    car = _parked(plate_width, rng)
    canvas = Canvas(WIDTH, HEIGHT)
    draw_street(canvas, rng)
    draw_car(canvas, car)
    if dusk:
        canvas.dim(_DUSK)
        light_lamps(canvas, car)
    canvas.lay(weathered(draw_plate(plate), rng, dusk=dusk), _corners(car.plate_centre, plate_width, rng))
    picture = _photographed(canvas.finished(), rng)
    return _jpeg(_captioned(picture, moment, device) if captioned else picture)


def draw_empty_street(*, seed: int, moment: datetime | None = None) -> bytes:
    """As `draw_scene`, with no car and no caption: what a reader takes when something else sets it off."""
    rng = random.Random(seed)  # noqa: S311 - chooses a look, guards nothing
    canvas = Canvas(WIDTH, HEIGHT)
    draw_street(canvas, rng)
    if moment and moment.hour not in _DAYLIGHT:
        canvas.dim(_DUSK)
    return _jpeg(_photographed(canvas.finished(), rng))


def _parked(plate_width: float, rng: random.Random) -> Car:
    half = plate_width / 0.54  # the plate takes a little over a quarter of the car's width
    return Car(
        middle=WIDTH / 2 + rng.uniform(-90, 90),
        road=HEIGHT - rng.uniform(46, 80),
        half=half,
        height=half * rng.uniform(1.14, 1.3),
        paint=rng.choice(PAINTS),
    )


def _corners(centre: tuple[float, float], width: float, rng: random.Random) -> Points:
    """The plate's corners, clockwise from top left: a few degrees of tilt, one side a little nearer."""
    tilt, nearer = rng.uniform(-0.045, 0.045), rng.uniform(-0.05, 0.05)
    shrink = 1 - abs(nearer)
    return [
        _turned(centre, tilt, across * width / 2 * shrink, down * width / 4 * (1 + across * nearer))
        for across, down in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]


def _turned(centre: tuple[float, float], angle: float, across: float, down: float) -> tuple[float, float]:
    return (
        centre[0] + across * math.cos(angle) - down * math.sin(angle),
        centre[1] + across * math.sin(angle) + down * math.cos(angle),
    )


def _photographed(scene: Image, rng: random.Random) -> Image:
    """The scene through a lens: a trace of blur, exposure and grain."""
    blurred = cv2.GaussianBlur(scene, (0, 0), rng.uniform(0.35, 0.9))
    grain = np.random.default_rng(rng.randrange(2**32)).normal(0, 2.2, scene.shape[:2])
    return np.clip(blurred * rng.uniform(0.92, 1.06) + grain[:, :, None], 0, 255).astype(np.uint8)


def _captioned(picture: Image, moment: datetime | None, device: str) -> Image:
    """The line of text a reader prints: device, then local time with its offset."""
    when = moment.isoformat(sep=" ", timespec="seconds") if moment else ""
    caption = "   ".join(part for part in (device, when) if part)
    if not caption:
        return picture
    page = PillowImage.fromarray(picture)
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, HEIGHT - _STRIP, WIDTH, HEIGHT), fill=(20, 20, 20))
    draw.text((14, HEIGHT - _STRIP + 5), caption, fill=(226, 226, 226), font=font_of_the_demo(CHARACTERS, 14))
    return np.asarray(page)


def _jpeg(picture: Image) -> bytes:
    encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])[1]
    return encoded.tobytes()
