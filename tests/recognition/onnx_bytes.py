"""A net in the ONNX format, written by hand for the tests: no foreign package is needed to make one.

ONNX is a protocol buffer: each field is its number and kind, then its value.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FLOAT, UINT8 = 1, 2  # TensorProto.DataType
VERSION, OPERATORS = 8, 13  # of the format and of its set of operators


def always(shape: Sequence[int], shares: NDArray[np.float32]) -> bytes:
    """A net that takes `input`, a batch of 8-bit pictures of `shape`, and answers each with the same `shares`.

    It counts nothing: the pictures are made nought, one number each, and the shares added.
    """
    steps = (
        _node("Cast", ("input",), "floats", _whole("to", FLOAT)),
        _node("ReduceMean", ("floats",), "means", _wholes("axes", range(1, len(shape) + 1))),
        _node("Flatten", ("means",), "column"),
        _node("Mul", ("column", "nought"), "noughts"),
        _node("Add", ("noughts", "shares"), "plate"),
    )
    nought, wanted = np.zeros(1, np.float32), shares.reshape(1, -1).astype(np.float32)
    graph = (
        b"".join(_bytes(1, step) for step in steps)
        + _text(2, "always")
        + _bytes(5, _tensor("nought", nought))
        + _bytes(5, _tensor("shares", wanted))
        + _bytes(11, _value("input", UINT8, ("N", *shape)))
        + _bytes(12, _value("plate", FLOAT, ("N", shares.size)))
    )
    return _number(1, VERSION) + _bytes(7, graph) + _bytes(8, _number(2, OPERATORS))


def _node(kind: str, inputs: Sequence[str], output: str, attribute: bytes = b"") -> bytes:
    named = b"".join(_text(1, name) for name in inputs) + _text(2, output) + _text(4, kind)
    return named + (_bytes(5, attribute) if attribute else b"")


def _whole(name: str, value: int) -> bytes:
    return _text(1, name) + _number(3, value) + _number(20, 2)


def _wholes(name: str, values: Sequence[int]) -> bytes:
    return _text(1, name) + b"".join(_number(8, value) for value in values) + _number(20, 7)


def _tensor(name: str, values: NDArray[np.float32]) -> bytes:
    sizes = b"".join(_number(1, size) for size in values.shape)
    return sizes + _number(2, FLOAT) + _text(8, name) + _bytes(9, values.tobytes())


def _value(name: str, kind: int, shape: Sequence[int | str]) -> bytes:
    sizes = (_text(2, size) if isinstance(size, str) else _number(1, size) for size in shape)
    form = b"".join(_bytes(1, size) for size in sizes)
    return _text(1, name) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, form)))


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _varint(value: int) -> bytes:
    """Seven bits a byte, the lowest first; the highest bit says that more follow."""
    parts = []
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*parts, value))
