"""Measures recognition engines on a folder of labelled photographs, side by side.

    python bench/recognition.py FOLDER [--engine NAME]... [--crops] [--threads N] [--failures DIR] [--json FILE]

FOLDER holds the photographs and `labels.csv` with the columns file, plate, x, y, w, h and, if known, state. Engines
are those of `recognition`, the `alpr` command of OpenALPR, and the packages rapidocr, easyocr and fast-plate-ocr where
they are installed; without `--engine` all that can be run here. With `--crops` the pictures are plates that were cut
out already, and only the reading is measured.

Three blocks are printed. What was read: top-1 (the best string is the label) with its 95 % interval (Wilson), fold
(0/O/Q and 1/I taken as one), top-10 (the label is among the first ten strings of any plate returned), det (a returned
box overlaps the labelled one by more than half), CER (edits of the best string over the label's length, at most 1),
sure (share given as read) and of those right. At what cost: pictures a second of a warm process from file to answer,
peak memory with that of the programs it starts, both also as multiples of the first engine's, and seconds from a
fresh interpreter to the first answer (the middle of five). How it holds: precision among the surest 50 to 90 %, on
plates of the format 1AAA111, by width of the plate in pixels, and how often a labelled state was told and right.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import recognition
from bench.reading import failures
from bench.reading.labels import Photograph, photographs
from bench.reading.measuring import NotRun, Run, run
from bench.reading.others import OTHERS, installed
from bench.reading.table import figures, table
from recognition.engines import ALIASES, BUILT_IN, OPTIONAL

NAMES = (*BUILT_IN, *OPTIONAL, *ALIASES, *OTHERS)


def main() -> int:
    """Prints the table; 1 when no engine could be run."""
    options = _options()
    labelled = list(photographs(options.folder))[:: options.every]
    names = options.engine or (*recognition.ENGINES, *installed())
    runs = list(_runs(names, labelled, options))
    if not runs:
        return 1
    rows = [figures(each, runs[0]) for each in runs]
    print(table(rows))
    if options.json:
        records = [
            {**row, "outcomes": list(map(asdict, each.outcomes))}
            for row, each in zip(rows, runs, strict=True)
        ]
        options.json.write_text(json.dumps(records, indent=1), encoding="utf-8")
    if options.failures:
        failures.write(runs, labelled, options.failures)
    return 0


def _runs(names: Sequence[str], labelled: Sequence[Photograph], options: argparse.Namespace) -> Iterator[Run]:
    for name in names:
        try:
            yield run(name, labelled, crops=options.crops, threads=options.threads, cold=options.cold)
        except NotRun as reason:
            print(f"{name} was not run: {reason}", file=sys.stderr)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measures recognition engines on labelled photographs.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--engine", action="append", choices=NAMES, help="default: all that can be run")
    parser.add_argument(
        "--crops", action="store_true", help="the pictures are plates that were cut out already"
    )
    parser.add_argument("--threads", type=int, default=1, help="for each engine, default 1")
    parser.add_argument(
        "--cold", type=int, default=5, metavar="N", help="cold starts, of which the middle counts"
    )
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each Nth photograph")
    parser.add_argument(
        "--failures", type=Path, metavar="DIR", help="write what was read wrongly, with pictures"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures and outcomes")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
