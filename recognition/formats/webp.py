"""WebP (RFC 9649)."""

import struct
from collections.abc import Iterator

from recognition.formats.values import Checked, cut_short, without_size


def checked(data: bytes) -> Checked:
    """The largest size that its canvas or a frame claims; of a moving one the decoder gives the first frame."""
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise cut_short()
    sizes = [size for kind, body in chunks(data[:end]) if (size := _size(kind, body))]
    width, height = max(sizes, key=lambda size: size[0] * size[1], default=(0, 0))
    if not width * height:
        raise without_size()
    return Checked(width, height, data[:end])


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The kind and content of each chunk. Raises `UnreadableImage` for one that is not whole."""
    at = 12
    while at + 8 <= len(data):
        kind, length = struct.unpack_from("<4sI", data, at)
        if at + 8 + length > len(data):
            raise cut_short()
        yield kind, data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _size(kind: bytes, body: bytes) -> tuple[int, int] | None:
    if kind == b"VP8X" and len(body) >= 10:
        return _three(body, 4) + 1, _three(body, 7) + 1
    if kind == b"ANMF" and len(body) >= 12:
        return _three(body, 6) + 1, _three(body, 9) + 1
    if kind == b"VP8 " and len(body) >= 10:
        width, height = struct.unpack_from("<HH", body, 6)
        return width & 0x3FFF, height & 0x3FFF  # the two upper bits only suggest a scale
    if kind == b"VP8L" and len(body) >= 5:
        (bits,) = struct.unpack_from("<I", body, 1)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None


def _three(body: bytes, at: int) -> int:
    return int.from_bytes(body[at : at + 3], "little")
