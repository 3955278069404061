"""What engines are put together from, by name: each part is loaded when an engine first needs it."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any, cast

from recognition.protocols import Detector, Reader
from recognition.values import EngineLabel, EngineUnavailable

DETECTORS: Mapping[str, str] = {
    "lines": "recognition.locate:LineFinder",
    "whole": "recognition.locate:WholePicture",
    "tiny": "recognition.tiny.detector:TinyDetector",
    "tiny-onnxruntime": "recognition.adapters.onnxruntime:tiny_detector",
}
"""Where each detector is: a module, and what of it makes one without arguments."""

READERS: Mapping[str, str] = {
    "tesseract": "recognition.ocr.tesseract:TesseractReader",
    "tiny": "recognition.tiny.reader:TinyReader",
    "tiny-onnxruntime": "recognition.adapters.onnxruntime:tiny_reader",
    "fast-plate-ocr": "recognition.adapters.fast_plate_ocr:FastPlateReader",
}
"""Where each reader is: a module, and what of it makes one without arguments; the module's `label` names it."""


@cache
def detector(name: str) -> Detector:
    """The detector called `name`, one for all engines. Raises `EngineUnavailable` where it lacks something."""
    return cast(Detector, _found(DETECTORS[name])())


@cache
def reader(name: str) -> Reader:
    """The reader called `name`, one for all engines. Raises `EngineUnavailable` where it lacks something."""
    return cast(Reader, _found(READERS[name])())


def label_of(name: str) -> Callable[[], EngineLabel]:
    """What says the version and the model of the reader called `name`."""
    module, _, _ = READERS[name].partition(":")
    return cast(Callable[[], EngineLabel], _found(f"{module}:label"))


def _found(place: str) -> Any:
    module, _, name = place.partition(":")
    try:
        return getattr(import_module(module), name)
    except ModuleNotFoundError as missing:
        raise EngineUnavailable(
            f"This engine needs {missing.name}, which is not here; choose another."
        ) from missing
