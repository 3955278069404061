"""What a worker does: one file in, its records out."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cv2

import recognition
from recognition import EngineUnavailable, Picture, PlateRead, UnreadableImage
from recognition.command.files import head, is_film
from recognition.command.film import frames
from recognition.exif import taken_at

Record = dict[str, Any]
"""One picture or frame as DESIGN section 4 has it; or `file` and `error`, the sentence why it could not be read."""

LOST = "Reading this file ended the program that read it; take it out, or save it again as JPEG or PNG."


@dataclass(frozen=True, slots=True)
class Task:
    """One file to be read: a film every so many seconds."""

    path: Path
    engine: str
    every: float


def begin() -> None:
    """Makes this process a worker: one thread, no chatter of decoders, and Ctrl-C is for its parent to answer."""
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    cv2.setNumThreads(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Nobody would ever ask a worker for anything whose parent was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def records(task: Task) -> list[Record]:
    """The records of a file, one for a picture, several for a film. Raises `EngineUnavailable`, and nothing else."""
    try:
        return _film(task) if is_film(head(task.path)) else [_picture(task)]
    except EngineUnavailable:
        raise
    except Exception as reason:  # whatever one file does, the others are read
        return [failed(task.path, sentence(reason))]


def failed(path: Path, why: str) -> Record:
    """The record of a file that could not be read."""
    return {"file": str(path), "error": why}


def sentence(reason: Exception) -> str:
    """What to tell a person about it."""
    if isinstance(reason, UnreadableImage):
        return str(reason)
    if isinstance(reason, IsADirectoryError):
        return "There is no JPEG or PNG in this folder, and nothing else that is read; name another."
    if isinstance(reason, OSError):
        return f"{reason.strerror}; check the path and its permissions."
    first = (str(reason).splitlines() or [""])[0]
    return f"The engine failed on it ({type(reason).__name__}: {first}); report that, and try another engine."


def file_bytes(path: Path) -> bytes:
    """The file, or as much of it as shows that it is too large."""
    with path.open("rb") as file:
        return file.read(recognition.LARGEST_FILE + 1)


def _picture(task: Task) -> Record:
    data = file_bytes(task.path)
    started = time.perf_counter()
    record = _record(task, recognition.decode(data, recognition.EVERY), started)
    taken = taken_at(data)
    return record | ({"taken": taken.isoformat()} if taken else {})


def _film(task: Task) -> list[Record]:
    found = list(_frames(task))
    return [record | {"frames": len(found)} for record in found]


def _frames(task: Task) -> Iterator[Record]:
    started = time.perf_counter()
    for at, picture in frames(task.path, task.every):
        yield _record(task, picture, started) | {"frame": at}
        started = time.perf_counter()


def _record(task: Task, image: Picture, started: float) -> Record:
    plates = recognition.engine(task.engine).read(image)
    height, width = image.shape[:2]
    spent = round((time.perf_counter() - started) * 1000, 1)
    return {
        "file": str(task.path),
        "width": width,
        "height": height,
        "ms": spent,
        "plates": [_plate(plate) for plate in plates],
    }


def _plate(plate: PlateRead) -> Record:
    return {
        "text": plate.text,
        "confidence": round(plate.confidence, 4),
        "box": list(plate.box),
        "corners": [[round(x, 1), round(y, 1)] for x, y in plate.corners],
        "characters": [{"char": char, "confidence": round(share, 4)} for char, share in plate.characters],
        "candidates": [{"text": text, "confidence": round(share, 4)} for text, share in plate.candidates],
        "region": plate.region,
        "quality": asdict(plate.quality),
        "engine": plate.engine._asdict(),
    }
