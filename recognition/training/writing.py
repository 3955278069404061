"""Writing as masks: 0 where there is nothing, 255 where there is ink, trimmed to the ink."""

from functools import cache

import cv2
import numpy as np
from numpy.random import Generator
from PIL import Image, ImageDraw, ImageFont

from recognition.values import Picture

STROKE_FONTS = (
    cv2.FONT_HERSHEY_SIMPLEX,
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_TRIPLEX,
    cv2.FONT_HERSHEY_PLAIN,
)
SMALLEST = 20  # pixels a stroke font is drawn high, at least, before it is shrunk
OUTLINE = -1  # stands for the outline font that comes with Pillow
LETTERS, DIGITS = "ABCDEFGHJKLMNPRSTUVWXYZ", "0123456789"


def any_font(random: Generator) -> int:
    """One of the stroke fonts of OpenCV, or, half of the time, the outline font."""
    return OUTLINE if random.random() < 0.5 else int(random.choice(STROKE_FONTS))


def written(text: str, height: int, font: int, weight: float = 0.1) -> Picture:
    """The text `height` pixels high; `weight` is the width of a stroke font's pen to the height."""
    mask = _outline(text, height) if font == OUTLINE else _strokes(text, height, font, weight)
    height = max(height, 2)
    rows, columns = np.flatnonzero(mask.max(axis=1)), np.flatnonzero(mask.max(axis=0))
    if not rows.size:
        return np.zeros((height, height), np.uint8)
    ink = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    width = max(1, round(ink.shape[1] * height / ink.shape[0]))
    return np.asarray(cv2.resize(ink, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def stamped(picture: Picture, mask: Picture, left: int, top: int, colour: tuple[int, ...]) -> None:
    """Puts ink of `colour` on the picture, in place, as far as it lies within."""
    height, width = picture.shape[:2]
    x, y = max(left, 0), max(top, 0)
    ink = mask[y - top : height - top, x - left : width - left, None] / np.float32(255)
    if ink.size:
        under = picture[y : y + ink.shape[0], x : x + ink.shape[1]]
        under[:] = under * (1 - ink) + np.array(colour, np.float32) * ink


def _strokes(text: str, height: int, font: int, weight: float) -> Picture:
    height = max(height, SMALLEST)
    pen = max(1, round(weight * height))
    scale = cv2.getFontScaleFromHeight(font, height, pen)
    (width, tall), below = cv2.getTextSize(text, font, scale, pen)
    mask = np.zeros((tall + below + 2 * pen, width + 2 * pen), np.uint8)
    cv2.putText(mask, text, (pen, tall + pen), font, scale, 255, pen, cv2.LINE_AA)
    return mask


def _outline(text: str, height: int) -> Picture:
    font = _outline_font(max(8, min(96, 8 * round(height * 1.4 / 8))))
    left, top, right, bottom = font.getbbox(text)
    page = Image.new("L", (int(right - left) + 4, int(bottom - top) + 4))
    ImageDraw.Draw(page).text((2 - left, 2 - top), text, 255, font, stroke_width=int(height > 24))
    return np.asarray(page, np.uint8)


@cache
def _outline_font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
