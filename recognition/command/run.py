"""The command itself: find the files, read them, write what was read."""

import os
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import TextIO

from recognition import EngineUnavailable
from recognition.command.files import files
from recognition.command.options import Options
from recognition.command.progress import Progress
from recognition.command.reading import LOST, Record, Task, begin, failed, records
from recognition.command.results import resumed, stamp, write
from recognition.command.sheet import is_page_of, write_sheets
from recognition.command.vehicles import vehicles
from recognition.command.workers import InOrder
from recognition.engines import sure_from

FAILED, MISUSED, STOPPED = 1, 2, 130


def run(options: Options) -> int:
    """Does what was asked; every reason why something was not done is a line on stderr."""
    try:
        if options.out and options.out.exists() and not options.resume:
            return _told(
                MISUSED, f"{options.out} is there already; go on with it by --resume, or name another."
            )
        return _run(options)
    except EngineUnavailable as reason:
        return _told(FAILED, str(reason))
    except BrokenPipeError:  # whoever reads our lines has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except OSError as reason:
        return _told(FAILED, f"{reason.filename}: {reason.strerror}; name another place for the results.")


def _run(options: Options) -> int:
    paths = [path for path in files(options.paths) if not is_page_of(path, options.sheet)]
    tasks = [Task(path, options.engine, options.every) for path in paths]
    known = resumed(options.out, tasks) if options.out and options.resume else {}
    waiting = [task for task in tasks if str(task.path) not in known]
    with _results(options) as results, Progress(len(waiting), options.quiet) as progress:
        if known:
            progress.say(f"{len(tasks) - len(waiting)} of {len(tasks)} files were read before.")
        try:
            _read_all(waiting, known, options, results, progress)
        except KeyboardInterrupt:
            progress.say(
                f"Stopped. {progress.done} of {len(waiting)} files were read; their results are kept."
            )
            return STOPPED
        _finish([record for task in tasks for record in known[str(task.path)]], options, results, progress)
    return FAILED if progress.failed else 0


def _read_all(
    tasks: Sequence[Task],
    known: dict[str, list[Record]],
    options: Options,
    results: TextIO,
    progress: Progress,
) -> None:
    """Reads the files and writes each as soon as it is its turn; what is needed at the end goes to `known`."""
    stamps = [stamp(task) for task in tasks]
    with closing(_answers(tasks, options.jobs)) as answers:
        for task, mark, answer in zip(tasks, stamps, answers, strict=True):
            found = [failed(task.path, LOST)] if answer is None else answer
            for record in found:
                if "error" in record:
                    progress.say(f"{record['file']}: {record['error']}")
            progress.make_room()
            write(results, [record | mark for record in found] if options.out else found, options)
            known[str(task.path)] = found if options.group or options.sheet else []
            progress.step(any("error" in record for record in found))


def _answers(tasks: Sequence[Task], jobs: int) -> Generator[list[Record] | None]:
    """One file is not worth a process of its own."""
    if len(tasks) == 1:
        return (records(task) for task in tasks)
    return InOrder(records, min(jobs, max(len(tasks), 1)), begin).answers(tasks)


def _finish(found: Sequence[Record], options: Options, results: TextIO, progress: Progress) -> None:
    if options.group:
        write(results, vehicles(found, options.group, sure_from(options.engine)), options)
    if options.sheet:
        pages = write_sheets(found, options.sheet)
        if not options.quiet:
            progress.say(f"To look at: {', '.join(map(str, pages))}")


@contextmanager
def _results(options: Options) -> Iterator[TextIO]:
    if options.out is None:
        yield sys.stdout
        return
    with options.out.open("a" if options.resume else "x") as file:
        yield file


def _told(code: int, line: str) -> int:
    print(line, file=sys.stderr)
    return code
