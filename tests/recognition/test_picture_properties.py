"""Whatever the bytes are, decoding gives a picture or a sentence, in little memory and in time."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

import recognition
from recognition import EVERY, UnreadableImage, decode
from tests.recognition.drawn import encoded, scene, with_orientation
from tests.recognition.samples import PICTURE, SAMPLES, interlaced_png, jpeg_of_scans, saved
from tests.recognition.sandbox import MOST_MEMORY, Sandbox
from tests.recognition.test_picture import AS_STORED

SIDE = 5000
"""Pixels: 5000 x 5000 is exactly as much as is read."""

STARTS = (b"", *(sample[:24] for sample in SAMPLES.values()))
EDGES = (
    b"\x00",
    b"\xff",
    b"\x01",
    b"\x7f",
    b"\x80",
    bytes(4),
    b"\xff" * 4,
    b"\x7f\xff\xff\xff",
    b"\xff\xff\xff\x7f",
)
edits = st.lists(
    st.tuples(
        st.one_of(st.integers(0, 120), st.integers(0, 20_000)),
        st.one_of(st.sampled_from(EDGES), st.binary(min_size=1, max_size=6)),
        st.sampled_from(("replace", "insert", "cut", "end")),
    ),
    min_size=1,
    max_size=6,
)
FAST = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as process:
        yield process


def edited(data: bytes, changes: list[tuple[int, bytes, str]]) -> bytes:
    """The bytes with changes, each at a place of them; the sums of a PNG are made right again."""
    for place, by, how in changes:
        at = place % (len(data) + 1)
        after = {"replace": at + len(by), "insert": at, "cut": at + len(by), "end": len(data)}[how]
        data = data[:at] + (by if how in ("replace", "insert") else b"") + data[after:]
    return summed(data) if data.startswith(b"\x89PNG\r\n\x1a\n") else data


def summed(data: bytes) -> bytes:
    """A PNG whose chunks have the check sums they should have, so that what is in them reaches the decoder."""
    at, whole = 8, data[:8]
    while at + 12 <= len(data):
        end = at + 8 + int.from_bytes(data[at : at + 4], "big")
        body = data[at + 4 : end]
        whole += data[at : at + 4] + body + struct.pack(">I", zlib.crc32(body))
        at = end + 4
    return whole + data[at:]


def check(sandbox: Sandbox, data: bytes) -> None:
    answer = sandbox.decode(data)
    assert "raised" not in answer, answer
    assert sandbox.most_memory < MOST_MEMORY
    if "refused" in answer:
        assert ";" in answer["refused"]
        assert answer["refused"].endswith(".")


@FAST
@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=300))
def test_any_bytes_are_a_picture_or_unreadable(sandbox: Sandbox, start: bytes, rest: bytes) -> None:
    check(sandbox, start + rest)


@settings(FAST, max_examples=600)
@given(sample=st.sampled_from(sorted(SAMPLES)), changes=edits)
def test_any_change_to_a_picture_leaves_a_picture_or_unreadable(
    sandbox: Sandbox, sample: str, changes: list[tuple[int, bytes, str]]
) -> None:
    check(sandbox, edited(SAMPLES[sample], changes))


@FAST
@given(sample=st.sampled_from(sorted(SAMPLES)), share=st.floats(0, 1, exclude_max=True))
def test_a_shortened_file_is_refused_or_lacks_nothing(sample: str, share: float) -> None:
    whole = SAMPLES[sample]
    with suppress(UnreadableImage):
        assert np.array_equal(decode(whole[: int(share * len(whole))], EVERY), decode(whole, EVERY))


def noise(mode: str = "RGB") -> Image.Image:
    """A picture as large as is read, coarse enough to be a small file."""
    grains = np.random.default_rng(1).integers(0, 255, (50, 50, 3), np.uint8)
    return Image.fromarray(cv2.resize(grains, (SIDE, SIDE), interpolation=cv2.INTER_NEAREST)).convert(mode)


def deep_tiff() -> bytes:
    deep = np.zeros((SIDE, SIDE, 4), np.uint16)
    strip = [cv2.IMWRITE_TIFF_COMPRESSION, 8, cv2.IMWRITE_TIFF_ROWSPERSTRIP, SIDE]
    return cv2.imencode(".tif", deep, strip)[1].tobytes()


HARDEST = {
    "JPEG": lambda: saved(noise(), "JPEG", quality=60, subsampling=0, progressive=True),
    "JPEG, inks": lambda: saved(noise("CMYK"), "JPEG", quality=60, progressive=True),
    "JPEG, many scans": lambda: jpeg_of_scans(SIDE, 80),
    "PNG": lambda: interlaced_png(SIDE),
    "WebP": lambda: saved(noise("RGBA"), "WEBP", method=0),
    "WebP, moving": lambda: saved(
        noise(), "WEBP", save_all=True, append_images=[noise().rotate(90)], method=0
    ),
    "GIF": lambda: saved(noise("L"), "GIF"),
    "TIFF": deep_tiff,
}


@pytest.mark.parametrize("name", HARDEST)
def test_the_largest_picture_is_decoded_in_little_memory_and_in_time(name: str) -> None:
    data = HARDEST[name]()
    assert len(data) <= recognition.LARGEST_FILE
    with Sandbox() as process:
        assert process.decode(data) == {"size": [SIDE, SIDE]}
        assert process.most_memory < MOST_MEMORY


@pytest.mark.parametrize("orientation", AS_STORED)
def test_a_plate_reads_the_same_however_the_camera_was_held(orientation: int) -> None:
    stored = encoded(np.ascontiguousarray(AS_STORED[orientation](scene("7ABC123"))), ".jpg")
    plates = recognition.read_plates(with_orientation(stored, orientation))
    assert [plate.text for plate in plates] == ["7ABC123"]


VIEWS = [
    scene("7ABC123"),
    scene("8KLM902", width=250),
    np.full((90, 120, 3), 90, np.uint8),
    scene("6TRE457")[:, :800],
]


@settings(max_examples=2, deadline=None)
@given(st.lists(st.sampled_from(range(len(VIEWS))), min_size=2, max_size=4))
def test_a_batch_answers_as_single_pictures_do(chosen: list[int]) -> None:
    engine = recognition.engine()
    singles = [engine.read(VIEWS[number]) for number in chosen]
    assert engine.read_batch(VIEWS[number] for number in chosen) == singles


def test_a_sandbox_says_what_went_wrong(tmp_path: Path) -> None:
    with Sandbox() as process:
        assert "refused" in process.decode(b"nothing")
        process.process.kill()
        with pytest.raises((AssertionError, BrokenPipeError)):
            process.decode(saved(PICTURE, "PNG"))
