"""JPEG (ITU T.81, annex B)."""

import struct
from collections.abc import Iterator

from recognition.formats.values import Checked, cut_short, packed_otherwise, without_size

FRAME_HEADERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
SCAN, END = 0xDA, 0xD9
WITHOUT_LENGTH = frozenset((0x01, *range(0xD0, 0xD9)))

MOST_SCANS = 100
"""Cameras write one scan, encoders of progressive pictures ten or so. Each is a walk over the whole picture that
costs the sender 45 bytes and us 4 ms at 25 megapixels: without a limit 10 MiB would take a quarter of an hour."""


def checked(data: bytes) -> Checked:
    """The largest size any of its headers claims. Raises `UnreadableImage` for one that never reaches its end."""
    width, height, scans = 0, 0, 0
    for marker, at in _markers(data):
        if marker in FRAME_HEADERS and at + 9 <= len(data):
            rows, columns = struct.unpack_from(">HH", data, at + 5)
            width, height = max((width, height), (columns, rows), key=lambda size: size[0] * size[1])
        elif marker == SCAN:
            scans += 1
        elif marker == END:
            if not width * height:
                raise without_size()
            return Checked(width, height, data)
        if scans > MOST_SCANS:
            raise packed_otherwise("JPEG")
    raise cut_short()


def segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker before the first scan and what its segment holds."""
    for marker, at in _markers(data):
        if marker in (SCAN, END):
            return
        if marker not in WITHOUT_LENGTH:
            (length,) = struct.unpack_from(">H", data, at + 2)
            yield marker, data[at + 4 : at + 2 + length]


def _markers(data: bytes) -> Iterator[tuple[int, int]]:
    """Each marker and the offset of its 0xFF, stepping over what segments and scans hold."""
    at = 2
    while 0 <= at < len(data) - 1:
        marker = data[at + 1]
        if data[at] != 0xFF or marker in (0x00, 0xFF):
            at = data.find(b"\xff", at + 1)
        elif marker in WITHOUT_LENGTH or marker == END:
            yield marker, at
            at += 2
        elif at + 4 <= len(data):
            yield marker, at
            at += 2 + struct.unpack_from(">H", data, at + 2)[0]
        else:
            return
