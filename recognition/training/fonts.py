"""Open fonts as stamps: one mask a character, all of one height, trimmed to the ink.

No open font is a copy of a state's die. Many of them, stretched, thickened and rounded at random, make a reader that
asks what a letter is and not whose it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from recognition.tiny.beam import ALPHABET

HEIGHT = 96  # pixels of a stamp
LETTERED_LIKE_PLATES = (
    "barlow barlow-condensed barlow-semi-condensed saira saira-condensed saira-semi-condensed saira-extra-condensed"
    " rajdhani roboto-condensed oswald overpass archivo-narrow pathway-gothic-one share-tech share-tech-mono teko khand"
    " fjalla-one bebas-neue big-shoulders-text sofia-sans-condensed dosis m-plus-rounded-1c national-park chakra-petch"
    " ubuntu-condensed b612-mono red-hat-mono fira-sans-condensed ibm-plex-sans-condensed league-gothic staatliches"
    " antonio quantico sometype-mono"
).split()
"""Packages of the npm scope `@fontsource` (SIL Open Font License; one the Ubuntu Font Licence) whose capitals
resemble some state's."""
WEIGHTS = ("400", "500", "600", "700")

Mask = NDArray[np.uint8]


@dataclass(frozen=True)
class Stamps:
    """The characters of one font as masks (255 is ink), `HEIGHT` pixels high, as wide as they are drawn."""

    name: str
    masks: dict[str, Mask]


def font_files(folder: Path, packages: Sequence[str] = tuple(LETTERED_LIKE_PLATES)) -> list[Path]:
    """The Latin files of the packages under `folder`. Raises FileNotFoundError when there are none."""
    found = [
        path
        for package in packages
        for weight in WEIGHTS
        for path in folder.glob(
            f"node_modules/@fontsource/{package}/files/{package}-latin-{weight}-normal.woff"
        )
    ]
    if not found:
        raise FileNotFoundError(
            f"There are no fonts under {folder}; `npm install` in recognition/training/typefaces fetches them."
        )
    return sorted(found)


@cache
def stamps(path: Path) -> Stamps:
    """The stamps of one font file."""
    font = ImageFont.truetype(str(path), 2 * HEIGHT)
    return Stamps(path.stem, {char: _mask(font, char) for char in ALPHABET})


def _mask(font: ImageFont.FreeTypeFont, char: str) -> Mask:
    left, top, right, bottom = font.getbbox(char)
    page = Image.new("L", (round(right - left) + 4, round(bottom - top) + 4))
    ImageDraw.Draw(page).text((2 - left, 2 - top), char, 255, font)
    ink = np.asarray(page)
    ys, xs = np.nonzero(ink > 128)
    ink = ink[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
    width = max(4, round(ink.shape[1] * HEIGHT / ink.shape[0]))
    return np.asarray(cv2.resize(ink, (width, HEIGHT), interpolation=cv2.INTER_AREA), np.uint8)
