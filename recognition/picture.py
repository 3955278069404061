"""From bytes to a picture, or one clear sentence.

OpenCV decodes a truncated file to grey without a word and allocates whatever a header claims. So size and
completeness are judged from the bytes before it sees them.
"""

from collections.abc import Callable, Collection

import cv2
import numpy as np

from recognition.formats import bmp, gif, jpeg, png, sniff, tiff, webp
from recognition.formats.values import Checked, without_size
from recognition.values import Picture, UnreadableImage

LARGEST_FILE = 10 * 1024 * 1024  # bytes
MOST_PIXELS = 25_000_000
LONGEST_STRIP = (
    100  # times as long as wide: no camera's picture, and nothing is left of it once it is made smaller
)

CHECKS: dict[str, Callable[[bytes], Checked]] = {
    "JPEG": jpeg.checked,
    "PNG": png.checked,
    "WebP": webp.checked,
    "BMP": bmp.checked,
    "TIFF": tiff.checked,
    "GIF": gif.checked,
}

COMMON = frozenset(("JPEG", "PNG"))
"""What cameras send, and all that a service open to others should decode: their decoders are the best tried."""

EVERY = frozenset(CHECKS)
"""All that is read. A moving picture gives its first frame."""


def decode(data: bytes, formats: Collection[str] = COMMON) -> Picture:
    """The picture in blue, green and red, turned upright as its EXIF orientation says.

    Takes the `formats` (names of `EVERY`), told apart by their first bytes, of at most 10 MiB and 25 million pixels,
    in any depth and colour model. Raises `UnreadableImage`. Keeps below 512 MB and 10 seconds whatever the bytes are.
    """
    if not data:
        raise UnreadableImage("The file is empty; choose a JPEG or PNG picture.")
    if len(data) > LARGEST_FILE:
        raise UnreadableImage("The file is larger than 10 MiB; send a smaller picture.")
    kind = sniff.kind(data[: sniff.HEAD])
    if kind not in formats:
        raise UnreadableImage(_refusal(kind))
    width, height, wanted = CHECKS[kind](data)
    _check_size(width, height)
    return _decoded(wanted)


def _check_size(width: int, height: int) -> None:
    if width * height == 0:
        raise without_size()
    if width * height > MOST_PIXELS:
        raise UnreadableImage(
            f"The picture has {width} x {height} pixels, more than 25 million; send a smaller one."
        )
    if max(width, height) > LONGEST_STRIP * min(width, height):
        raise UnreadableImage(
            f"The picture is a strip of {width} x {height} pixels; send the whole photograph."
        )


def _refusal(kind: str) -> str:
    if not kind:
        return "The file is neither a JPEG nor a PNG picture; save it as one of these and send it again."
    article = "an" if kind in sniff.SPOKEN_WITH_AN else "a"
    if kind in sniff.VIDEOS:
        return f"This is {article} {kind} video; save one picture of it as JPEG or PNG and send that."
    what = "document" if kind == "PDF" else "picture"
    return f"This is {article} {kind} {what}; save it as JPEG or PNG and send that."


def _decoded(data: bytes) -> Picture:
    try:
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        picture = None
    if picture is None:
        raise UnreadableImage("The picture is damaged; save it again as JPEG or PNG and send that.")
    return np.asarray(picture, np.uint8)
