"""Runs one engine in a process of its own and prints what it answered, how long it took and what memory it had.

Started by `bench/recognition.py` as `python -m bench.reading.worker`; the request is JSON on its standard input.
"""

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from bench.reading.answers import Machine
from bench.reading.others import OTHERS
from bench.reading.ours import OurEngine


def machine(name: str, crops: bool, threads: int) -> Machine:
    """The engine called `name`, of others or ours."""
    if name in OTHERS:
        return OTHERS[name](crops, threads)
    return OurEngine(name, crops, threads)


def measured(request: dict[str, Any]) -> dict[str, Any]:
    """The answers to each picture, the seconds without the first, cold picture, and the peak memory in MB."""
    engine = machine(request["engine"], request["crops"], request["threads"])
    paths = [Path(path) for path in request["paths"]]
    if request["warm"]:
        list(engine.answers(paths[:1]))
    started = time.perf_counter()
    answers = [[answer.plain() for answer in plates] for plates in engine.answers(paths)]
    seconds = time.perf_counter() - started
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    megabytes = sum(resource.getrusage(who).ru_maxrss for who in whose) / 1024
    return {"answers": answers, "seconds": seconds, "megabytes": megabytes}


if __name__ == "__main__":
    print(json.dumps(measured(json.load(sys.stdin))))
