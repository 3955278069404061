"""Measures an engine: every figure comes from a process that ran nothing else."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.reading.answers import Answer
from bench.reading.labels import Photograph
from bench.reading.scores import Outcome, outcome

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Run:
    """One engine on one folder. `cold` is the seconds from a fresh interpreter to the first picture's answer."""

    engine: str
    outcomes: tuple[Outcome, ...]
    seconds: float
    megabytes: float
    cold: float

    @property
    def speed(self) -> float:
        """Pictures a second, from the file to the answer."""
        return len(self.outcomes) / self.seconds


class NotRun(Exception):
    """An engine that could not be run, with the reason it gave."""


def run(engine: str, labelled: Sequence[Photograph], *, crops: bool, threads: int, cold: int) -> Run:
    """Accuracy, speed and memory of one warm process, and the middle of so many cold starts.

    Raises `NotRun` where the engine lacks something.
    """
    paths = [str(photograph.path.resolve()) for photograph in labelled]
    request = {"engine": engine, "crops": crops, "threads": threads}
    warm = _answered({**request, "paths": paths, "warm": True})
    return Run(
        engine=engine,
        outcomes=tuple(map(_outcome, labelled, warm["answers"])),
        seconds=warm["seconds"],
        megabytes=warm["megabytes"],
        cold=median(_timed({**request, "paths": paths[:1], "warm": False}) for _ in range(cold)),
    )


def _outcome(photograph: Photograph, answers: list[dict[str, Any]]) -> Outcome:
    return outcome(photograph, [Answer.of(values) for values in answers])


def _timed(request: dict[str, Any]) -> float:
    started = time.perf_counter()
    _answered(request)
    return time.perf_counter() - started


def _answered(request: dict[str, Any]) -> dict[str, Any]:
    threads = str(request["threads"])
    environment = {**os.environ, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
    command = [sys.executable, "-m", "bench.reading.worker"]
    answer = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        input=json.dumps(request),
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode:
        raise NotRun((answer.stderr.strip().splitlines() or ["it ended without a word"])[-1])
    result: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return result
