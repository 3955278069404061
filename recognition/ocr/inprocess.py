"""Tesseract inside this process, by the library tesserocr where that is installed: no start, no files."""

import os
import re
import subprocess
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from threading import Lock
from typing import Any

from pytesseract import pytesseract

from recognition.ocr.program import FAILED, MISSING, Mode
from recognition.values import EngineUnavailable, Picture

RESOLUTION = 70  # dots an inch: what the program takes for pictures that do not say theirs
LANGUAGES_IN = re.compile(r'"(.+)"')
ONE_AT_A_TIME = Lock()  # one interface holds one picture


def installed() -> bool:
    """Whether tesserocr is there; it is not among the requirements."""
    return find_spec("tesserocr") is not None


def hocr_pages(pictures: Sequence[Picture], mode: Mode) -> list[str]:
    """The hOCR of each picture, in their order, as the program would write it.

    Raises `EngineUnavailable` where the language is missing.
    """
    with ONE_AT_A_TIME:
        interface = _interface(mode, _languages())
        return [_page(interface, picture) for picture in pictures]


def version() -> str:
    """The version of the library's own Tesseract, as `5.5.4`."""
    import tesserocr

    return str(tesserocr.tesseract_version()).split()[1]


def _page(interface: Any, picture: Picture) -> str:
    height, width = picture.shape
    interface.SetImageBytes(picture.tobytes(), width, height, 1, width)
    interface.SetSourceResolution(RESOLUTION)
    return str(interface.GetHOCRText(0))


@cache
def _interface(mode: Mode, languages: str) -> Any:
    """Tesseract made ready for one mode, kept: making one takes as long as reading thirty lines."""
    os.environ["OMP_THREAD_LIMIT"] = "1"  # more threads only slow it, and it looks nowhere else
    import tesserocr

    try:
        return tesserocr.PyTessBaseAPI(
            path=languages, lang="eng", psm=mode.layout, variables=dict(mode.variables)
        )
    except RuntimeError as failure:
        raise EngineUnavailable(FAILED) from failure


def _languages() -> str:
    """The folder of the language files. The library brings none; the installed program says where its own are."""
    return os.environ.get("TESSDATA_PREFIX") or _installed_languages(pytesseract.tesseract_cmd)


@cache
def _installed_languages(program: str) -> str:
    try:
        answer = subprocess.run(  # noqa: S603  # pytesseract's own setting, never a request's
            [program, "--list-langs"], capture_output=True, text=True, check=True
        )
    except FileNotFoundError as missing:
        raise EngineUnavailable(MISSING) from missing
    except subprocess.CalledProcessError as failure:
        raise EngineUnavailable(FAILED) from failure
    place = LANGUAGES_IN.search(answer.stdout)
    if place is None:
        raise EngineUnavailable(FAILED)
    return place.group(1)
