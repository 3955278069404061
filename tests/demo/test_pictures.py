"""The demo's pictures: small, the same for the same arguments, and legible."""

import random
import re
from datetime import datetime, timedelta, timezone
from pathlib import Path

import cv2
import numpy as np
import pytest

from portal.demo import plate as plate_drawing
from portal.demo.pictures import california_plate, draw_scene

PACIFIC = timezone(timedelta(hours=-8))
NOON = datetime(2026, 3, 4, 12, 0, 5, tzinfo=PACIFIC)
NIGHT = datetime(2026, 3, 4, 21, 0, 5, tzinfo=PACIFIC)
PRINT = 672  # a JPEG block above the line of text, which colours the block it touches


def decoded(picture: bytes) -> cv2.typing.MatLike:
    scene = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
    assert scene is not None
    return scene


@pytest.mark.parametrize("seed", range(4))
def test_a_scene_is_a_small_jpeg_of_fixed_size(seed: int) -> None:
    picture = draw_scene("7ABC123", seed=seed)
    assert picture.startswith(b"\xff\xd8\xff")
    assert len(picture) < 120_000
    assert decoded(picture).shape == (720, 1280, 3)


def test_the_same_arguments_give_the_same_picture() -> None:
    assert draw_scene("7ABC123", seed=3) == draw_scene("7ABC123", seed=3)
    assert draw_scene("7ABC123", seed=3) != draw_scene("7ABC123", seed=4)
    assert draw_scene("7ABC123", seed=3) != draw_scene("7ABC124", seed=3)


def test_evening_pictures_are_darker_than_those_at_noon() -> None:
    noon, night = (decoded(draw_scene("7ABC123", seed=3, moment=moment)) for moment in (NOON, NIGHT))
    assert night.mean() < 0.7 * noon.mean()


def test_device_and_moment_are_printed_below_the_picture() -> None:
    bare, device = (decoded(draw_scene("7ABC123", seed=3, device=name)) for name in ("", "Reader 4"))
    both = decoded(draw_scene("7ABC123", seed=3, device="Reader 4", moment=NIGHT))
    assert np.array_equal(bare[:PRINT], device[:PRINT])
    assert np.array_equal(device[:PRINT], both[:PRINT])
    assert light_pixels(bare) == 0
    assert 0 < light_pixels(device) < light_pixels(both)


def light_pixels(scene: cv2.typing.MatLike) -> int:
    return int((scene[PRINT:].min(axis=2) > 180).sum())


def test_plates_are_of_the_passenger_series() -> None:
    rng, same = (random.Random(7) for _ in range(2))  # noqa: S311 - invents plates, guards nothing
    plates = [california_plate(rng) for _ in range(500)]
    assert all(re.fullmatch(r"[5-9][A-HJ-NPR-Z][A-Z][A-HJ-NPR-Z][0-9]{3}", plate) for plate in plates)
    assert len(set(plates)) > 490
    assert california_plate(same) == plates[0]


def test_a_missing_font_names_the_package_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(plate_drawing, "FONTS", tmp_path)
    plate_drawing.font_of_the_demo.cache_clear()  # of fonts opened by earlier tests
    with pytest.raises(plate_drawing.FontMissing, match="apt-get install fonts-dejavu-core"):
        draw_scene("7ABC123", seed=1)
