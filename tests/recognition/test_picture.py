"""Any bytes become a picture or one clear sentence."""

import io
import struct

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from recognition import LARGEST_FILE, UnreadableImage, decode
from tests.recognition.drawn import bomb, encoded, png_chunk, with_orientation

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
        (b"GIF89a" + bytes(100), "neither a JPEG nor a PNG"),
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


@given(st.binary(max_size=200), st.sampled_from((b"", JPEG[:40], JPEG[:-30], PNG[:40], PNG[:-20])))
def test_any_bytes_are_a_picture_or_unreadable(tail: bytes, head: bytes) -> None:
    try:
        said = f"{decode(head + tail).ndim} dimensions."
    except UnreadableImage as refusal:
        said = str(refusal)
    assert said == "3 dimensions." or ";" in said
