"""Reads with a fast-plate-ocr model of the user's own, by onnxruntime; the package itself is not needed.

`RECOGNITION_FAST_PLATE_OCR_MODEL` names the ONNX file, `RECOGNITION_FAST_PLATE_OCR_CONFIG` the YAML file that came
with it. The model is used as it is, and its licence is the user's to look at.
"""

import hashlib
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from recognition.adapters import onnxruntime
from recognition.adapters.slots import model_input, model_of, reading_of
from recognition.rectify import CROP_HEIGHT, CROP_WIDTH, RIM
from recognition.values import EngineLabel, Picture, Reading

MODEL, CONFIGURATION = "RECOGNITION_FAST_PLATE_OCR_MODEL", "RECOGNITION_FAST_PLATE_OCR_CONFIG"
USUAL_HEIGHT = 74.0
"""Pixels of a crop: how high characters stand on a US plate. The model does not say where it saw them."""


def lacking() -> str | None:
    """What is missing to read with the user's model, as a sentence, or None."""
    if (reason := onnxruntime.lacking()) is not None:
        return reason
    for variable, kind in ((MODEL, "ONNX model"), (CONFIGURATION, "configuration")):
        if not Path(os.environ.get(variable) or "/").is_file():
            return f"This engine needs {variable} to name the file of a fast-plate-ocr {kind}."
    return None


class FastPlateReader:
    """A `Reader` of the user's model. Raises `EngineUnavailable` for a configuration that makes no sense."""

    def __init__(self) -> None:
        self._model = model_of(Path(os.environ[CONFIGURATION]).read_text(encoding="utf-8"))
        self._session = onnxruntime.Session(Path(os.environ[MODEL]).read_bytes())
        self._output = "plate" if "plate" in self._session.outputs else self._session.outputs[0]

    def read_crops(self, crops: Sequence[Picture]) -> list[Reading]:
        if not crops:
            return []
        tensor = model_input([_without_rim(crop) for crop in crops], self._model)
        (answers,) = self._session.run(tensor, [self._output])
        return [reading_of(answer, self._model, USUAL_HEIGHT) for answer in answers]


@cache
def label() -> EngineLabel:
    """Which model it was, by its file."""
    path = Path(os.environ[MODEL])
    return EngineLabel("fast-plate-ocr", path.stem, hashlib.sha256(path.read_bytes()).hexdigest())


def _without_rim(crop: Picture) -> Picture:
    """The plate alone: these models are taught on plates cut close."""
    down, across = round(RIM * CROP_HEIGHT), round(RIM * CROP_WIDTH)
    return crop[down:-down, across:-across]
