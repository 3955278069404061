"""A picture in, plates out: find, flatten, read, rank."""

from collections.abc import Callable, Iterable, Sequence

import cv2
import numpy as np

from recognition import syntax
from recognition.boxes import covered
from recognition.protocols import Detector, Reader
from recognition.ranking import ranked
from recognition.rectify import CROP_HEIGHT, RIM, flatten
from recognition.values import (
    Candidate,
    Corners,
    EngineLabel,
    FoundPlate,
    Picture,
    PlateRead,
    Quality,
    Reading,
)

SURE = 0.55
"""Confidence from which a text is given as read; below it is a candidate only. On the development photographs,
85 % of the texts above it are right."""

BURNT_OUT = 252  # grey level from which the light has washed out whatever was there
NOTHING = 0.05  # confidence below which what was found is not worth a person's look
PLACES_READ = (
    5  # places in a picture that are read, at least; the likeliest plate is not always the first found
)
SAME_PLATE = 0.6  # share of a box in a better read's from which both are of one plate
DETECTOR_SAYS = 0.3  # power with which the detector's score helps to order the plates


class FindAndRead:
    """An `Engine` of a detector and a reader. A text is given as read from the confidence `sure` on."""

    def __init__(
        self, detector: Detector, reader: Reader, label: Callable[[], EngineLabel], sure: float = SURE
    ) -> None:
        self.detector = detector
        self.reader = reader
        self.label = label
        self.sure = sure

    def read(self, image: Picture, max_plates: int = 4, top_n: int = 10) -> list[PlateRead]:
        """At most `max_plates` plates, best first, each with at most `top_n` candidates."""
        grey = in_grey(image)
        found = self.detector.find(grey, max(max_plates, PLACES_READ))
        crops = [flatten(grey, plate.corners) for plate in found]
        reads = []
        for plate, crop, reading in zip(found, crops, self.reader.read_crops(crops), strict=True):
            candidates = ranked(reading, top_n, plate.score)
            if candidates and candidates[0].confidence >= NOTHING:
                order = candidates[0].confidence * plate.score**DETECTOR_SAYS
                reads.append((order, self._plate_read(image, plate, crop, reading, candidates)))
        reads.sort(key=lambda pair: -pair[0])
        return _distinct([read for _, read in reads])[:max_plates]

    def read_batch(self, images: Iterable[Picture]) -> list[list[PlateRead]]:
        """The same as `read` of each picture, in their order."""
        return [self.read(image) for image in images]

    def _plate_read(
        self,
        image: Picture,
        plate: FoundPlate,
        crop: Picture,
        reading: Reading,
        candidates: tuple[Candidate, ...],
    ) -> PlateRead:
        text, confidence = candidates[0]
        sure = confidence >= self.sure
        return PlateRead(
            text=text if sure else "",
            confidence=confidence,
            box=_box(image, plate.corners),
            corners=plate.corners,
            characters=reading.characters,
            candidates=candidates,
            region=syntax.region(text) if sure else None,
            regions=tuple(syntax.regions(text)),
            quality=_quality(image, plate.corners, crop, reading),
            engine=self.label(),
        )


def _distinct(reads: Sequence[PlateRead]) -> list[PlateRead]:
    """The reads in their order, without those whose plate lies in the place of a better one."""
    kept: list[PlateRead] = []
    for read in reads:
        if not any(covered(read.box, other.box) > SAME_PLATE for other in kept):
            kept.append(read)
    return kept


def in_grey(image: Picture) -> Picture:
    """The picture without its colours, which neither finding nor reading uses."""
    return image if image.ndim == 2 else np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)


def _box(image: Picture, corners: Sequence[tuple[float, float]]) -> tuple[int, int, int, int]:
    """x, y, width, height of the upright box around the corners, as far as it is in the picture."""
    limit = (image.shape[1], image.shape[0])
    low = np.clip(np.floor(np.min(corners, axis=0)), 0, limit)
    high = np.clip(np.ceil(np.max(corners, axis=0)), 0, limit)
    return int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1])


def _quality(image: Picture, corners: Corners, crop: Picture, reading: Reading) -> Quality:
    (left, top), (right, right_top), _, (_, bottom) = corners
    dark, light = np.percentile(crop, (5, 95))
    height, width = image.shape[:2]
    inside = all(0 <= x <= width and 0 <= y <= height for x, y in corners)
    return Quality(
        plate_width=right - left,
        character_height=reading.character_height * (bottom - top) / ((1 - 2 * RIM) * CROP_HEIGHT),
        contrast=float(light - dark) / 255,
        sharpness=float(cv2.meanStdDev(cv2.Laplacian(crop, cv2.CV_16S))[1][0, 0] ** 2),
        tilt=float(np.degrees(np.arctan2(right_top - top, right - left))),
        clipped=not inside,
        glare=float(np.mean(crop >= BURNT_OUT)),
    )
