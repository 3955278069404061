"""When a picture was taken, as the camera wrote it into the file (EXIF 2.32)."""

import struct
from datetime import datetime

from recognition.formats import jpeg, png, sniff, tiff, webp
from recognition.values import UnreadableImage

CAMERA, TAKEN, PART_OF_SECOND, OFFSET = 0x8769, 0x9003, 0x9291, 0x9011
APPLICATION, MARK = 0xE1, b"Exif\x00\x00"  # the segment of a JPEG that holds EXIF, and how it begins


def taken_at(data: bytes) -> datetime | None:
    """DateTimeOriginal with its part of a second; None where the file does not say it in a way that can be read.

    It is as right as the camera's clock. It has a time zone only if the camera wrote one.
    """
    try:
        return _moment(_camera_tags(_exif(data)))
    except (UnreadableImage, struct.error, ValueError):
        return None


def _exif(data: bytes) -> bytes:
    """The EXIF block, which is a TIFF of its own; empty where there is none."""
    kind = sniff.kind(data[: sniff.HEAD])
    if kind == "JPEG":
        segments = jpeg.segments(data)
        return next((b[6:] for m, b in segments if m == APPLICATION and b.startswith(MARK)), b"")
    if kind == "PNG":
        return next((chunk[8:-4] for name, chunk in png.chunks(data) if name == b"eXIf"), b"")
    if kind == "WebP":
        block = next((body for name, body in webp.chunks(data) if name == b"EXIF"), b"")
        return block.removeprefix(MARK)
    return data if kind == "TIFF" else b""


def _camera_tags(block: bytes) -> tiff.Tags:
    at = tiff.first_tags(block).get(CAMERA, (0,))[0]
    return tiff.directory(block, at, "<" if block.startswith(b"II") else ">") if at else {}


def _moment(tags: tiff.Tags) -> datetime | None:
    taken = _text(tags, TAKEN)
    if not taken:
        return None
    day, _, clock = taken.partition(" ")
    part = _text(tags, PART_OF_SECOND)
    digits = part[:6].ljust(6, "0") if part.isdigit() else "000000"
    return datetime.fromisoformat(f"{day.replace(':', '-')}T{clock}.{digits}{_text(tags, OFFSET)}")


def _text(tags: tiff.Tags, tag: int) -> str:
    return bytes(tags.get(tag, ())).split(b"\x00")[0].decode("ascii").strip()
