"""What the command line was asked."""

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import recognition
from recognition.bursts import WITHIN

EVERY = 0.5  # seconds between two frames of a film
GROUP = "--group"


@dataclass(frozen=True, slots=True)
class Options:
    """The command line. `group` is the number of seconds between pictures of one vehicle, or None for no grouping."""

    paths: tuple[Path, ...]
    json: bool
    engine: str
    jobs: int
    every: float
    group: float | None
    out: Path | None
    resume: bool
    sheet: Path | None
    quiet: bool


def options(arguments: Sequence[str]) -> Options:
    """Exits with 2 and a line on stderr for a command line that cannot be understood."""
    parser = _parser()
    given = parser.parse_args(_with_seconds(arguments))
    if given.resume and given.out is None:
        parser.error("--resume needs --out: the file that is to be gone on with")
    given.paths = tuple(given.paths)
    return Options(**vars(given))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m recognition",
        description="Reads licence plates from pictures and films. Exit code 1 if a file could not be read.",
    )
    add = parser.add_argument
    often, near = "sample a film so often (%(default)s)", f"one read a vehicle, pictures so near ({WITHIN:g})"
    add("--json", action="store_true", help="one JSON object a picture, a line each")
    add("--engine", default=recognition.DEFAULT, choices=(*recognition.ENGINES, *recognition.ALIASES))
    add("--jobs", type=_whole, default=os.cpu_count() or 1, help="processes (%(default)s)", metavar="N")
    add("--every", type=_seconds, default=EVERY, help=often, metavar="SECONDS")
    add(GROUP, type=_seconds, help=near, metavar="SECONDS")
    add("--quiet", action="store_true", help="no progress on stderr")
    add("paths", nargs="+", type=Path, metavar="PATH", help="a picture, a film, or a folder of them")
    _add_results(parser)
    return parser


def _add_results(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    sheets = "contact sheets FILE.png, FILE-2.png, ..., doubtful first"
    add("--out", type=Path, help="write JSON lines to FILE, with each file's size and time", metavar="FILE")
    add("--resume", action="store_true", help="skip the files that --out has, unless they were changed")
    add("--sheet", type=_picture, help=sheets, metavar="FILE")


def _with_seconds(arguments: Sequence[str]) -> list[str]:
    """`--group` with its seconds, so that a path after it is not taken for them."""
    filled = []
    for place, argument in enumerate(arguments):
        following = arguments[place + 1] if place + 1 < len(arguments) else ""
        bare = argument == GROUP and not following.replace(".", "", 1).isdigit()
        filled.append(f"{GROUP}={WITHIN}" if bare else argument)
    return filled


def _whole(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("has to be 1 at least")
    return number


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError("has to be more than 0")
    return number


def _picture(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in (".png", ".jpg", ".jpeg"):
        raise argparse.ArgumentTypeError("has to end in .png or .jpg")
    return path
