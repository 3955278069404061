"""Runs nets in the ONNX format by onnxruntime instead of OpenCV, where that is installed."""

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MISSING = "This engine needs onnxruntime; install it with `pip install onnxruntime` and start again."


def lacking() -> str | None:
    """What is missing to run a net by onnxruntime, or None."""
    return None if find_spec("onnxruntime") else MISSING


class Session:
    """One net, on one thread: answers then do not depend on the machine, and a process is kept to one core."""

    def __init__(self, model: Path) -> None:
        runtime = import_module("onnxruntime")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = runtime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])

    @property
    def outputs(self) -> list[str]:
        """The names of what the net answers with."""
        return [output.name for output in self._session.get_outputs()]

    def run(self, tensor: NDArray[Any], outputs: Sequence[str] | None = None) -> list[NDArray[np.float32]]:
        """The named outputs of the net, or all, for the one input it takes."""
        name = self._session.get_inputs()[0].name
        wanted = None if outputs is None else list(outputs)
        return [np.asarray(each, np.float32) for each in self._session.run(wanted, {name: tensor})]
