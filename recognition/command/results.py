"""Where records go, and what an earlier run has left there."""

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from recognition.command.lines import lines
from recognition.command.options import Options
from recognition.command.reading import Record, Task

Stamp = dict[str, Any]
"""What decides whether a record still holds: the file as it was, and how it was read."""


def stamp(task: Task) -> Stamp:
    """Of the file as it is now; without size and time where it cannot be looked at."""
    how = {"engine": task.engine, "every": task.every}
    try:
        now = task.path.stat()
    except OSError:
        return how
    return how | {"size": now.st_size, "mtime_ns": now.st_mtime_ns}


def write(file: TextIO, records: Sequence[Record], options: Options) -> None:
    """All records of one file at once, so that a program that is stopped leaves as little of them as can be."""
    as_json = options.json or options.out is not None
    shown = (text for each in records for text in _shown(each, as_json))
    file.write("".join(f"{text}\n" for text in shown))
    file.flush()


def resumed(out: Path, tasks: Sequence[Task]) -> dict[str, list[Record]]:
    """The records by file that need not be made again; `out` is left with those alone.

    A line that is not whole, a failure, a vehicle, a file that was changed, a film of which frames are missing: all
    these are left out. What a run with other files has left stays. Raises OSError.
    """
    if not out.exists():
        return {}
    known: dict[str, list[Record]] = {}
    for record in _whole_lines(out):
        known.setdefault(record["file"], []).append(record)
    stamps = {str(task.path): stamp(task) for task in tasks}
    kept = {file: of for file, of in known.items() if _holds(of, stamps.get(file, {}))}
    beside = out.with_name(out.name + ".part")
    beside.write_text("".join(json.dumps(record) + "\n" for of in kept.values() for record in of))
    os.replace(beside, out)
    return kept


def _shown(record: Record, as_json: bool) -> Iterator[str]:
    if as_json:
        yield json.dumps(record)
    elif "error" not in record:
        for line in lines(record):
            yield line.encode(errors="backslashreplace").decode()  # a name may hold bytes that are no text


def _whole_lines(out: Path) -> Iterator[Record]:
    with out.open(errors="replace") as file:
        for line in file:
            try:
                record = json.loads(line)
            except ValueError:
                continue
            if isinstance(record, dict) and "file" in record and "plates" in record:
                yield record


def _holds(of_file: Sequence[Record], now: Stamp) -> bool:
    last = of_file[-1]
    return len(of_file) == last.get("frames", 1) and now.items() <= last.items() and "size" in last
