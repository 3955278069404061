"""The contact sheet shows every plate with what was read, the doubtful first."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from recognition import Picture
from recognition.__main__ import main
from recognition.command.sheet import (
    BROKEN,
    CAPTION,
    COLUMNS,
    HEIGHT,
    NOTHING,
    RIM,
    ROWS,
    SURE,
    WIDTH,
    write_sheets,
)
from recognition.rectify import flatten
from tests.recognition.drawn import encoded, scene

ACROSS, DOWN = WIDTH + 2 * RIM, HEIGHT + CAPTION + 2 * RIM


def cell(sheet: Picture, number: int) -> Picture:
    top, left = number // COLUMNS * DOWN, number % COLUMNS * ACROSS
    return sheet[top : top + DOWN, left : left + ACROSS]


def frame_of(sheet: Picture, number: int) -> tuple[int, ...]:
    return tuple(int(value) for value in cell(sheet, number)[RIM - 4, ACROSS // 2])


def caption(sheet: Picture, number: int) -> Picture:
    return cell(sheet, number)[RIM + HEIGHT + RIM :]


def plate(text: str, confidence: float, left: int = 480) -> dict[str, object]:
    """What the engine says of the plate of `scene`."""
    corners = [[left, 380.0], [left + 300, 380.0], [left + 300, 530.0], [left, 530.0]]
    return {
        "text": text,
        "confidence": confidence,
        "corners": corners,
        "candidates": [{"text": "7ABC123", "confidence": confidence}],
        "region": None,
        "engine": {"name": "any"},
    }


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    (tmp_path / "plate.png").write_bytes(encoded(scene("7ABC123")))
    (tmp_path / "blank.png").write_bytes(encoded(np.full((40, 60, 3), 90, np.uint8)))
    return tmp_path


def test_problems_come_first_and_are_marked(pictures: Path) -> None:
    file, blank = str(pictures / "plate.png"), str(pictures / "blank.png")
    records = [
        {"file": file, "plates": [plate("7ABC123", 0.9), plate("", 0.4)]},
        {"file": blank, "plates": []},
        {"file": "lost.jpg", "error": "The picture is cut short; send the whole file again."},
    ]
    (page,) = write_sheets(records, pictures / "sheet.png")
    sheet = cv2.imread(str(page))
    assert sheet.shape == (DOWN, COLUMNS * ACROSS, 3)
    assert [frame_of(sheet, number) for number in range(4)] == [BROKEN, NOTHING, NOTHING, SURE]
    assert all(caption(sheet, number).min() < 60 for number in range(4))
    assert cell(sheet, 1)[RIM + 50, RIM + 50].tolist() == [90, 90, 90]


def test_the_plate_is_shown_enlarged_and_straight(pictures: Path) -> None:
    record = {"file": str(pictures / "plate.png"), "plates": [plate("7ABC123", 0.9)]}
    (page,) = write_sheets([record], pictures / "sheet.png")
    shown = cell(cv2.imread(str(page)), 0)[RIM : RIM + HEIGHT, RIM : RIM + WIDTH, 0]
    corners = ((480, 380), (780, 380), (780, 530), (480, 530))
    assert np.array_equal(shown, cv2.resize(flatten(scene("7ABC123"), corners), (WIDTH, HEIGHT)))


def test_many_plates_are_spread_over_pages_of_bounded_size(pictures: Path) -> None:
    record = {"file": str(pictures / "blank.png"), "plates": []}
    pages = write_sheets([record] * (COLUMNS * ROWS + 1), pictures / "sheet.jpg")
    assert [page.name for page in pages] == ["sheet.jpg", "sheet-2.jpg"]
    assert [cv2.imread(str(page)).shape[0] for page in pages] == [ROWS * DOWN, DOWN]


def test_a_picture_that_is_gone_and_a_name_that_is_not_latin_are_survived(pictures: Path) -> None:
    record = {"file": str(pictures / "車.png"), "plates": [plate("7ABC123", 0.9)]}
    assert write_sheets([record], pictures / "sheet.png") == [pictures / "sheet.png"]


def test_nothing_read_is_an_empty_sheet(tmp_path: Path) -> None:
    (page,) = write_sheets([], tmp_path / "sheet.png")
    assert (cv2.imread(str(page)) == 255).all()


def test_the_command_writes_a_sheet_and_does_not_read_its_own(
    pictures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--jobs", "1", "--sheet", str(pictures / "sheet.png"), str(pictures)]
    assert main(asked) == 0
    first = (pictures / "sheet.png").read_bytes()
    assert f"To look at: {pictures / 'sheet.png'}" in capsys.readouterr().err
    assert main(asked) == 0
    assert (pictures / "sheet.png").read_bytes() == first
    assert frame_of(cv2.imread(str(pictures / "sheet.png")), 1) == SURE
