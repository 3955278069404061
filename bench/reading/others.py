"""Other people's engines, where they are installed on the machine: the OpenALPR command and three packages.

General text readers find every text in a picture. Of their lines those of 4 to 8 letters and digits may be plates, such
with a digit first; the box of a plate is guessed from that of the text. That choice is ours, not theirs.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bench.reading.answers import Answer
from bench.reading.labels import Box

NO_LETTER_OR_DIGIT = re.compile(r"[^A-Z0-9]")
WIDER, TALLER = 1.1, 2.0  # of a plate to the text on it, which is how we guess its box
SLOT_MODEL = "cct-xs-v1-global-model"

Line = tuple[Any, str, float]
"""Corners, text and confidence (0 to 1) of a line that a general reader saw."""


class OpenAlpr:
    """The command `alpr`, started once for all pictures."""

    def __init__(self, crops: bool, threads: int) -> None:
        self.command = ["alpr", "-c", "us", "-j", "-n", "10"]

    def answers(self, paths: Sequence[Path]) -> Iterator[list[Answer]]:
        command = [*self.command, *map(str, paths)]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        for line in output.splitlines():
            if line.startswith("{"):
                yield alpr_answers(json.loads(line))


def alpr_answers(record: dict[str, Any]) -> list[Answer]:
    """What one line of `alpr -j` says."""
    return [
        Answer(
            tuple((each["plate"], each["confidence"] / 100) for each in plate["candidates"]),
            box_around([(corner["x"], corner["y"]) for corner in plate["coordinates"]]),
            plate["plate"],
            f"us-{plate['region']}" if plate.get("region") else "",
        )
        for plate in record["results"]
    ]


class RapidOcr:
    """The package rapidocr, or its earlier form rapidocr-onnxruntime."""

    def __init__(self, crops: bool, threads: int) -> None:
        name = "rapidocr" if find_spec("rapidocr") else "rapidocr_onnxruntime"
        self.engine = import_module(name).RapidOCR()

    def answers(self, paths: Sequence[Path]) -> Iterator[list[Answer]]:
        for path in paths:
            yield plates_among(_rapid_lines(self.engine(str(path))))


def _rapid_lines(result: Any) -> list[Line]:
    if isinstance(result, tuple):  # the earlier form: lines, and the time they took
        return [(box, text, float(share)) for box, text, share in result[0] or ()]
    if result.txts is None:
        return []
    return [(box, text, float(share)) for box, text, share in zip(result.boxes, result.txts, result.scores)]  # noqa: B905


class EasyOcr:
    """The package easyocr, for English."""

    def __init__(self, crops: bool, threads: int) -> None:
        self.engine = import_module("easyocr").Reader(["en"], gpu=False, verbose=False)

    def answers(self, paths: Sequence[Path]) -> Iterator[list[Answer]]:
        for path in paths:
            yield plates_among(self.engine.readtext(str(path)))


class FastPlateOcr:
    """The package fast-plate-ocr with a model of its own, on plates cut out by our detector, for it brings none."""

    def __init__(self, crops: bool, threads: int) -> None:
        self.engine = import_module("fast_plate_ocr").LicensePlateRecognizer(SLOT_MODEL, device="cpu")
        self.crops = crops

    def answers(self, paths: Sequence[Path]) -> Iterator[list[Answer]]:
        for path in paths:
            yield [self._answer(picture, box) for picture, box in _plates_in(path, self.crops)]

    def _answer(self, picture: Any, box: Box) -> Answer:
        seen = self.engine.run_one(_as_taken(picture, self.engine.config), return_confidence=True)
        confidence = float(min(seen.char_probs[: max(len(seen.plate), 1)]))
        return Answer(((seen.plate, confidence),), box, seen.plate)


def _plates_in(path: Path, whole: bool) -> Iterator[tuple[Any, Box]]:
    import recognition
    from recognition import parts

    picture = recognition.decode(path.read_bytes())
    for found in parts.detector("whole" if whole else "lines").find(picture, 1):
        box = box_around(found.corners)
        left, top = max(0, int(box[0])), max(0, int(box[1]))
        yield picture[top : int(box[1] + box[3]), left : int(box[0] + box[2])], box


def _as_taken(picture: Any, config: Any) -> Any:
    import cv2

    rgb = config.image_color_mode == "rgb"
    return cv2.cvtColor(picture, cv2.COLOR_BGR2RGB if rgb else cv2.COLOR_BGR2GRAY)


def plates_among(lines: Sequence[Line]) -> list[Answer]:
    """The lines that may be plates, those with a digit first, the surest of them first."""
    tidy = [(box, NO_LETTER_OR_DIGIT.sub("", text.upper()), share) for box, text, share in lines]
    plates = [line for line in tidy if 4 <= len(line[1]) <= 8]
    plates.sort(key=lambda line: (not any(char.isdigit() for char in line[1]), -line[2]))
    return [Answer(((text, share),), _around_text(box), text) for box, text, share in plates]


def _around_text(corners: Any) -> Box:
    x, y, width, height = box_around(corners)
    wide, high = width * WIDER, height * TALLER
    return x + width / 2 - wide / 2, y + height / 2 - high / 2, wide, high


def box_around(corners: Any) -> Box:
    """The upright box around corners."""
    xs, ys = [float(corner[0]) for corner in corners], [float(corner[1]) for corner in corners]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


OTHERS = {"alpr": OpenAlpr, "rapidocr": RapidOcr, "easyocr": EasyOcr, "fast-plate-ocr-package": FastPlateOcr}


def installed() -> list[str]:
    """Which of the others are on this machine."""
    there = {
        "alpr": shutil.which("alpr"),
        "rapidocr": find_spec("rapidocr") or find_spec("rapidocr_onnxruntime"),
        "easyocr": find_spec("easyocr"),
        "fast-plate-ocr-package": find_spec("fast_plate_ocr"),
    }
    return [name for name, found in there.items() if found]
