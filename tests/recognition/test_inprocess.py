"""Tesseract reads the same inside this process, where tesserocr is installed, as by its program."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from recognition import EngineUnavailable, Picture
from recognition.ocr import inprocess, pages, program
from recognition.ocr.program import Mode
from recognition.ocr.tesseract import MODE, TesseractReader
from recognition.rectify import flatten
from tests.recognition.drawn import drawn_plate

LIBRARY = pytest.mark.skipif(
    find_spec("tesserocr") is None, reason="tesserocr is not installed; it is not among the requirements"
)


def crop(plate: str) -> Picture:
    return flatten(drawn_plate(plate), ((0, 0), (1200, 0), (1200, 600), (0, 600)))


@LIBRARY
def test_both_ways_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    crops = [crop("7ABC123"), crop("8KLM902")]
    inside = [reading.text for reading in TesseractReader().read_crops(crops)]
    monkeypatch.setattr(inprocess, "installed", lambda: False)
    assert (
        [reading.text for reading in TesseractReader().read_crops(crops)] == inside == ["7ABC123", "8KLM902"]
    )


@LIBRARY
def test_one_page_a_picture_and_the_version_named() -> None:
    assert len(inprocess.hocr_pages([np.full((56, 200), 255, np.uint8)] * 3, MODE)) == 3
    assert "tesserocr" in pages.version()


@LIBRARY
def test_missing_language_data_is_named_inside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    with pytest.raises(EngineUnavailable, match="tesseract-ocr-eng"):
        inprocess.hocr_pages([np.full((56, 200), 255, np.uint8)], MODE)


def test_a_missing_program_cannot_say_where_its_languages_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    monkeypatch.setattr("pytesseract.pytesseract.tesseract_cmd", "no-such-program")
    with pytest.raises(EngineUnavailable, match="install the package tesseract-ocr"):
        inprocess.hocr_pages([], Mode(()))


def test_the_installed_program_says_where_its_languages_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    assert (Path(inprocess._languages()) / "eng.traineddata").is_file()


def test_without_the_library_the_program_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inprocess, "find_spec", lambda module: None)
    assert pages.version() == f"Tesseract {program.version()}"
    assert len(pages.hocr_pages([np.full((56, 200), 255, np.uint8)] * 2, MODE)) == 2
