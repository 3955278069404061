"""Tesseract as a `Reader`: every plate of a picture in one call, its characters set as print, and a vote."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np

from recognition.ocr import pages
from recognition.ocr.cutting import CutPlate, cut
from recognition.ocr.program import Mode
from recognition.ocr.typesetting import SetLine, set_line
from recognition.values import Character, EngineLabel, Picture, Reading

NAME = "tesseract"
STRETCHES = (1.4, 1.8)  # plates are lettered narrower than print
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
MODE = Mode(
    (
        ("hocr_char_boxes", "1"),
        ("lstm_choice_mode", "2"),
        ("load_system_dawg", "0"),
        ("load_freq_dawg", "0"),
        ("tessedit_char_whitelist", ALPHABET),
    )
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
        read = pages.hocr_pages([line.picture for group in lines for line in group], MODE)
        seen = iter([list(_glyphs(page)) for page in read])
        return [
            _voted(plate, [(line, next(seen)) for line in group])
            for plate, group in zip(plates, lines, strict=True)
        ]


def _settings(plate: CutPlate) -> Iterator[SetLine]:
    for view in plate.views:
        for stretch in STRETCHES:
            yield set_line(view, plate.boxes, stretch)


def label() -> EngineLabel:
    """The versions of both programs: either can change an answer."""
    return EngineLabel(NAME, f"2 ({pages.version()}, OpenCV {cv2.__version__})", "")


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
