"""Pictures that are nothing but a plate: cut out by another camera, or taken from a step away.

A detector is taught to see a plate by what is around it. Where nothing is, the whole picture is worth reading.
"""

from collections.abc import Sequence

from recognition.boxes import whole
from recognition.values import FoundPlate, Picture

LONGEST = 640  # pixels of the longer side: a larger picture shows more than a plate
SHAPES = (1.5, 3.2)  # width over height: a US plate is 2, trimmed or with some of the bumper
PLAIN = 8.0  # grey levels of spread below which nothing is written on it
SCORE = 0.8  # what the whole picture counts: that of most plates photographed on a road


def with_whole(picture: Picture, found: Sequence[FoundPlate], limit: int) -> list[FoundPlate]:
    """What was found, and the whole picture first where it may be one plate; reading tells which is."""
    height, width = picture.shape[:2]
    shaped = SHAPES[0] <= width / height <= SHAPES[1] and max(width, height) <= LONGEST
    if shaped and picture.std() >= PLAIN:
        return [FoundPlate(whole(picture), SCORE), *found][:limit]
    return list(found)
