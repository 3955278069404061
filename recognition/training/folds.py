"""Which part of the labelled photographs a model may not have seen when it is judged on one of them.

The fold follows the plate, not the file: a plate photographed twice, or as a scene and as a crop, must never be on
both sides. Cameras cannot be kept apart, for one of them took four in five photographs; `camera_of` is for telling
them apart in reports.
"""

import hashlib
import re

FOLDS = 3
"""Parts of the photographs; for each, detector and reader were trained once without it."""

SAME_CHARACTER = str.maketrans("OQI", "001")
"""The labels do not keep O, Q and 0, or I and 1, apart, so one plate may be written in two ways."""

UNIQUE_NAME = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def fold_of(file: str, plate: str, folds: int) -> int:
    """The fold, 0 to `folds` - 1, in which this photograph is tested; the same for every photograph of the plate.

    A photograph without a label has the fold of its file's name.
    """
    key = plate.upper().translate(SAME_CHARACTER) or file
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") % folds


def camera_of(file: str) -> str:
    """The camera a file's name gives away: `wts-lg`, `car`, `us`, `uuid`; empty where it says nothing."""
    if UNIQUE_NAME.match(file):
        return "uuid"
    series = re.match(r"[a-z-]+(?=\d)", file)
    return series.group().rstrip("-") if series else ""
