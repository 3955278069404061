"""GIF (GIF89a specification): the first picture of it."""

import struct

from recognition.formats.values import Checked, cut_short, damaged, packed_otherwise

EXTENSION, PICTURE, END = 0x21, 0x2C, 0x3B


def checked(data: bytes) -> Checked:
    """The size of its canvas, and the bytes up to the end of the first picture."""
    try:
        width, height, end = _first_picture(data)
    except IndexError as beyond:
        raise cut_short() from beyond
    return Checked(width, height, data[:end] + bytes((END,)))


def _first_picture(data: bytes) -> tuple[int, int, int]:
    """Width and height of the canvas, and where its first picture ends. Raises IndexError where bytes are missing."""
    at = 13 + _table(data[10])
    while data[at] == EXTENSION:
        at = _after_blocks(data, at + 2)
    if data[at] != PICTURE:
        raise damaged()
    flags = data[at + 9]
    width, height = struct.unpack_from("<HH", data, 6)
    left, top, across, down = struct.unpack_from("<HHHH", data, at + 1)
    if left + across > width or top + down > height or not across * down:
        raise packed_otherwise("GIF")
    return width, height, _after_blocks(data, at + 11 + _table(flags))


def _table(flags: int) -> int:
    """Bytes of the table of colours that follows, if one does."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytes, at: int) -> int:
    while data[at]:
        at += 1 + data[at]
    return at + 1
