"""Tesseract as a `Reader`: every plate of a picture in one call, its characters set as print, and a vote."""

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from pytesseract import pytesseract

from recognition.ocr.cutting import CutPlate, cut
from recognition.ocr.typesetting import SetLine, set_line
from recognition.values import Character, EngineLabel, EngineUnavailable, Picture, Reading

NAME = "opencv-tesseract"
MISSING = "Tesseract is not installed; install the package tesseract-ocr and start again."
FAILED = "Tesseract failed to read; check that the package tesseract-ocr-eng is installed and try again."
LONGEST = 60  # seconds for all plates of one picture; they take less than one
STRETCHES = (1.4, 1.8)  # plates are lettered narrower than print
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
OPTIONS = (
    "--psm 7 -c hocr_char_boxes=1 -c lstm_choice_mode=2 -c load_system_dawg=0 -c load_freq_dawg=0"
    f" -c tessedit_char_whitelist={ALPHABET}"
)
SYMBOL = re.compile(r"x_bboxes (\d+) \d+ (\d+) \d+; x_conf [\d.]+'>")
CHOICE = re.compile(r"x_confs ([\d.]+)'>([A-Z0-9])<")


class Glyph(NamedTuple):
    """What Tesseract saw at one place of a line: where, and its choices."""

    x: float
    choices: tuple[Character, ...]


class TesseractReader:
    """Reads each character in eight settings: two widths by four black and white views."""

    def read_crops(self, crops: Sequence[Picture]) -> list[Reading]:
        plates = [cut(crop) for crop in crops]
        lines = [[] if plate is None else list(_settings(plate)) for plate in plates]
        seen = iter(_recognised([line.picture for group in lines for line in group]))
        return [
            _voted(plate, [(line, next(seen)) for line in group])
            for plate, group in zip(plates, lines, strict=True)
        ]


def _settings(plate: CutPlate) -> Iterator[SetLine]:
    for view in plate.views:
        for stretch in STRETCHES:
            yield set_line(view, plate.boxes, stretch)


def _recognised(pictures: Sequence[Picture]) -> list[list[Glyph]]:
    """The glyphs of each picture, from one start of Tesseract on a list of files."""
    if not pictures:
        return []
    with tempfile.TemporaryDirectory(prefix="recognition-") as folder:
        names = [str(Path(folder, f"{number}.pgm")) for number in range(len(pictures))]
        for name, picture in zip(names, pictures, strict=True):
            cv2.imwrite(name, picture)
        listing = Path(folder, "lines.txt")
        listing.write_text("\n".join(names))
        pages = _hocr(str(listing)).split("class='ocr_page'")[1:]
    if len(pages) != len(pictures):
        raise EngineUnavailable(FAILED)
    return [list(_glyphs(page)) for page in pages]


def _hocr(listing: str) -> str:
    os.environ["OMP_THREAD_LIMIT"] = "1"  # more threads only slow it, and it looks nowhere else
    try:
        answer = pytesseract.image_to_pdf_or_hocr(listing, extension="hocr", config=OPTIONS, timeout=LONGEST)  # type: ignore[no-untyped-call]  # the library has no annotations
    except pytesseract.TesseractNotFoundError as missing:
        raise EngineUnavailable(MISSING) from missing
    except RuntimeError as failure:  # it ended badly, or not in time
        raise EngineUnavailable(FAILED) from failure
    return str(answer, "utf-8")


@cache
def label() -> EngineLabel:
    """The versions of both programs: either can change an answer."""
    try:
        tesseract = pytesseract.get_tesseract_version()
    except pytesseract.TesseractNotFoundError as missing:
        raise EngineUnavailable(MISSING) from missing
    return EngineLabel(NAME, f"1 (Tesseract {tesseract}, OpenCV {cv2.__version__})", "")


def _glyphs(page: str) -> Iterator[Glyph]:
    parts = SYMBOL.split(page)[1:]
    for left, right, rest in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        choices = tuple(
            Character(char, float(share) / 100) for share, char in CHOICE.findall(rest) if float(share) > 0
        )
        yield Glyph((int(left) + int(right)) / 2, choices)


def _voted(plate: CutPlate | None, seen: Sequence[tuple[SetLine, list[Glyph]]]) -> Reading:
    """Adds up what every setting saw at each place; a place nobody could read is left out."""
    if plate is None:
        return Reading((), (), 0.0)
    votes: list[dict[str, float]] = [{} for _ in plate.boxes]
    for line, glyphs in seen:
        for glyph in glyphs:
            place = votes[line.place_of(glyph.x)]
            for char, share in glyph.choices:
                place[char] = place.get(char, 0.0) + share / len(seen)
    ranked = tuple(_ordered(place) for place in votes if place)
    return Reading(tuple(place[0] for place in ranked), ranked, float(np.median(plate.boxes[:, 3])))


def _ordered(place: dict[str, float]) -> tuple[Character, ...]:
    """The characters seen at one place, the likeliest first; two glyphs at one place count once at most."""
    seen = (Character(char, min(share, 1.0)) for char, share in place.items())
    return tuple(sorted(seen, key=lambda character: (-character.confidence, character.char)))
