"""The models that ship with recognition: plain ONNX files, run by OpenCV, checked before they are used.

`models/SHA256SUMS` has the form `sha256sum` writes. A file that is not the one it names is never run.
"""

import hashlib
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from recognition.values import EngineUnavailable

MODELS = Path(__file__).resolve().parents[1] / "models"
SUMS = "SHA256SUMS"


def load(name: str, folder: Path = MODELS) -> cv2.dnn.Net:
    """The net in `name`.onnx, a new one each time: no net may be used by two threads at once.

    Raises `EngineUnavailable` when the file is missing, or is not the one that was released.
    """
    return cv2.dnn.readNetFromONNX(np.frombuffer(checked(name, folder), np.uint8))


def digest(name: str, folder: Path = MODELS) -> str:
    """The SHA-256 of the model that was released, in hexadecimal. Raises `EngineUnavailable` when there is none."""
    sums = _read(folder / SUMS).decode("ascii", "replace")
    released = {
        file.lstrip(" *"): digits for digits, _, file in (line.partition(" ") for line in sums.splitlines())
    }
    if f"{name}.onnx" not in released:
        raise EngineUnavailable(
            f"No model {name} was released; take recognition/models from the release again."
        )
    return released[f"{name}.onnx"].lower()


@cache
def checked(name: str, folder: Path = MODELS) -> bytes:
    """The file `name`.onnx, for whatever runs it. Raises `EngineUnavailable` as `load` does."""
    data = _read(folder / f"{name}.onnx")
    if hashlib.sha256(data).hexdigest() != digest(name, folder):
        raise EngineUnavailable(
            f"The model {name} is not the one that was released; take recognition/models from the release again."
        )
    return data


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise EngineUnavailable(
            f"The file {path.name} of recognition/models cannot be read; take it from the release again."
        ) from error
