"""A contact sheet: every plate enlarged with what was read in it, the doubtful ones first."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

import recognition
from recognition.command.film import frame
from recognition.command.lines import place, reading
from recognition.command.reading import Record, file_bytes
from recognition.rectify import flatten
from recognition.values import Picture, UnreadableImage

COLUMNS, ROWS = 4, 12  # of one page
WIDTH, HEIGHT, RIM = 400, 200, 12  # pixels of a plate and of what is left around it
CAPTION = 84  # pixels of the lines below
LETTERS = 46  # of the small print in a line
FONT = cv2.FONT_HERSHEY_SIMPLEX
PAPER, INK, FAINT = (255, 255, 255), (20, 20, 20), (90, 90, 90)
SURE, UNSURE, NOTHING, BROKEN = (120, 160, 60), (0, 140, 255), (0, 140, 255), (40, 40, 200)
"""Blue, green, red of the frame around a cell."""


class Cell(NamedTuple):
    """One plate, or a picture without one. The lowest `order` comes first."""

    order: tuple[int, float]
    record: Record
    plate: Record | None


def write_sheets(records: Sequence[Record], path: Path) -> list[Path]:
    """Writes `path` and, where there is more than a page, `-2`, `-3`, ... beside it; says which. Raises OSError."""
    cells = sorted((cell for record in records for cell in _cells(record)), key=lambda cell: cell.order)
    pages = []
    for start in range(0, max(len(cells), 1), COLUMNS * ROWS):
        page = path if not start else path.with_stem(f"{path.stem}-{start // (COLUMNS * ROWS) + 1}")
        sheet = _page(cells[start : start + COLUMNS * ROWS])
        page.write_bytes(cv2.imencode(page.suffix, sheet)[1].tobytes())
        pages.append(page)
    return pages


def is_page_of(page: Path, sheet: Path | None) -> bool:
    """Whether `page` is one of those that `sheet` was written to."""
    if sheet is None:
        return False
    name = re.fullmatch(re.escape(sheet.stem) + r"(-\d+)?", page.stem)
    return bool(name) and page.suffix == sheet.suffix and page.resolve().parent == sheet.resolve().parent


def _cells(record: Record) -> Iterator[Cell]:
    if "error" in record:
        yield Cell((0, 0), record, None)
    elif not record["plates"]:
        yield Cell((1, 0), record, None)
    else:
        for plate in record["plates"]:
            yield Cell((3 if plate["text"] else 2, plate["confidence"]), record, plate)


def _page(cells: Sequence[Cell]) -> Picture:
    down, across = HEIGHT + CAPTION + 2 * RIM, WIDTH + 2 * RIM
    rows = max(1, -(-len(cells) // COLUMNS))
    page = np.full((rows * down, COLUMNS * across, 3), PAPER, np.uint8)
    for number, cell in enumerate(cells):
        top, left = number // COLUMNS * down, number % COLUMNS * across
        page[top : top + down, left : left + across] = _drawn(cell, down, across)
    return page


def _drawn(cell: Cell, down: int, across: int) -> Picture:
    room = np.full((down, across, 3), PAPER, np.uint8)
    inner, colour = _inner(cell), _colour(cell)
    room[RIM : RIM + HEIGHT, RIM : RIM + WIDTH] = inner
    cv2.rectangle(room, (RIM - 4, RIM - 4), (RIM + WIDTH + 3, RIM + HEIGHT + 3), colour, 4)
    below = RIM + HEIGHT + 32
    cv2.putText(room, _printable(_title(cell)), (RIM, below), FONT, 0.9, INK, 2, cv2.LINE_AA)
    for step, line in enumerate((_engine(cell), _end(place(cell.record)))):
        at = (RIM, below + 22 + 20 * step)
        cv2.putText(room, _printable(line), at, FONT, 0.45, FAINT, 1, cv2.LINE_AA)
    return room


def _colour(cell: Cell) -> tuple[int, int, int]:
    return (BROKEN, NOTHING, UNSURE, SURE)[cell.order[0]]


def _title(cell: Cell) -> str:
    if cell.plate:
        return f"{reading(cell.plate)}  {cell.plate['confidence']:.2f}"
    return "could not be read" if "error" in cell.record else "no plate found"


def _engine(cell: Cell) -> str:
    return f"{cell.plate['engine']['name']}, {cell.plate['region'] or 'no state'}" if cell.plate else ""


def _inner(cell: Cell) -> Picture:
    """The plate as if seen straight from behind; the whole picture where there is none; else the reason."""
    try:
        if "error" in cell.record:
            return _written(cell.record["error"])
        picture = _picture(cell.record["file"], cell.record.get("frame"))
    except (UnreadableImage, OSError):
        return _written("The file is not there any more.")
    if cell.plate is None:
        return _shrunk(picture)
    (a, b), (c, d), (e, f), (g, h) = cell.plate["corners"]
    crop = flatten(picture, ((a, b), (c, d), (e, f), (g, h)))
    return np.asarray(cv2.cvtColor(cv2.resize(crop, (WIDTH, HEIGHT)), cv2.COLOR_GRAY2BGR), np.uint8)


@lru_cache(maxsize=1)
def _picture(file: str, at: float | None) -> Picture:
    """Kept for the next plate of the same picture."""
    if at is not None:
        return frame(Path(file), at)
    return recognition.decode(file_bytes(Path(file)), recognition.EVERY)


def _shrunk(picture: Picture) -> Picture:
    height, width = picture.shape[:2]
    scale = min(WIDTH / width, HEIGHT / height)
    size = max(1, int(width * scale)), max(1, int(height * scale))
    inner = np.full((HEIGHT, WIDTH, 3), PAPER, np.uint8)
    inner[: size[1], : size[0]] = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return inner


def _written(text: str) -> Picture:
    inner = np.full((HEIGHT, WIDTH, 3), (235, 235, 235), np.uint8)
    words = re.findall(rf".{{1,{LETTERS - 4}}}(?:\s|$)", text)
    for number, line in enumerate(words[:8]):
        at = (10, 26 + 22 * number)
        cv2.putText(inner, _printable(line.strip()), at, FONT, 0.45, INK, 1, cv2.LINE_AA)
    return inner


def _end(text: str) -> str:
    """As much of the end of a path as fits: the file's own name is there."""
    return text if len(text) <= LETTERS else f"...{text[-LETTERS + 3 :]}"


def _printable(text: str) -> str:
    """OpenCV's letters are ASCII; anything else becomes a question mark."""
    return text.encode("ascii", "replace").decode()
