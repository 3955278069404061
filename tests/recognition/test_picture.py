"""Any bytes become a picture or one clear sentence."""

import io
import struct

import cv2
import numpy as np
import pytest
from PIL import Image

from recognition import COMMON, EVERY, LARGEST_FILE, UnreadableImage, decode
from tests.recognition.drawn import bomb, encoded, png_chunk, with_orientation
from tests.recognition.samples import (
    COLOURS,
    LOWER,
    PICTURE,
    SAMPLES,
    interlaced_png,
    jpeg_of_scans,
    saved,
    see_through,
    ycck_jpeg,
)

GRADIENT = np.dstack([np.tile(np.arange(0, 240, 3, dtype=np.uint8), (60, 1))] * 3)
JPEG, PNG = encoded(GRADIENT, ".jpg"), encoded(GRADIENT)


@pytest.mark.parametrize("data", [JPEG, PNG], ids=["jpeg", "png"])
def test_a_picture_is_decoded_in_colour(data: bytes) -> None:
    picture = decode(data)
    assert picture.shape == (60, 80, 3)
    assert picture.dtype == np.uint8
    assert np.abs(picture.astype(int) - GRADIENT).max() < 12


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"Dear Sir or Madam, ...", "neither a JPEG nor a PNG"),
        (b"GIF89a" + bytes(100), "This is a GIF picture"),
        (b"\xff\xd8\xff", "cut short"),
        (b"\xff\xd8\xff\xd9", "does not say how large"),
        (b"\x89PNG\r\n\x1a\n", "cut short"),
        (b"\x89PNG\r\n\x1a\n" + png_chunk(b"IEND", b""), "does not say how large"),
        (JPEG + bytes(LARGEST_FILE), "larger than 10 MiB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_picture_is_refused_with_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableImage, match=said) as refusal:
        decode(data)
    assert str(refusal.value).endswith(".")
    assert ";" in str(refusal.value)


@pytest.mark.parametrize("data", [JPEG, PNG], ids=["jpeg", "png"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.999])
def test_a_truncated_picture_is_refused_and_not_shown_half_grey(data: bytes, share: float) -> None:
    with pytest.raises(UnreadableImage, match="cut short"):
        decode(data[: int(len(data) * share)])


def test_a_png_with_a_changed_byte_is_refused() -> None:
    damaged = bytearray(PNG)
    damaged[len(PNG) // 2] ^= 1
    with pytest.raises(UnreadableImage, match="damaged"):
        decode(bytes(damaged))


def test_a_bomb_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded: list[int] = []
    monkeypatch.setattr(cv2, "imdecode", lambda data, _: decoded.append(len(data)))
    with pytest.raises(UnreadableImage, match="9500 x 9500"):
        decode(bomb())
    assert decoded == []


def test_a_jpeg_that_claims_too_many_pixels_is_refused() -> None:
    frame = JPEG.index(b"\xff\xc0")
    huge = JPEG[: frame + 5] + struct.pack(">HH", 60000, 60000) + JPEG[frame + 9 :]
    with pytest.raises(UnreadableImage, match="60000 x 60000"):
        decode(huge)


def test_bytes_after_the_end_of_a_jpeg_do_no_harm() -> None:
    assert np.array_equal(decode(JPEG + b"appended by a phone"), decode(JPEG))


@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [1, 3, 4], ids=["grey", "colour", "transparent"])
def test_any_depth_and_colour_model_of_png_is_decoded(depth: type, channels: int) -> None:
    scale = 257 if depth is np.uint16 else 1
    picture = np.full((20, 30, channels), 100 * scale, depth)
    if channels == 4:
        picture[:, :, 3] = 255 * scale
    assert np.array_equal(decode(encoded(picture)), np.full((20, 30, 3), 100))


@pytest.mark.parametrize("model", ["L", "CMYK"])
def test_any_colour_model_of_jpeg_is_decoded(model: str) -> None:
    written = io.BytesIO()
    Image.new("RGB", (30, 20), (200, 100, 50)).convert(model).save(written, "JPEG", quality=95)
    picture = decode(written.getvalue())
    expected = (50, 100, 200) if model == "CMYK" else (124, 124, 124)
    assert np.abs(picture.astype(int) - expected).max() < 10


def test_progressive_jpeg_is_decoded() -> None:
    data = cv2.imencode(".jpg", GRADIENT, [cv2.IMWRITE_JPEG_PROGRESSIVE, 1])[1].tobytes()
    assert decode(data).shape == (60, 80, 3)


def test_a_picture_held_sideways_is_turned_upright() -> None:
    turned = encoded(cv2.rotate(GRADIENT, cv2.ROTATE_90_COUNTERCLOCKWISE), ".jpg")
    upright = decode(with_orientation(turned, 6))
    assert upright.shape == (60, 80, 3)
    assert np.abs(upright.astype(int) - GRADIENT).max() < 20


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_format_is_decoded_in_its_colours(sample: str) -> None:
    picture = decode(SAMPLES[sample], EVERY)
    assert picture.shape == COLOURS.shape
    assert np.abs(picture[5:15].astype(int) - COLOURS[5:15]).max() < 4
    assert np.abs(picture[25:35].astype(int) - COLOURS[25:35]).max() < 4


@pytest.mark.parametrize("sample", [name for name in SAMPLES if name.split(",")[0] not in COMMON])
def test_a_service_takes_only_what_cameras_send_and_names_the_rest(sample: str) -> None:
    kind = sample.split(",")[0]
    with pytest.raises(UnreadableImage, match=f"This is a {kind} picture; save it as JPEG or PNG"):
        decode(SAMPLES[sample])


def test_inks_of_photoshop_are_decoded_in_their_colours() -> None:
    picture = decode(ycck_jpeg())
    assert np.abs(picture[25:35].astype(int) - LOWER).max() < 4


def test_an_interlaced_png_is_decoded() -> None:
    assert decode(interlaced_png(31)).shape == (31, 31, 3)


def exif(orientation: int) -> Image.Exif:
    written = Image.Exif()
    written[0x0112] = orientation
    return written


AS_STORED = {
    1: lambda upright: upright,
    2: lambda upright: cv2.flip(upright, 1),
    3: lambda upright: cv2.rotate(upright, cv2.ROTATE_180),
    4: lambda upright: cv2.flip(upright, 0),
    5: cv2.transpose,
    6: lambda upright: cv2.rotate(upright, cv2.ROTATE_90_COUNTERCLOCKWISE),
    7: lambda upright: cv2.flip(cv2.transpose(upright), -1),
    8: lambda upright: cv2.rotate(upright, cv2.ROTATE_90_CLOCKWISE),
}
"""How a camera stores what it saw, by EXIF orientation (EXIF 2.32, 4.6.4 A)."""


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", AS_STORED)
def test_every_orientation_is_turned_upright(kind: str, orientation: int) -> None:
    corner = COLOURS.copy()
    corner[:20, :30] = 255
    stored = Image.fromarray(AS_STORED[orientation](corner)[:, :, ::-1].copy())
    how = (
        {"lossless": True} if kind == "WEBP" else {"quality": 95, "subsampling": 0} if kind == "JPEG" else {}
    )
    upright = decode(saved(stored, kind, exif=exif(orientation), **how), EVERY)
    assert upright.shape == corner.shape
    assert np.abs(upright.astype(int) - corner).mean() < 5


def box(*brands: bytes) -> bytes:
    body = brands[0] + bytes(4) + b"".join(brands)
    return struct.pack(">I", 8 + len(body)) + b"ftyp" + body + bytes(100)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (box(b"heic", b"mif1"), "a HEIC picture"),
        (box(b"mif1", b"heic"), "a HEIC picture"),
        (saved(PICTURE, "AVIF"), "an AVIF picture"),
        (box(b"isom", b"mp42"), "an MP4 video"),
        (box(b"qt  "), "an MP4 video"),
        (box(b"crx "), "a camera raw picture"),
        (b"RIFF" + bytes(4) + b"AVI LIST" + bytes(50), "an AVI video"),
        (b"\x1a\x45\xdf\xa3" + bytes(50), "a Matroska video"),
        (saved(PICTURE, "JPEG2000"), "a JPEG 2000 picture"),
        (saved(PICTURE, "PDF"), "a PDF document"),
    ],
)
def test_what_is_not_read_is_named_with_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableImage, match=f"This is {said}; save .* as JPEG or PNG and send that.$"):
        decode(data, EVERY)


