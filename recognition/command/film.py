"""Single pictures of a film."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from recognition.picture import MOST_PIXELS
from recognition.values import Picture, UnreadableImage

DAMAGED = "The film cannot be read; save it as MP4 (H.264) and send that."
ONE_THREAD = (cv2.CAP_PROP_N_THREADS, 1)  # there is a process for each core


def frames(path: Path, every: float) -> Iterator[tuple[float, Picture]]:
    """The first frame and then one every so many seconds, each with its time in the film in seconds.

    Raises `UnreadableImage` for a film without a single frame that can be decoded.
    """
    film = _opened(path)
    try:
        due, seen = 0.0, False
        for number, at in enumerate(_times(film)):
            if at < due and number:
                continue
            read, picture = film.retrieve()
            if read:
                seen = True
                due = (at // every + 1) * every
                yield at, np.asarray(picture, np.uint8)
        if not seen:
            raise UnreadableImage(DAMAGED)
    finally:
        film.release()


def frame(path: Path, at: float) -> Picture:
    """The frame at a time that `frames` gave. Raises `UnreadableImage` if it is there no more."""
    film = _opened(path)
    try:
        film.set(cv2.CAP_PROP_POS_MSEC, at * 1000)
        read, picture = film.read()
        if not read:
            raise UnreadableImage(DAMAGED)
        return np.asarray(picture, np.uint8)
    finally:
        film.release()


def _opened(path: Path) -> cv2.VideoCapture:
    """One container only: OpenCV's other readers would take a name with a number in it for a series of files."""
    film = cv2.VideoCapture(str(path.resolve()), cv2.CAP_FFMPEG, ONE_THREAD)
    width, height = film.get(cv2.CAP_PROP_FRAME_WIDTH), film.get(cv2.CAP_PROP_FRAME_HEIGHT)
    if not film.isOpened() or not 0 < width * height <= MOST_PIXELS:
        film.release()
        raise UnreadableImage(DAMAGED)
    return film


def _times(film: cv2.VideoCapture) -> Iterator[float]:
    """Steps through the film; the time of each frame, by its rate where the container does not say."""
    rate, number = film.get(cv2.CAP_PROP_FPS) or 25.0, 0
    while film.grab():
        said = film.get(cv2.CAP_PROP_POS_MSEC) / 1000
        yield round(said if said > 0 else number / rate, 3)
        number += 1
