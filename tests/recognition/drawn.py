"""Pictures drawn for the tests: a grey car's back with one flat white plate."""

import struct
import zlib

import cv2
import numpy as np

from recognition import Picture

STROKES = cv2.FONT_HERSHEY_SIMPLEX


def scene(plate: str, width: int = 300, left: int = 480, top: int = 380) -> Picture:
    """A 1280 x 720 picture with a plate of `width` pixels."""
    picture = np.full((720, 1280, 3), (120, 125, 130), np.uint8)
    cv2.rectangle(picture, (240, 120), (1040, 620), (70, 60, 60), -1)
    cv2.rectangle(picture, (320, 150), (960, 300), (40, 40, 35), -1)
    picture[top : top + width // 2, left : left + width] = cv2.resize(
        drawn_plate(plate), (width, width // 2), interpolation=cv2.INTER_AREA
    )
    return picture


def drawn_plate(plate: str) -> Picture:
    """A plate of 1200 x 600: the state above, narrow dark characters below."""
    face = np.full((600, 1200, 3), 245, np.uint8)
    cv2.rectangle(face, (8, 8), (1191, 591), (150, 150, 150), 6)
    cv2.putText(face, "CALIFORNIA", (330, 120), STROKES, 3, (40, 40, 170), 8, cv2.LINE_AA)
    step = 1080 // len(plate)
    for place, char in enumerate(plate):
        x = 60 + place * step
        face[190:530, x : x + step] = _character(char, step)
    return face


def _character(char: str, step: int) -> Picture:
    """One character of the stroke font, 280 high and narrow, in a cell of step x 340."""
    (width, height), below = cv2.getTextSize(char, STROKES, 10, 34)
    cell = np.full((height + below + 60, width + 60, 3), 245, np.uint8)
    cv2.putText(cell, char, (30, height + 30), STROKES, 10, (80, 35, 25), 34, cv2.LINE_AA)
    ys, xs = np.nonzero(cell[:, :, 0] < 200)
    ink = cell[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
    narrow = min(round(ink.shape[1] * 0.62 * 280 / ink.shape[0]), step - 30)
    room = np.full((340, step, 3), 245, np.uint8)
    start = (step - narrow) // 2
    room[30:310, start : start + narrow] = cv2.resize(ink, (narrow, 280), interpolation=cv2.INTER_AREA)
    return room


def encoded(picture: np.ndarray, suffix: str = ".png") -> bytes:
    return cv2.imencode(suffix, picture)[1].tobytes()


def with_orientation(jpeg: bytes, orientation: int) -> bytes:
    """The JPEG with an EXIF segment that says how it was held (1 upright, 6 to be turned clockwise)."""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    tiff = b"MM\x00\x2a" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    body = b"Exif\x00\x00" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def bomb(side: int = 9500) -> bytes:
    """A small, valid PNG of side x side pixels."""
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    packed = zlib.compress(bytes((side + 1) * side), 1)
    chunks = ((b"IHDR", header), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(*chunk) for chunk in chunks)
