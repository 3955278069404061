"""The plate of the demo: a flat California-style plate, drawn once and laid onto a car."""

import random
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFont

from portal.demo.canvas import Image

FONTS = Path("/usr/share/fonts/truetype/dejavu")
CHARACTERS = "DejaVuSans-Bold.ttf"
HEADER = "DejaVuSerif-Bold.ttf"

WIDTH, HEIGHT = 720, 360  # a plate is 12 by 6 inches
_WHITE = (250, 250, 247)
_BLUE = (32, 44, 106)
_RED = (190, 32, 48)
_MARGIN = 30  # left and right of the characters
_CHARACTER_HEIGHT = 172
_NARROWING = 0.6  # the series is set in a narrow face
_FULLEST = 0.84  # of its cell, so that neighbours never touch
_MIDDLE = 202  # of the characters, from the top
_DRAWN_SIZE = 240

# California leaves out letters that read as digits where they stand beside digits.
_OUTER_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_MIDDLE_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class FontMissing(Exception):
    """A font of the demo is not installed; the message names the package."""


def california_plate(rng: random.Random) -> str:
    """A passenger plate of the series 1AAA111; I, O and Q stand in the middle of the letters only."""
    letters = rng.choice(_OUTER_LETTERS) + rng.choice(_MIDDLE_LETTERS) + rng.choice(_OUTER_LETTERS)
    return f"{rng.randint(5, 9)}{letters}{rng.randint(0, 999):03d}"


def draw_plate(plate: str) -> Image:
    """The plate seen straight on, 720 x 360, blue-green-red."""
    picture = PillowImage.new("RGB", (WIDTH, HEIGHT), _WHITE)
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((5, 5, WIDTH - 6, HEIGHT - 6), 26, outline=(196, 198, 200), width=5)
    for left in (150, WIDTH - 150):
        for top in (26, HEIGHT - 26):
            draw.ellipse((left - 9, top - 9, left + 9, top + 9), fill=(120, 122, 124))
    draw.rectangle((44, 26, 112, 66), fill=(232, 190, 60))
    draw.rectangle((WIDTH - 112, 26, WIDTH - 44, 66), fill=(86, 150, 96))
    _write_header(picture)
    _write_characters(picture, plate)
    return np.asarray(picture)[:, :, ::-1].copy()


def _write_header(picture: PillowImage.Image) -> None:
    """The state's name, slanted to look written by hand."""
    mask = _glyphs("California", HEADER, 62)
    slant = PillowImage.Transform.AFFINE
    wide = (mask.width + 24, mask.height)
    leaning = mask.transform(wide, slant, (1, 0.3, -22, 0, 1, 0), PillowImage.Resampling.BICUBIC)
    picture.paste(_RED, ((WIDTH - leaning.width) // 2, 20), leaning)


def _write_characters(picture: PillowImage.Image, plate: str) -> None:
    """Each character in a cell of its own, as dies stamp them: wide letters are narrowed to fit."""
    cell = (WIDTH - 2 * _MARGIN) / len(plate)
    scale = _CHARACTER_HEIGHT / _glyphs("H", CHARACTERS, _DRAWN_SIZE).height
    for place, character in enumerate(plate):
        mask = _glyphs(character, CHARACTERS, _DRAWN_SIZE)
        width = min(mask.width * scale * _NARROWING, cell * _FULLEST)
        mask = mask.resize((round(width), round(mask.height * scale)), PillowImage.Resampling.LANCZOS)
        left = round(_MARGIN + cell * (place + 0.5) - mask.width / 2)
        picture.paste(_BLUE, (left, round(_MIDDLE - mask.height / 2)), mask)


def _glyphs(text: str, font_name: str, size: int) -> PillowImage.Image:
    """The ink of a text, cut to its edges, as a mask."""
    font = font_of_the_demo(font_name, size)
    left, top, right, bottom = font.getbbox(text)
    mask = PillowImage.new("L", (round(right - left), round(bottom - top)))
    ImageDraw.Draw(mask).text((-left, -top), text, fill=255, font=font)
    return mask


@cache
def font_of_the_demo(name: str, size: int) -> ImageFont.FreeTypeFont:
    """Raises FontMissing where Debian's package of the DejaVu fonts is not installed."""
    path = FONTS / name
    if not path.is_file():
        raise FontMissing(f"The font {path} is missing; install it with 'apt-get install fonts-dejavu-core'.")
    return ImageFont.truetype(path, size)


def weathered(plate: Image, rng: random.Random, *, dusk: bool) -> Image:
    """The plate in uneven light; at dusk dimmer than by day, yet brighter than the car, as its lamps make it."""
    left, right = (rng.uniform(0.9, 1) * (0.78 if dusk else 1) for _ in range(2))
    ramp = np.linspace(left, right, plate.shape[1], dtype=np.float32)[None, :, None]
    return np.round(plate * ramp).astype(np.uint8)