CLAIMS = {
    "WebP": lambda side: replaced(
        saved(see_through(PICTURE), "WEBP"), 24, (side - 1).to_bytes(3, "little") * 2
    ),
    "BMP": lambda side: replaced(SAMPLES["BMP"], 18, struct.pack("<ii", side, -side)),
    "GIF": lambda side: replaced(SAMPLES["GIF"], 6, struct.pack("<HH", side, side)),
    "TIFF": lambda side: saved(Image.new("1", (side, side)), "TIFF", compression="group4"),
}
"""A file of each format that is small and claims so many pixels across and down."""


def replaced(data: bytes, at: int, by: bytes) -> bytes:
    return data[:at] + by + data[at + len(by) :]


@pytest.mark.parametrize("kind", CLAIMS)
def test_a_bomb_of_any_format_is_refused_before_it_is_decoded(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = CLAIMS[kind](5001)
    decoded: list[int] = []
    monkeypatch.setattr(cv2, "imdecode", lambda data, _: decoded.append(len(data)))
    said = "cut short" if kind == "BMP" else "5001 x 5001"  # a plain bitmap has to hold what it claims
    with pytest.raises(UnreadableImage, match=said):
        decode(data, EVERY)
    assert decoded == []


def test_a_jpeg_of_endless_scans_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded: list[int] = []
    data = jpeg_of_scans(600, 1000)
    monkeypatch.setattr(cv2, "imdecode", lambda data, _: decoded.append(len(data)))
    with pytest.raises(UnreadableImage, match="stored in a way that is not read"):
        decode(data)
    assert decoded == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (saved(PICTURE, "TIFF", compression="jpeg"), "TIFF picture is stored in a way that is not read"),
        (replaced(SAMPLES["BMP"], 30, b"\x01"), "BMP picture is stored in a way that is not read"),
        (replaced(SAMPLES["TIFF"], 4, b"\xff\xff\xff\x7f"), "cut short"),
    ],
)
def test_a_rare_kind_of_a_format_is_refused_with_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableImage, match=said):
        decode(data, EVERY)


@pytest.mark.parametrize("shape", [(1, 3000, 3), (3000, 2, 3)])
def test_a_strip_in_which_no_engine_could_look_is_refused(shape: tuple[int, int, int]) -> None:
    with pytest.raises(UnreadableImage, match=f"a strip of {shape[1]} x {shape[0]} pixels; send the whole"):
        decode(encoded(np.zeros(shape, np.uint8)))
