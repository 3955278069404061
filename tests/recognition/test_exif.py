"""When a picture was taken is read from every format that says it."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from PIL import Image

from recognition.exif import taken_at
from tests.recognition.samples import PICTURE, SAMPLES, saved

CAMERA, TAKEN, PART, OFFSET = 0x8769, 0x9003, 0x9291, 0x9011


def exif(**tags: str) -> Image.Exif:
    written = Image.Exif()
    written[0x010F] = "a camera"  # without a tag beside them Pillow leaves those of the camera out
    names = {"taken": TAKEN, "part": PART, "offset": OFFSET}
    written.get_ifd(CAMERA).update({names[name]: value for name, value in tags.items()})
    return written


def stored(kind: str, tags: Image.Exif) -> bytes:
    """A picture with the tags. Pillow writes none of a camera's into a TIFF; what EXIF is made of is one already."""
    return tags.tobytes().removeprefix(b"Exif\x00\x00") if kind == "TIFF" else saved(PICTURE, kind, exif=tags)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_the_moment_is_read_from_every_format(kind: str) -> None:
    data = stored(kind, exif(taken="2026:11:30 21:05:09"))
    assert taken_at(data) == datetime(2026, 11, 30, 21, 5, 9)  # noqa: DTZ001 - cameras know no zone


def test_the_part_of_a_second_and_the_zone_count() -> None:
    data = saved(PICTURE, "JPEG", exif=exif(taken="2026:11:30 21:05:09", part="25", offset="-08:00"))
    zone = timezone(timedelta(hours=-8))
    assert taken_at(data) == datetime(2026, 11, 30, 21, 5, 9, 250_000, zone)
    assert taken_at(data) == datetime(2026, 12, 1, 5, 5, 9, 250_000, UTC)


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "yesterday", "    :  :     :  :  ", ""])
def test_a_moment_that_is_none_is_left_out(taken: str) -> None:
    assert taken_at(saved(PICTURE, "JPEG", exif=exif(taken=taken))) is None


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_picture_without_exif_has_no_moment(sample: str) -> None:
    assert taken_at(SAMPLES[sample]) is None


def test_damaged_exif_is_as_good_as_none() -> None:
    data = saved(PICTURE, "JPEG", exif=exif(taken="2026:11:30 21:05:09"))
    at = data.index(b"Exif\x00\x00")
    for place in range(at + 6, at + 60):
        moment = taken_at(data[:place] + b"\xff" + data[place + 1 :])
        assert moment is None or moment.year <= 9999
