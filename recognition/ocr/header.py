"""Reads the state from the words above and below a plate's characters."""

import re
from collections.abc import Sequence

import numpy as np

from recognition import syntax
from recognition.ocr import pages
from recognition.ocr.program import Mode
from recognition.values import Picture, Region

MODE = Mode(())
ABOVE, BELOW = slice(20, 60), slice(140, 180)  # rows of a crop over and under the characters of a US plate
BETWEEN = slice(30, 370)  # columns of a crop without the rim
WORD = re.compile(r"class='ocrx_word'[^>]*>([^<]+)<")


class StateReader:
    """Reads which state issued a flattened plate from its own words, all plates in one call of Tesseract."""

    def states(self, crops: Sequence[Picture]) -> list[list[Region]]:
        """For each crop the state its words name, with the reason `header`, or none; in the order of the crops."""
        strips = [_strips(crop) for crop in crops]
        read = iter(pages.hocr_pages([strip for group in strips for strip in group], MODE))
        words = [[word for _ in group for word in WORD.findall(next(read))] for group in strips]
        return [syntax.regions_named(" ".join(each)) for each in words]


def _strips(crop: Picture) -> tuple[Picture, Picture]:
    """What stands above the row of characters, and what below it."""
    return np.ascontiguousarray(crop[ABOVE, BETWEEN]), np.ascontiguousarray(crop[BELOW, BETWEEN])
