"""Which files are meant."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from recognition.formats import sniff

SUFFIXES = frozenset(
    ".jpg .jpeg .png .webp .bmp .tif .tiff .gif .heic .heif .avif"
    " .mp4 .m4v .mov .avi .mkv .webm .mpg .mpeg .ts .wmv .flv".split()
)
"""What is taken from a folder by its name alone: a damaged picture shall be named, not passed over."""


def files(paths: Sequence[Path]) -> list[Path]:
    """Each path itself, or every picture and film under it in the order of their names; an empty folder stays itself.

    Each is there once. In a folder a file without one of `SUFFIXES` is known by its first bytes.
    """
    found = (file for path in paths for file in (_under(path) if path.is_dir() else (path,)))
    return list(dict.fromkeys(found))


def is_film(head: bytes) -> bool:
    """Whether these are the first bytes of a film."""
    return sniff.kind(head) in sniff.VIDEOS


def head(path: Path) -> bytes:
    """The first bytes of a file. Raises OSError."""
    with path.open("rb") as file:
        return file.read(sniff.HEAD)


def _under(folder: Path) -> Sequence[Path]:
    return sorted(_wanted(folder)) or (folder,)


def _wanted(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and (path.suffix.lower() in SUFFIXES or _known(path)):
            yield path


def _known(path: Path) -> bool:
    try:
        return sniff.kind(head(path)) not in ("", "PDF")
    except OSError:
        return False
