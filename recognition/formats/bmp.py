"""Windows bitmaps, as far as they are not run-length packed."""

import struct

from recognition.formats.values import Checked, cut_short, packed_otherwise

PLAIN, MASKS = 0, 3  # compression
OLD_HEADER = 12  # bytes of the header of OS/2 1.x
DEPTHS = (1, 4, 8, 16, 24, 32)


def checked(data: bytes) -> Checked:
    """The size of a bitmap all of whose rows are there."""
    if len(data) < 34:
        raise cut_short()
    start, header = struct.unpack_from("<II", data, 10)
    if header == OLD_HEADER:
        width, height, _, depth = struct.unpack_from("<HHHH", data, 18)
        packing = PLAIN
    else:
        width, height, _, depth, packing = struct.unpack_from("<iiHHI", data, 18)
    if packing not in (PLAIN, MASKS) or depth not in DEPTHS or width < 0:
        raise packed_otherwise("BMP")
    row = (width * depth + 31) // 32 * 4
    if start + row * abs(height) > len(data):
        raise cut_short()
    return Checked(width, abs(height), data)
