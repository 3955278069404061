"""Tesseract as a program: many pictures in one start of it, by a list of files."""

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
from pytesseract import pytesseract

from recognition.values import EngineUnavailable, Picture

MISSING = "Tesseract is not installed; install the package tesseract-ocr and start again."
FAILED = "Tesseract failed to read; check that the package tesseract-ocr-eng is installed and try again."
LONGEST = 60  # seconds for all plates of one picture; they take less than one


@dataclass(frozen=True, slots=True)
class Mode:
    """How Tesseract is to read: every picture as one line, with these of its variables set."""

    variables: tuple[tuple[str, str], ...]
    layout: int = 7


def hocr_pages(pictures: Sequence[Picture], mode: Mode) -> list[str]:
    """The hOCR of each picture, in their order, from one start of Tesseract.

    A start costs about 80 ms, a line 10 ms. Raises `EngineUnavailable` where the program or its language is missing.
    """
    with tempfile.TemporaryDirectory(prefix="recognition-") as folder:
        names = [str(Path(folder, f"{number}.pgm")) for number in range(len(pictures))]
        for name, picture in zip(names, pictures, strict=True):
            cv2.imwrite(name, picture)
        listing = Path(folder, "lines.txt")
        listing.write_text("\n".join(names))
        pages = _hocr(str(listing), mode).split("class='ocr_page'")[1:]
    if len(pages) != len(pictures):
        raise EngineUnavailable(FAILED)
    return pages


@cache
def version() -> str:
    """The version of the program, as `5.3.0`."""
    try:
        return str(pytesseract.get_tesseract_version())
    except pytesseract.TesseractNotFoundError as missing:
        raise EngineUnavailable(MISSING) from missing


def _hocr(listing: str, mode: Mode) -> str:
    os.environ["OMP_THREAD_LIMIT"] = "1"  # more threads only slow it, and it looks nowhere else
    options = f"--psm {mode.layout} " + " ".join(f"-c {name}={value}" for name, value in mode.variables)
    try:
        answer = pytesseract.image_to_pdf_or_hocr(listing, extension="hocr", config=options, timeout=LONGEST)  # type: ignore[no-untyped-call]  # the library has no annotations
    except pytesseract.TesseractNotFoundError as missing:
        raise EngineUnavailable(MISSING) from missing
    except RuntimeError as failure:  # it ended badly, or not in time
        raise EngineUnavailable(FAILED) from failure
    return str(answer, "utf-8")
