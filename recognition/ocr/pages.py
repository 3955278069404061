"""Which Tesseract reads: the library where it is installed, otherwise the program."""

from collections.abc import Sequence

from recognition.ocr import inprocess, program
from recognition.ocr.program import Mode
from recognition.values import Picture


def hocr_pages(pictures: Sequence[Picture], mode: Mode) -> list[str]:
    """The hOCR of each grey picture, in their order. Raises `EngineUnavailable` where something is missing."""
    if not pictures:
        return []
    if inprocess.installed():
        return inprocess.hocr_pages(pictures, mode)
    return program.hocr_pages(pictures, mode)


def version() -> str:
    """Which Tesseract it was: another version can change an answer."""
    if inprocess.installed():
        return f"Tesseract {inprocess.version()} by tesserocr"
    return f"Tesseract {program.version()}"
