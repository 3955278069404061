"""Runs nets in the ONNX format by onnxruntime instead of OpenCV, where that is installed."""

from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from recognition.protocols import Detector, Reader
from recognition.tiny import weights
from recognition.values import EngineLabel

MISSING = "This engine needs onnxruntime; install it with `pip install onnxruntime` and start again."

Floats = NDArray[np.float32]


def lacking() -> str | None:
    """What is missing to run a net by onnxruntime, or None."""
    return None if find_spec("onnxruntime") else MISSING


class Session:
    """One net from the bytes of its file, on one thread: answers then do not depend on the machine."""

    def __init__(self, model: bytes) -> None:
        runtime = import_module("onnxruntime")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = runtime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    @property
    def outputs(self) -> list[str]:
        """The names of what the net answers with."""
        return [output.name for output in self._session.get_outputs()]

    def run(self, tensor: NDArray[Any], outputs: Sequence[str] | None = None) -> list[Floats]:
        """The named outputs of the net, or all, for the one input it takes."""
        name = self._session.get_inputs()[0].name
        wanted = None if outputs is None else list(outputs)
        return [np.asarray(each, np.float32) for each in self._session.run(wanted, {name: tensor})]


class Net:
    """A net of one input and one output that is used as OpenCV's is."""

    def __init__(self, model: bytes) -> None:
        self._session = Session(model)
        self._input: Floats = np.zeros(0, np.float32)

    def setInput(self, tensor: Floats) -> None:  # the name is OpenCV's
        """What the next `forward` looks at."""
        self._input = tensor

    def forward(self) -> Floats:
        """The net's answer to its input."""
        return self._session.run(self._input)[0]


def tiny_detector() -> Detector:
    """Our own detector, its net run by onnxruntime."""
    detector = import_module("recognition.tiny.detector")
    return cast(Detector, detector.TinyDetector(_loader(detector.MODEL)))


def tiny_reader() -> Reader:
    """Our own reader, its net run by onnxruntime."""
    reader = import_module("recognition.tiny.reader")
    return cast(Reader, reader.TinyReader(_loader(reader.MODEL)))


@cache
def label() -> EngineLabel:
    """The net that reads, by its sum, and what runs it."""
    ours: EngineLabel = import_module("recognition.tiny.reader").label()
    return ours._replace(version=f"1 (onnxruntime {import_module('onnxruntime').__version__})")


def _loader(name: str) -> Callable[[], cv2.dnn.Net]:
    """What makes the net called `name` anew: a session for each thread, as for OpenCV's nets."""
    return lambda: cast(cv2.dnn.Net, Net(weights.checked(name)))
