"""python -m recognition [--json] [--engine NAME] PATH...: reads the plates in pictures and folders of pictures."""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import recognition
from recognition import EngineUnavailable, PlateRead, UnreadableImage

SUFFIXES = frozenset((".jpg", ".jpeg", ".png"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Reads every picture it can; 1 when one could not be read, each of them named in a line on stderr."""
    options = _options(arguments)
    try:
        failures = [path for path in _pictures(options.paths) if not _read(path, options)]
    except EngineUnavailable as reason:
        print(reason, file=sys.stderr)
        return 1
    return 1 if failures else 0


def _read(path: Path, options: argparse.Namespace) -> bool:
    """Whether the picture was read; if not, says why."""
    try:
        _print(_record(path, options.engine), options.json)
    except UnreadableImage as reason:
        print(f"{path}: {reason}", file=sys.stderr)
    except OSError as reason:
        print(f"{path}: {reason.strerror}; check the path and its permissions.", file=sys.stderr)
    else:
        return True
    return False


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m recognition", description="Reads licence plates from pictures."
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a picture, a line each")
    names = (*recognition.ENGINES, *recognition.ALIASES)
    parser.add_argument("--engine", default=recognition.DEFAULT, choices=names)
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="a JPEG or PNG, or a folder of them"
    )
    return parser.parse_args(arguments)


def _pictures(paths: Sequence[Path]) -> Iterator[Path]:
    """Each path itself, or every JPEG and PNG under it in the order of their names; an empty folder stays itself."""
    for path in paths:
        yield from (sorted(filter(_looks_like_picture, path.rglob("*"))) if path.is_dir() else ()) or (path,)


def _looks_like_picture(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and path.is_file()


def _record(path: Path, engine: str) -> dict[str, Any]:
    data = _bytes(path)
    started = time.perf_counter()
    image = recognition.decode(data)
    plates = recognition.engine(engine).read(image)
    height, width = image.shape[:2]
    spent = round((time.perf_counter() - started) * 1000, 1)
    return {
        "file": str(path),
        "width": width,
        "height": height,
        "ms": spent,
        "plates": [_plate(p) for p in plates],
    }


def _bytes(path: Path) -> bytes:
    """The file, or as much of it as shows that it is too large."""
    if path.is_dir():
        raise UnreadableImage("There is no JPEG or PNG in this folder; name another.")
    with path.open("rb") as file:
        return file.read(recognition.LARGEST_FILE + 1)


def _plate(plate: PlateRead) -> dict[str, Any]:
    """The plate as DESIGN section 4 has it."""
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


def _print(record: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(record), flush=True)
        return
    for plate in record["plates"] or [None]:
        print(f"{record['file']}  {_line(plate)}", flush=True)


def _line(plate: dict[str, Any] | None) -> str:
    if plate is None:
        return "no plate found"
    x, y, width, height = plate["box"]
    text = plate["text"] or f"unsure ({plate['candidates'][0]['text']}?)"
    return f"{text:<18} {plate['confidence']:.2f}  {plate['region'] or '-':<6} at {x},{y} {width}x{height}"


if __name__ == "__main__":
    sys.exit(main())
