"""The engines by name."""

from collections.abc import Callable
from functools import cache

from recognition.locate import LineFinder
from recognition.ocr import tesseract
from recognition.pipeline import FindAndRead
from recognition.protocols import Engine

DEFAULT = "opencv-tesseract"

ENGINES: dict[str, Callable[[], Engine]] = {
    DEFAULT: lambda: FindAndRead(LineFinder(), tesseract.TesseractReader(), tesseract.label),
}


@cache
def engine(name: str = DEFAULT) -> Engine:
    """The engine called `name`; the same object each time. Raises ValueError naming those there are."""
    if name not in ENGINES:
        raise ValueError(f"There is no recognition engine {name!r}; choose one of: {', '.join(ENGINES)}.")
    return ENGINES[name]()
