"""Sets the cut-out characters again as a line of print, which is what an OCR engine was taught to read."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from recognition.characters import Boxes
from recognition.values import Picture

HEIGHT, GAP, MARGIN = 40, 6, 8  # pixels; of six settings tried these were read best


@dataclass(frozen=True, slots=True)
class SetLine:
    """A picture of a line, black on white, and the left edge and width of each character in it."""

    picture: Picture
    places: tuple[tuple[int, int], ...]

    def place_of(self, x: float) -> int:
        """The number of the character that stands nearest to `x`."""
        return int(np.argmin([abs(left + width / 2 - x) for left, width in self.places]))


def set_line(view: Picture, boxes: Boxes, stretch: float) -> SetLine:
    """The characters of one view (white on black) in `boxes`, each `stretch` times as wide as it was."""
    glyphs = [_glyph(view, box, stretch) for box in boxes]
    total = sum(glyph.shape[1] + GAP for glyph in glyphs) - GAP + 2 * MARGIN
    line = np.full((HEIGHT + 2 * MARGIN, total), 255, np.uint8)
    places, left = [], MARGIN
    for glyph in glyphs:
        width = glyph.shape[1]
        line[MARGIN : MARGIN + HEIGHT, left : left + width] = glyph
        places.append((left, width))
        left += width + GAP
    return SetLine(line, tuple(places))


def _glyph(view: Picture, box: NDArray[np.float32], stretch: float) -> Picture:
    x, y, width, height = (round(value) for value in box.tolist())
    patch = view[max(y, 0) : y + height, max(x, 0) : x + width]
    size = max(2, round(stretch * HEIGHT * patch.shape[1] / patch.shape[0])), HEIGHT
    return np.invert(np.asarray(cv2.resize(patch, size, interpolation=cv2.INTER_AREA), np.uint8))
