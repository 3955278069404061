"""Drawing the shots and reading them with the real engine, two at a time, in processes that end with this one."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from threading import Thread
from zoneinfo import ZoneInfo

import cv2

from portal.demo.pictures import draw_empty_street, draw_scene
from portal.demo.shots import Shot
from portal.services.reads.recognise import Sighting, sightings

WORKERS = 2
TOLD_EVERY = 12
TRIES = 6
ANOTHER_LOOK = 1000
"""Added to a seed, it gives the same car another paint, place and light."""


@dataclass(frozen=True)
class Photograph:
    """A shot as it was drawn, and what the engine saw in it."""

    shot: Shot
    data: bytes
    seen: list[Sighting]


class Illegible(RuntimeError):
    """The engine cannot read a picture the story needs, however it is drawn."""


def photograph_all(shots: Sequence[Shot], zone: str, tell: Callable[[str], None]) -> list[Photograph]:
    """The photographs in the order of the shots.

    Raises `plate.FontMissing`, `recognition.EngineUnavailable`, `Illegible`.
    """
    tell(f"Drawing and reading {len(shots)} pictures: 0 done")
    taken: list[Photograph] = []
    # Fresh processes, not copies: a copy would share this one's database connections.
    with ProcessPoolExecutor(WORKERS, get_context("spawn"), initializer=end_with_parent) as pool:
        for photograph in pool.map(take, shots, [zone] * len(shots)):
            taken.append(photograph)
            if len(taken) % TOLD_EVERY == 0 or len(taken) == len(shots):
                tell(f"Drawing and reading {len(shots)} pictures: {len(taken)} done")
    return taken


def end_with_parent() -> None:
    """Has this worker end when the process that started it is killed."""
    cv2.setNumThreads(1)
    parent = parent_process()
    if parent is not None:
        Thread(target=end_after, args=(parent,), daemon=True).start()


def end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def take(shot: Shot, zone: str) -> Photograph:
    """Without a caption: the engine may take the time of day in it for a plate."""
    local = shot.moment.astimezone(ZoneInfo(zone))
    if not shot.plate:
        data = draw_empty_street(seed=shot.seed, moment=local)
        return Photograph(shot, data, sightings(data))
    for attempt in range(TRIES):
        seed = shot.seed + attempt * ANOTHER_LOOK
        data = draw_scene(shot.plate, seed=seed, moment=local, captioned=False)
        seen = sightings(data)
        if not shot.part or seen[0].text == shot.plate:
            return Photograph(shot, data, seen)
    raise Illegible(f"The engine read none of {TRIES} drawings of {shot.plate}.")
