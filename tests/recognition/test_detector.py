"""The small net finds plates of all sizes, and runs only when it is the one that was released."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest

from recognition import EngineUnavailable, FoundPlate, Picture
from recognition.tiny import weights
from recognition.tiny.detector import CONVINCING, TinyDetector
from tests.recognition.drawn import drawn_plate, scene

NAME = "detector"


def found(picture: Picture, limit: int = 4) -> list[FoundPlate]:
    return TinyDetector().find(picture, limit)


def near(plate: FoundPlate, left: float, top: float, width: float) -> bool:
    """Whether each corner is within a tenth of the plate's width of where it was drawn."""
    right, bottom = left + width, top + width / 2
    drawn = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
    return bool(np.linalg.norm(np.array(plate.corners) - drawn, axis=1).max() < 0.1 * width)


def street(side: tuple[int, int], plates: list[tuple[int, int, int]]) -> Picture:
    """A grey street of width x height with flat plates at left, top, of that width."""
    picture = np.full((side[1], side[0], 3), 110, np.uint8)
    for left, top, width in plates:
        small = cv2.resize(drawn_plate("7ABC123"), (width, width // 2), interpolation=cv2.INTER_AREA)
        picture[top : top + width // 2, left : left + width] = small
    return picture


@pytest.mark.parametrize("width", [60, 90, 150, 300, 480])
def test_a_drawn_plate_is_found_first_with_its_corners(width: int) -> None:
    best = found(scene("7ABC123", width, left=480, top=340))[0]
    assert near(best, 480, 340, width)
    assert CONVINCING <= best.score <= 1


def test_a_turned_plate_has_turned_corners() -> None:
    drawn = np.array([(500, 380), (690, 410), (690, 530), (500, 470)], np.float32)
    corners = np.array([(0, 0), (1200, 0), (1200, 600), (0, 600)], np.float32)
    turn = cv2.getPerspectiveTransform(corners, drawn)
    picture = scene("7ABC123", 40, left=0, top=0)
    picture[0:20, 0:40] = picture[30, 30]
    cv2.warpPerspective(
        drawn_plate("7ABC123"),
        turn,
        (1280, 720),
        picture,
        borderMode=cv2.BORDER_TRANSPARENT,
        flags=cv2.INTER_AREA,
    )
    best = np.array(found(picture)[0].corners)
    assert np.linalg.norm(best - drawn, axis=1).max() < 25
    assert best[1, 1] - best[0, 1] > 10
    assert best[2, 1] - best[3, 1] > 30


def test_several_plates_are_found_and_no_more_than_asked_for() -> None:
    places = [(100, 100, 150), (600, 420, 200), (950, 180, 110)]
    picture = street((1280, 720), places)
    plates = found(picture)
    for place in places:
        assert any(near(plate, *place) for plate in plates), place
    assert len([plate for plate in plates if plate.score >= CONVINCING]) == 3
    assert len(found(picture, 1)) == 1
    assert found(picture, 0) == []
    assert [plate.score for plate in plates] == sorted((plate.score for plate in plates), reverse=True)


def test_a_small_plate_in_a_large_picture_is_found() -> None:
    picture = np.full((3000, 4000, 3), 110, np.uint8)
    picture[1800:2400, 2200:3300] = scene("7ABC123", 80, left=480, top=380)[60:660, 100:1200]
    assert near(found(picture)[0], 2200 + 480 - 100, 1800 + 380 - 60, 80)


def test_a_picture_of_nothing_but_a_plate_is_found() -> None:
    best = found(cv2.resize(drawn_plate("7ABC123"), (320, 160), interpolation=cv2.INTER_AREA))[0]
    assert near(best, 0, 0, 320)


@pytest.mark.parametrize("level", [0, 90, 255])
def test_a_plain_picture_has_no_plate(level: int) -> None:
    assert found(np.full((720, 1280, 3), level, np.uint8)) == []


def test_noise_has_no_plate() -> None:
    noise = np.random.default_rng(3).integers(0, 256, (720, 1280, 3), np.uint8)
    assert [plate for plate in found(noise) if plate.score >= CONVINCING] == []


@pytest.mark.parametrize(
    "shape",
    [(8, 8, 3), (1, 1, 3), (1, 1), (2, 3000, 3), (3000, 2, 3), (5, 40), (0, 0, 3), (0, 7), (37, 641, 3)],
)
def test_odd_shapes_are_looked_at_without_an_answer(shape: tuple[int, ...]) -> None:
    assert found(np.zeros(shape, np.uint8)) == []


def test_grey_pictures_are_read_like_coloured_ones() -> None:
    picture = scene("7ABC123", 200)
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    assert found(grey) == found(picture)


def test_a_part_of_a_larger_array_is_read_like_a_copy() -> None:
    picture = scene("7ABC123", 200)
    assert found(picture[:, 100:1200]) == found(picture[:, 100:1200].copy())


def test_the_answer_does_not_depend_on_the_number_of_threads() -> None:
    picture = scene("7ABC123", 120)
    before = cv2.getNumThreads()
    answers = []
    try:
        for threads in (1, 2, 4):
            cv2.setNumThreads(threads)
            answers.append(found(picture))
    finally:
        cv2.setNumThreads(before)
    assert answers[0] == answers[1] == answers[2]


def test_one_detector_serves_several_threads_at_once() -> None:
    detector = TinyDetector()
    pictures = [scene("7ABC123", width) for width in (100, 150, 200, 250)] * 3
    alone = [detector.find(picture, 4) for picture in pictures]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(partial(detector.find, limit=4), pictures)) == alone


def copied(folder: Path) -> Path:
    for file in (f"{NAME}.onnx", weights.SUMS):
        shutil.copy(weights.MODELS / file, folder / file)
    return folder


def test_the_released_model_is_run(tmp_path: Path) -> None:
    assert len(weights.digest(NAME)) == 64
    assert weights.load(NAME, copied(tmp_path)).getLayerNames()


def test_another_model_is_refused(tmp_path: Path) -> None:
    model = copied(tmp_path) / f"{NAME}.onnx"
    data = bytearray(model.read_bytes())
    data[len(data) // 2] ^= 1
    model.write_bytes(bytes(data))
    with pytest.raises(EngineUnavailable, match="not the one that was released"):
        weights.load(NAME, tmp_path)
    with pytest.raises(EngineUnavailable):
        TinyDetector(partial(weights.load, NAME, tmp_path)).find(scene("7ABC123"), 4)


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    (copied(tmp_path) / f"{NAME}.onnx").unlink()
    with pytest.raises(EngineUnavailable, match=r"detector\.onnx"):
        weights.load(NAME, tmp_path)


def test_a_model_without_a_sum_is_refused(tmp_path: Path) -> None:
    (copied(tmp_path) / weights.SUMS).write_text("")
    with pytest.raises(EngineUnavailable, match="No model detector"):
        weights.load(NAME, tmp_path)
