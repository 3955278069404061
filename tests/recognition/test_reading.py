"""Plates are read from pictures, and doubt is said."""

import csv
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

import recognition
from recognition import EngineUnavailable, Picture, PlateRead
from tests.recognition.drawn import drawn_plate, encoded, scene, with_orientation

PHOTOGRAPHS = Path(__file__).resolve().parents[3] / "shared" / "plates"
READ_AT_LEAST = {"tiny": (2, 0.9), "tesseract": (8, 0.37)}
"""Each how many'th photograph is read, and the share that has to be right. The nets of `tiny` were trained on these:
what it falls to is a fault of the pipeline and not of the nets. `tesseract` is slow, and reads 0.47 of all 109."""


def read(picture: Picture, **limits: int) -> list[PlateRead]:
    return recognition.engine().read(picture, **limits)


@pytest.mark.parametrize(
    ("plate", "width"), [("7ABC123", 300), ("8KLM902", 250), ("6TRE457", 210), ("5PHD046", 330)]
)
def test_a_drawn_plate_is_read_exactly(plate: str, width: int) -> None:
    found = read(scene(plate, width))
    assert [each.text for each in found] == [plate]
    assert found[0].region == "us-ca"
    assert found[0].confidence >= recognition.SURE


def test_the_box_and_the_corners_lie_on_the_plate() -> None:
    plate = read(scene("7ABC123", width=300, left=480, top=380))[0]
    x, y, width, height = plate.box
    assert abs(x - 480) < 25
    assert abs(y - 380) < 25
    assert abs(width - 300) < 40
    assert abs(height - 150) < 25
    assert all(x <= across <= x + width and y <= down <= y + height for across, down in plate.corners)
    assert 250 < plate.quality.plate_width < 350
    assert not plate.quality.clipped


def test_two_plates_in_one_picture_are_both_read() -> None:
    both = np.hstack([scene("7ABC123")[:, 320:960], scene("8KLM902")[:, 320:960]])
    assert {plate.text for plate in read(both)} == {"7ABC123", "8KLM902"}
    assert len(read(both, max_plates=1)) == 1


def test_a_picture_without_a_plate_has_no_read() -> None:
    assert read(np.full((720, 1280, 3), 90, np.uint8)) == []


@pytest.mark.parametrize("shape", [(1, 1, 3), (2, 2000, 3), (2000, 2, 3)])
def test_a_picture_too_small_for_a_plate_has_no_read(shape: tuple[int, int, int]) -> None:
    assert read(np.zeros(shape, np.uint8)) == []


@pytest.mark.parametrize(("width", "blur"), [(210, 8.0), (200, 8.0)])
def test_an_unsure_reading_is_a_candidate_and_no_text(width: int, blur: float) -> None:
    found = read(cv2.GaussianBlur(scene("7ABC123", width), (0, 0), blur))[0]
    assert found.text == ""
    assert found.region is None
    assert 0 < found.confidence < recognition.SURE
    assert found.candidates


def test_a_plate_lettered_like_no_series_is_read_as_it_is() -> None:
    assert read(scene("HLKTYC", width=210))[0].text == "HLKTYC"


def test_candidates_are_ordered_and_limited() -> None:
    candidates = read(scene("7ABC123"), top_n=3)[0].candidates
    assert len(candidates) == 3
    assert [c.confidence for c in candidates] == sorted((c.confidence for c in candidates), reverse=True)
    assert sum(c.confidence for c in candidates) <= 1


def test_the_answer_does_not_depend_on_the_number_of_threads() -> None:
    picture, before = scene("6TRE457"), cv2.getNumThreads()
    try:
        answers = []
        for threads in (1, 4):
            cv2.setNumThreads(threads)
            answers.append(read(picture))
    finally:
        cv2.setNumThreads(before)
    assert answers[0] == answers[1]


def test_a_batch_answers_as_single_pictures_do() -> None:
    pictures = [scene("7ABC123"), np.full((300, 400, 3), 90, np.uint8), scene("8KLM902")]
    assert recognition.engine().read_batch(pictures) == [read(each) for each in pictures]


def test_a_plate_held_sideways_reads_the_same() -> None:
    turned = cv2.rotate(scene("7ABC123"), cv2.ROTATE_90_COUNTERCLOCKWISE)
    plates = recognition.read_plates(with_orientation(encoded(turned, ".jpg"), 6))
    assert plates[0].text == "7ABC123"


def test_grey_and_sixteen_bit_pictures_are_read() -> None:
    grey = cv2.cvtColor(scene("7ABC123"), cv2.COLOR_BGR2GRAY)
    assert recognition.read_plates(encoded(grey))[0].text == "7ABC123"
    assert recognition.read_plates(encoded(grey.astype(np.uint16) * 257))[0].text == "7ABC123"


def test_an_unknown_engine_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"choose one of: .*tesseract"):
        recognition.engine("crystal-ball")


def test_a_missing_tesseract_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pytesseract.pytesseract.tesseract_cmd", "no-such-program")
    with pytest.raises(EngineUnavailable, match="install the package tesseract-ocr"):
        recognition.engine("tesseract").read(scene("7ABC123"))


def test_missing_language_data_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    with pytest.raises(EngineUnavailable, match="tesseract-ocr-eng"):
        recognition.engine("tesseract").read(scene("7ABC123"))


def test_recognition_loads_nothing_of_the_portal() -> None:
    loaded = "import recognition.__main__, sys; print(*{name.split('.')[0] for name in sys.modules})"
    answer = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert {"portal", "flask", "sqlalchemy", "pydantic"}.isdisjoint(answer.stdout.split())


@pytest.mark.skipif(not PHOTOGRAPHS.exists(), reason="the labelled photographs are not beside the checkout")
@pytest.mark.parametrize("engine", sorted(READ_AT_LEAST))
def test_photographs_are_read_no_worse_than_measured(engine: str) -> None:
    every, at_least = READ_AT_LEAST[engine]
    with (PHOTOGRAPHS / "labels.csv").open(newline="") as file:
        labels = list(csv.DictReader(file))[::every]
    right = 0
    for label in labels:
        found = recognition.read_plates((PHOTOGRAPHS / label["file"]).read_bytes(), engine_name=engine)
        right += bool(found) and found[0].candidates[0].text == label["plate"]
    assert right / len(labels) >= at_least


def test_a_picture_that_is_nothing_but_a_plate_is_read_once() -> None:
    plate = cv2.resize(drawn_plate("7ABC123"), (320, 160), interpolation=cv2.INTER_AREA)

    found = read(plate)

    assert [each.candidates[0].text for each in found] == ["7ABC123"]
    assert found[0].quality.plate_width > 250
