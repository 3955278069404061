"""Small pictures of every format that is read, and large ones that strain a decoder as far as they may."""

import io
import struct
import zlib

import cv2
import numpy as np
from PIL import Image

from tests.recognition.drawn import encoded, png_chunk

UPPER, LOWER = (10, 220, 30), (50, 100, 200)  # blue, green, red
COLOURS = np.zeros((40, 60, 3), np.uint8)
COLOURS[:20], COLOURS[20:] = UPPER, LOWER
PICTURE = Image.fromarray(COLOURS[:, :, ::-1].copy())
INDEXED = PICTURE.convert("P", palette=Image.Palette.ADAPTIVE)


def saved(picture: Image.Image, kind: str, **how: object) -> bytes:
    written = io.BytesIO()
    picture.save(written, kind, **how)
    return written.getvalue()


def see_through(picture: Image.Image) -> Image.Image:
    copy = picture.convert("RGBA")
    copy.putalpha(128)
    return copy


SAMPLES = {
    "JPEG": encoded(COLOURS, ".jpg"),
    "JPEG, progressive": saved(PICTURE, "JPEG", progressive=True, quality=95),
    "PNG": encoded(COLOURS),
    "PNG, indexed": saved(INDEXED, "PNG"),
    "PNG, see-through": saved(see_through(PICTURE), "PNG"),
    "PNG, 16 bit": encoded(COLOURS.astype(np.uint16) * 257),
    "WebP": saved(PICTURE, "WEBP", quality=95),
    "WebP, lossless": saved(PICTURE, "WEBP", lossless=True),
    "WebP, see-through": saved(see_through(PICTURE), "WEBP", quality=95),
    "WebP, moving": saved(
        PICTURE, "WEBP", save_all=True, append_images=[PICTURE.rotate(180)], duration=90, quality=95
    ),
    "BMP": encoded(COLOURS, ".bmp"),
    "BMP, indexed": saved(INDEXED, "BMP"),
    "BMP, see-through": saved(see_through(PICTURE), "BMP"),
    "TIFF": saved(PICTURE, "TIFF"),
    "TIFF, LZW": saved(PICTURE, "TIFF", compression="tiff_lzw"),
    "TIFF, Deflate": saved(PICTURE, "TIFF", compression="tiff_adobe_deflate"),
    "TIFF, PackBits": saved(PICTURE, "TIFF", compression="packbits"),
    "TIFF, CMYK": saved(PICTURE.convert("CMYK"), "TIFF"),
    "TIFF, 16 bit": encoded(COLOURS.astype(np.uint16) * 257, ".tif"),
    "GIF": saved(INDEXED, "GIF"),
    "GIF, interlaced": saved(INDEXED, "GIF", interlace=1),
    "GIF, moving": saved(INDEXED, "GIF", save_all=True, append_images=[INDEXED.rotate(180)]),
}
"""Each shows `COLOURS`."""


def interlaced_png(side: int, depth: int = 16) -> bytes:
    """A black picture in seven passes (Adam7), see-through."""
    passes = (
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    )
    packer = zlib.compressobj(1)
    packed = b""
    for x, y, across, down in passes:
        row = bytes(1 + -(-(side - x) // across) * depth // 2)
        packed += b"".join(packer.compress(row) for _ in range(y, side, down))
    header = struct.pack(">IIBBBBB", side, side, depth, 6, 0, 0, 1)
    chunks = ((b"IHDR", header), (b"IDAT", packed + packer.flush()), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(*chunk) for chunk in chunks)


def jpeg_of_scans(side: int, scans: int) -> bytes:
    """A progressive JPEG with so many scans more than it needs: each walks over all of it and changes nothing."""
    flat = np.full((side, side, 3), 128, np.uint8)
    whole = cv2.imencode(".jpg", flat, [cv2.IMWRITE_JPEG_PROGRESSIVE, 1])[1].tobytes()
    # One code, of one bit: the band ends here and in 2^14 + 16383 blocks more.
    table = b"\xff\xc4" + struct.pack(">H", 20) + bytes([0x10, 1, *bytes(15), 0xE0])
    runs = "0" + "1" * 14
    bits = runs * -(-(((side + 15) // 16 * 2) ** 2) // 32767)
    bits += "1" * (-len(bits) % 8)
    body = int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\x00")
    scan = b"\xff\xda" + struct.pack(">HBBBBBB", 8, 1, 1, 0, 1, 63, 0) + body
    start = whole.index(b"\xff\xda")
    return whole[:start] + table + scan * scans + whole[start:]


def ycck_jpeg() -> bytes:
    """How Photoshop writes print colours: each flat side of `COLOURS`, as luminance, chroma and inverted black."""
    inks = 255 - COLOURS  # OpenCV turns blue, green, red to luminance, red and blue difference
    luminance, red, blue = cv2.split(cv2.cvtColor(inks, cv2.COLOR_BGR2YCrCb))
    black = np.full_like(luminance, 255)
    stored = 255 - np.dstack([luminance, blue, red, black])  # the writer inverts what it is given
    data = saved(Image.fromarray(stored, "CMYK"), "JPEG", quality=95, subsampling=0)
    transform = data.index(b"Adobe") + 11
    return data[:transform] + b"\x02" + data[transform + 1 :]
