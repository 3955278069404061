"""From bytes to a picture, or one clear sentence.

OpenCV decodes a truncated file to grey without a word and allocates whatever a header claims. So size and
completeness are judged from the bytes before it sees them.
"""

import struct
import zlib
from collections.abc import Iterator

import cv2
import numpy as np

from recognition.values import Picture, UnreadableImage

LARGEST_FILE = 10 * 1024 * 1024  # bytes
MOST_PIXELS = 25_000_000

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
FRAME_HEADERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
SCAN, END = 0xDA, 0xD9
WITHOUT_LENGTH = frozenset((0x01, *range(0xD0, 0xD8)))
CUT_SHORT = "The picture is cut short; send the whole file again."
NO_SIZE = "The picture does not say how large it is; save it again as JPEG or PNG."


def decode(data: bytes) -> Picture:
    """The picture in blue, green and red, turned upright as its EXIF orientation says.

    Takes JPEG and PNG, told apart by their first bytes, of at most 10 MiB and 25 million pixels, in any depth and
    colour model. Raises `UnreadableImage`.
    """
    if not data:
        raise UnreadableImage("The file is empty; choose a JPEG or PNG picture.")
    if len(data) > LARGEST_FILE:
        raise UnreadableImage("The file is larger than 10 MiB; send a smaller picture.")
    width, height = _checked_size(data)
    if width * height == 0:
        raise UnreadableImage(NO_SIZE)
    if width * height > MOST_PIXELS:
        raise UnreadableImage(
            f"The picture has {width} x {height} pixels, more than 25 million; send a smaller one."
        )
    return _decoded(data)


def _checked_size(data: bytes) -> tuple[int, int]:
    if data.startswith(PNG):
        return _png_size(data)
    if data.startswith(JPEG):
        return _jpeg_size(data)
    raise UnreadableImage(
        "The file is neither a JPEG nor a PNG picture; save it as one of these and send it again."
    )


def _decoded(data: bytes) -> Picture:
    try:
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        picture = None
    if picture is None:
        raise UnreadableImage("The picture is damaged; save it again as JPEG or PNG and send that.")
    return np.asarray(picture, np.uint8)


def _png_size(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG all of whose chunks are there and undamaged (PNG specification, section 5)."""
    at, size = len(PNG), None
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            break
        if zlib.crc32(data[at + 4 : end - 4]) != struct.unpack_from(">I", data, end - 4)[0]:
            raise UnreadableImage("The picture is damaged; send the original file again.")
        if kind == b"IHDR" and length >= 8:
            size = struct.unpack_from(">II", data, at + 8)
        if kind == b"IEND":
            if size is None:
                raise UnreadableImage(NO_SIZE)
            return size
        at = end
    raise UnreadableImage(CUT_SHORT)


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Width and height of a JPEG that reaches its end marker (ITU T.81, annex B)."""
    size = None
    for marker, at in _jpeg_markers(data):
        if marker in FRAME_HEADERS and at + 9 <= len(data):
            height, width = struct.unpack_from(">HH", data, at + 5)
            size = width, height
        if marker == END:
            if size is None:
                raise UnreadableImage(NO_SIZE)
            return size
    raise UnreadableImage(CUT_SHORT)


def _jpeg_markers(data: bytes) -> Iterator[tuple[int, int]]:
    """Each marker and the offset of its 0xFF, stepping over what segments and scans hold."""
    at = 2
    while 0 <= at < len(data) - 1:
        marker = data[at + 1]
        if data[at] != 0xFF or marker in (0x00, 0xFF):
            at = data.find(b"\xff", at + 1)
            continue
        yield marker, at
        if marker in WITHOUT_LENGTH or marker == END:
            at += 2
        elif at + 4 <= len(data):
            at += 2 + struct.unpack_from(">H", data, at + 2)[0]
        else:
            return
