"""Engines for what others make: off unless it is installed, and then named among the engines."""

from importlib import import_module
from typing import cast

ADAPTERS = {
    "tiny-onnxruntime": "recognition.adapters.onnxruntime",
    "fast-plate-ocr": "recognition.adapters.fast_plate_ocr",
}
"""The module of each engine that needs more than the requirements. Importing one loads nothing foreign."""


def lacking(name: str) -> str | None:
    """What the engine called `name` lacks, as a sentence that says what to install; None where it lacks nothing."""
    if name not in ADAPTERS:
        return None
    return cast(str | None, import_module(ADAPTERS[name]).lacking())
