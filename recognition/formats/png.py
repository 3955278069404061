"""PNG (PNG specification, section 5)."""

import struct
import zlib
from collections.abc import Iterator

from recognition.formats.values import Checked, cut_short, damaged, without_size

SIGNATURE = b"\x89PNG\r\n\x1a\n"
WANTED = frozenset((b"IHDR", b"PLTE", b"tRNS", b"eXIf", b"IDAT", b"IEND"))
"""What pixels and orientation need. Colour profiles and packed texts would be unpacked for nothing, and the chunks of
an animation may claim any size."""


def checked(data: bytes) -> Checked:
    """The size of a PNG all of whose chunks are there and undamaged, and only those that matter."""
    size = (0, 0)
    kept = [SIGNATURE]
    for kind, chunk in chunks(data):
        if kind == b"IHDR" and len(chunk) >= 20:
            size = max(size, struct.unpack_from(">II", chunk, 8), key=lambda each: each[0] * each[1])
        if kind in WANTED:
            kept.append(chunk)
        if kind == b"IEND":
            break
    if not size[0] * size[1]:
        raise without_size()
    return Checked(*size, b"".join(kept))


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The kind of each chunk and all its bytes, up to `IEND`. Raises `UnreadableImage` without that or for damage."""
    at = len(SIGNATURE)
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            break
        if zlib.crc32(data[at + 4 : end - 4]) != struct.unpack_from(">I", data, end - 4)[0]:
            raise damaged()
        yield kind, data[at:end]
        if kind == b"IEND":
            return
        at = end
    raise cut_short()
