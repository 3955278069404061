"""TIFF (revision 6.0), as far as scanners and cameras write it: the first picture of the file."""

import struct
from typing import NamedTuple

from recognition.formats.values import Checked, cut_short, damaged, packed_otherwise

THUMBNAIL, WIDTH, HEIGHT, DEPTH, PACKING, SAMPLES, ROWS, PLANES = 254, 256, 257, 258, 259, 277, 278, 284
STRIPS, STRIP_LENGTHS, TILE_WIDTH, TILE_HEIGHT, TILES, TILE_LENGTHS = 273, 279, 322, 323, 324, 325
PACKINGS = frozenset((1, 2, 3, 4, 5, 8, 32773, 32946))
"""None, the three of faxes, LZW, Deflate and PackBits. JPEG inside TIFF is left out: it would need the checks of a
JPEG for each strip."""
DEEPEST, MOST_SAMPLES, MOST_TAGS, MOST_PARTS = 16, 4, 512, 100_000
SLACK = 4096  # pixels by which the last tile may reach out of the picture
SHAPES = {1: "B", 2: "B", 3: "H", 4: "I", 13: "I"}  # byte, character, short, long, directory

APART = 2  # the value of PLANES that stores each colour by itself

Tags = dict[int, tuple[int, ...]]


class Layout(NamedTuple):
    """The parts a picture is stored in: how many there have to be, where each begins and how long it is."""

    wanted: int
    starts: tuple[int, ...]
    lengths: tuple[int, ...]


def checked(data: bytes) -> Checked:
    """The size of a TIFF all of whose strips or tiles are there."""
    tags = first_tags(data)
    width, height = _one(tags, WIDTH, 0), _one(tags, HEIGHT, 0)
    if not width * height:
        raise damaged()
    samples = _one(tags, SAMPLES, 1)
    raw = _one(tags, THUMBNAIL, 0) & 1  # the files of cameras that keep what the sensor saw begin with one
    if raw or _one(tags, PACKING, 1) not in PACKINGS:
        raise packed_otherwise("TIFF")
    if not 1 <= samples <= MOST_SAMPLES or max(tags.get(DEPTH) or (1,)) > DEEPEST:
        raise packed_otherwise("TIFF")
    parts = _tiles(tags, width, height) if TILES in tags else _strips(tags, height)
    wanted = parts.wanted * (samples if _one(tags, PLANES, 1) == APART else 1)
    if min(len(parts.starts), len(parts.lengths)) < wanted:
        raise cut_short()
    if any(start + length > len(data) for start, length in zip(parts.starts, parts.lengths, strict=False)):
        raise cut_short()
    return Checked(width, height, data)


def first_tags(data: bytes) -> Tags:
    """The tags of the first picture that are numbers or characters. Raises `UnreadableImage` if bytes are missing."""
    try:
        order = "<" if data[:2] == b"II" else ">"
        (at,) = struct.unpack_from(order + "I", data, 4)
        return directory(data, at, order)
    except struct.error as beyond:
        raise cut_short() from beyond


def directory(data: bytes, at: int, order: str) -> Tags:
    """The numbers and characters of the directory at an offset. Raises struct.error for bytes that are missing."""
    (count,) = struct.unpack_from(order + "H", data, at)
    tags: Tags = {}
    for number in range(min(count, MOST_TAGS)):
        entry = at + 2 + 12 * number
        tag, kind, length = struct.unpack_from(order + "HHI", data, entry)
        if kind in SHAPES and length <= MOST_PARTS:
            shape = f"{order}{length}{SHAPES[kind]}"
            inside = struct.calcsize(shape) <= 4
            where = entry + 8 if inside else struct.unpack_from(order + "I", data, entry + 8)[0]
            tags[tag] = struct.unpack_from(shape, data, where)
    return tags


def _one(tags: Tags, tag: int, otherwise: int) -> int:
    return next(iter(tags.get(tag, ())), otherwise)


def _strips(tags: Tags, height: int) -> Layout:
    rows = min(_one(tags, ROWS, height), height)
    if not rows:
        raise damaged()
    return Layout(-(-height // rows), tags.get(STRIPS, ()), tags.get(STRIP_LENGTHS, ()))


def _tiles(tags: Tags, width: int, height: int) -> Layout:
    across, down = _one(tags, TILE_WIDTH, 0), _one(tags, TILE_HEIGHT, 0)
    if not 0 < across <= width + SLACK or not 0 < down <= height + SLACK:
        raise damaged()
    return Layout(-(-width // across) * -(-height // down), tags[TILES], tags.get(TILE_LENGTHS, ()))
