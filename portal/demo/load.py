"""Loading the demonstration: pictures first, then the story, and last the file that says it is whole."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import flask_migrate
from flask import Flask

from portal.agencies.profile import load as load_profile
from portal.config import Settings
from portal.demo import accounts, story
from portal.demo.camera import Photograph, photograph_all
from portal.demo.shots import Plan, Shot, write
from portal.demo.stage import Stage
from portal.web.founding import found_instance, migrate
from portal.web.installation import FILE, NotSetUp, open_tools, read_identity

LOADING = "demo-loading"
"""Lies in the instance folder from the first row to the last: with it, a demonstration is half loaded."""
SAMPLES = "sample-pictures"

Tell = Callable[[str], None]
Photographer = Callable[[Sequence[Shot], str, Tell], list[Photograph]]


class DemonstrationRefused(NotSetUp):
    """The demonstration cannot be loaded or shown here; the message says what to do."""


@dataclass(frozen=True)
class Loaded:
    """What was loaded: how many people and pictures, and the two sample pictures."""

    people: int
    pictures: int
    samples: tuple[Path, Path]
    raises_hit: bool
    """Whether the plate of the first sample is on the live hotlist."""


def check_demonstration(folder: Path) -> None:
    """Raises `NotSetUp` where there is no instance, `DemonstrationRefused` where it was not founded as one."""
    if not read_identity(folder).demo:
        raise DemonstrationRefused(
            f"{folder} is no demonstration, so no invented people and plates are put there. "
            "Found another with: PLATEBOOK_INSTANCE=FOLDER flask agency init SLUG --demo"
        )


def is_loaded(folder: Path) -> bool:
    return (folder / accounts.FILE).exists() and not (folder / LOADING).exists()


def load(app: Flask, plan: Plan, tell: Tell, photograph: Photographer = photograph_all) -> Loaded:
    """Loads everything, after clearing away what an interrupted try left.

    Raises `NotSetUp`, `DemonstrationRefused`, `plate.FontMissing`, `recognition.EngineUnavailable`.
    """
    settings: Settings = app.extensions["settings"]
    folder = settings.instance
    check_demonstration(folder)
    with alone(folder):
        if (folder / LOADING).exists():
            tell("An earlier try was interrupted: starting afresh")
            start_afresh(app, settings)
        open_tools(app)
        now: datetime = app.extensions["clock"]()
        script = write(plan, now)
        zone = load_profile(settings.agency).agency.time_zone
        taken = photograph([*script.shots, *script.samples], zone, tell)
        (folder / LOADING).touch()
        tell("Telling the story: people, reads, searches, holds")
        stage = Stage(app, taken[: len(script.shots)])
        story.tell(stage, script, now)
        samples = keep_samples(folder, taken[-2], taken[-1])
        accounts.keep(folder, [member.told(stage.profile) for member in stage.company.members])
        (folder / LOADING).unlink()
    return Loaded(
        len(stage.company.members), len(script.shots), samples, raises_hit=stage.profile.hotlist.custom
    )


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One load of an instance at a time. Raises `DemonstrationRefused` while another is at it."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise DemonstrationRefused(f"{folder} is being loaded already. Wait until that is done.") from error
    try:
        yield
    finally:
        os.close(descriptor)


def start_afresh(app: Flask, settings: Settings) -> None:
    """Founds the demonstration anew: nothing in it was real, and its ledger takes nothing back.

    The file that binds the folder goes first, so that a try interrupted here is founded anew as well.
    """
    migrate(app, settings)  # refuses without the owner of the tables, while nothing is gone yet
    (settings.instance / FILE).unlink()
    with app.app_context():
        flask_migrate.downgrade(revision="base")
    for folder in (settings.pictures, settings.documents):
        if folder.exists():
            shutil.rmtree(folder)
    found_instance(app, demo=True)


def keep_samples(folder: Path, wanted: Photograph, other: Photograph) -> tuple[Path, Path]:
    """Two pictures for the upload form: the plate with the live entry, and another."""
    place = folder / SAMPLES
    place.mkdir(exist_ok=True)
    paths = (place / f"wanted-{wanted.shot.plate}.jpg", place / f"other-{other.shot.plate}.jpg")
    for path, photograph in zip(paths, (wanted, other), strict=True):
        path.write_bytes(photograph.data)
    return paths
